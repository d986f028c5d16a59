import { createHash } from 'node:crypto'
import type { RuleOf } from '../../../config/rule-schema.js'
import { PacklineError } from '../../../errors.js'
import type { BuildContext } from '../../actions/build-context.js'
import type { PlannedOutput } from '../../actions/planned-output.js'
import { textureFormats } from '../../pictures/texture-formats.js'
import type { Group } from '../../sources/group.js'
import type { SourceFile } from '../../sources/source-file.js'
import { contentKeyOf } from '../content-key.js'
import { checkMeshFormat } from '../meshes.js'
import { frameName, isTps } from '../frame-names.js'
import { sheetFormats } from '../sheets/sheet-formats.js'
import { baseName, pageStemOf, stemOf } from '../sheets/sheet-path.js'
import { checkedPlace, checkNames, checkNinePatches, checkRepeats } from './frame-checks.js'
import { checkSinglePage } from './page-checks.js'
import { namedSources, sourcesByPath } from './proof/frame-sources.js'
import { spriteChoices } from './sprite-choices.js'
import type { ChosenSprite } from './sprite-choices.js'
import { isNumbered, texturePackerArguments } from './texturepacker-arguments.js'
import { runTexturePacker } from './texturepacker-run.js'
import type { SheetSet } from './texturepacker-run.js'
import { findTexturePacker, texturePackerVersion } from './texturepacker-tool.js'
import { tpsInputs } from './tps-inputs.js'
import { readTps } from './tps-file.js'
import { phrase } from '../../../messages/phrase.js'

type TexturepackerGroup = Group<Extract<RuleOf<'atlas'>, { tool: 'texturepacker' }>>

interface PlannedSet extends SheetSet {
  /** The folder of its outputs, with the slash. */
  folder: string
  scale: number
  /** What the outputs depend on besides inputs and the tool. */
  settings: Record<string, unknown>
  pages: TexturepackerGroup['rule']['options']['pages']
  /** The .tps, when frame names are known only from its sheets. */
  tps?: SourceFile
}

/**
 * The atlas sets of a group, made by TexturePacker: one action for its pictures at each scale, and one for
 * each .tps with all that it names. An action that is cached needs neither the program nor a lease.
 */
export async function buildWithTexturePacker (
  group: TexturepackerGroup,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const { options } = group.rule
  const pictures = { ...group, files: group.files.filter(file => !isTps(file.path)) }
  const sets = await Promise.all(options.scales.flatMap(scale => [
    ...pictures.files.length === 0 ? [] : [folderSet(pictures, scale, context)],
    ...group.files.filter(file => isTps(file.path)).map(async file =>
      await tpsSet(group, file, scale, context)
    )
  ]))
  const version = options.toolVersion ??
    await texturePackerVersion(findTexturePacker(context.environment), group.rule.name, context)
  return await buildSets(sets, group.rule.name, version, context)
}

/** The first set that fails stops the others; none is left running behind the run's back. */
async function buildSets (
  sets: readonly PlannedSet[],
  rule: string,
  version: string,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const stop = new AbortController()
  const errors: unknown[] = []
  const stoppable = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) }
  const outputs = await Promise.all(sets.map(async set => {
    try {
      return await buildSet(set, rule, version, stoppable)
    } catch (error) {
      errors.push(error)
      stop.abort()
      return []
    }
  }))
  if (errors.length > 0) throw errors[0]
  return outputs.flat()
}

async function buildSet (
  set: PlannedSet,
  rule: string,
  version: string,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const result = await context.runner.run({
    id: `${set.id} sheets`,
    rule,
    inputs: {
      kind: 'texturepacker',
      version: 3,
      options: { ...set.settings, sheet: set.sheet, data: set.data },
      tools: { TexturePacker: version },
      inputs: set.staged.map(([place, file]) => [place, file.sha256] as const)
    },
    isProgram: true,
    run: async () => {
      const file = findTexturePacker(context.environment)
      const found = await texturePackerVersion(file, rule, context)
      if (found !== version) {
        throw new PacklineError('TEXTUREPACKER_VERSION', { rule, expected: version, file, found })
      }
      return await runTexturePacker(set, file, context)
    }
  })
  if (result === undefined) return []
  const { frames, warnings } = result.value
  if (set.pages === 'single') checkSinglePage(set.id, Object.keys(frames), set.data.includes('{v}'))
  for (const warning of warnings) context.warn('atlas.toolWarning', { set: set.id, warning })
  return Object.entries(result.blobs).map(([name, blob]) => {
    const path = set.folder + name
    const names = frames[name]
    if (names === undefined) return { path, blob }
    const unplanned = set.tps && { source: set.tps.path, scale: set.scale }
    return { path, blob, sheet: { frames: names, ...unplanned !== undefined && { unplanned } } }
  })
}

/** Pictures of a folder: each lies where TexturePacker gives its frame the name that the rule wants. */
async function folderSet (
  group: TexturepackerGroup,
  scale: number,
  context: BuildContext
): Promise<PlannedSet> {
  const { options } = group.rule
  checkOptions(group)
  const { pictures, keepsExtension } = placedPictures(group)
  const choices = spriteChoices(group.id, pictures, options)
  if (choices.whole.size > 0 && (options.trim || options.rotation)) {
    context.warn('atlas.wholeSet', { set: group.id })
  }
  const stem = stemOf(group, scale)
  const page = isNumbered(options) ? pageStemOf(stem, options.pageName, '{n}') : stem
  const contentKey = contentKeyOf(group.rule, context)
  return {
    ...placed(
      group.id,
      stem,
      page,
      textureFormats[options.textureFormat].extension,
      sheetFormats[options.format].extension
    ),
    id: `${group.id}${scale === 1 ? '' : `@${scale}x`}`,
    scale,
    staged: pictures
      .map(({ place, source }) => [place, source] as const)
      .sort(([a], [b]) => a < b ? -1 : 1),
    input: '.',
    arguments: [
      ...texturePackerArguments(choices.options, scale, context.profile),
      ...keepsExtension ? [] : ['--trim-sprite-names']
    ],
    settings: {
      ...keyOptions(choices.options),
      scale,
      profile: context.profile,
      keepsExtension,
      stretches: choices.whole.size > 0,
      ...contentKey !== undefined && { contentKey: createHash('sha256').update(contentKey).digest('hex') }
    },
    pages: options.pages,
    ...(choices.own.length > 0 || contentKey !== undefined) && {
      project: { sprites: choices.own, ...contentKey !== undefined && { contentKey } }
    },
    timeoutMs: options.toolTimeoutMs,
    sources: namedSources(new Map(pictures.map(({ frame, place }) => [frame, place]))),
    trimThreshold: options.trimThreshold,
    checkFrames: found => {
      checkNames(group.id, new Set(pictures.map(({ frame }) => frame)), found)
      checkNinePatches(group.id, found, name => choices.whole.has(name))
    }
  }
}

function checkOptions ({ id, rule }: TexturepackerGroup): void {
  if (rule.options.mesh) checkMeshFormat(rule)
  if (rule.options.pages === 'single' && rule.options.multipack) {
    throw new PacklineError('TEXTUREPACKER_PAGES', { set: id, where: 'multipack' })
  }
}

/** TexturePacker names frames by files, and keeps the extension in every name of a set, or in none. */
function placedPictures (
  group: TexturepackerGroup
): { pictures: Array<ChosenSprite & { source: SourceFile }>, keepsExtension: boolean } {
  const frames = group.files.map(source => ({
    source,
    file: source.name,
    frame: frameName(group.rule.options.frameName, group, source)
  }))
  const keepsExtension = frames.every(({ frame, file }) => frame.endsWith(extensionOf(file)))
  const pictures = frames.map(each => ({
    ...each,
    place: checkedPlace(each.source, each.frame) + (keepsExtension ? '' : extensionOf(each.file))
  }))
  return { pictures, keepsExtension }
}

/** Those options that neither the action's other inputs nor its outputs' names tell. */
function keyOptions (options: TexturepackerGroup['rule']['options']): Record<string, unknown> {
  const { toolVersion: _version, toolTimeoutMs: _timeout, scales: _scales, ...rest } = options
  const { frameName: _frameName, frameScope: _frameScope, pageName: _pageName, ...settings } = rest
  return settings
}

/** The sheets of a .tps, under its own name unless the rule has an output; all its settings are its own. */
async function tpsSet (
  group: TexturepackerGroup,
  file: SourceFile,
  scale: number,
  context: BuildContext
): Promise<PlannedSet> {
  const { toolTimeoutMs, pages } = group.rule.options
  const path = file.path.slice(0, -extensionOf(file.path).length)
  const own: TexturepackerGroup = {
    ...group,
    id: `${group.rule.name}/${baseName(path)}`,
    base: path,
    dir: baseName(path),
    files: [file]
  }
  const tps = readTps(file.path, await context.readSource(file))
  if (pages === 'single' && tps.isMultipack) {
    throw new PacklineError('TEXTUREPACKER_PAGES', { set: own.id, where: file.path })
  }
  const isMultipack = tps.isMultipack || pages === 'numbered'
  const stem = stemOf(own, scale)
  const inputs = await tpsInputs(file, tps.sources, group.rule.exclude, context)
  return {
    ...placed(
      own.id,
      stem,
      `${stem}${tps.hasVariants ? '{v}' : ''}${isMultipack ? '-{n}' : ''}`,
      tps.textureExtension,
      tps.dataExtension
    ),
    id: `${own.id}${scale === 1 ? '' : `@${scale}x`}`,
    scale,
    staged: [[file.path, file], ...inputs.map(input => [input.path, input] as const)],
    input: file.path,
    arguments: [
      ...scale === 1 ? [] : ['--scale', String(scale)],
      ...isMultipack && !tps.isMultipack ? ['--multipack'] : []
    ],
    settings: { tps: file.path, scale },
    pages,
    timeoutMs: toolTimeoutMs,
    tps: file,
    sources: sourcesByPath(inputs.map(input => input.path), tps.ignored),
    trimThreshold: tps.trimThreshold,
    checkFrames: found => {
      if (!tps.hasVariants) checkRepeats(file.path, found)
      checkNinePatches(own.id, found, name => /\.9(\.[a-z]+)?$/i.test(name))
    }
  }
}

function placed (
  id: string,
  stem: string,
  page: string,
  texture: string,
  data: string
): Pick<PlannedSet, 'folder' | 'sheet' | 'data'> {
  const folder = stem.slice(0, stem.length - baseName(stem).length)
  if (/[{}]/.test(baseName(stem))) {
    throw new PacklineError('TEXTUREPACKER_FAILED', {
      set: id,
      reason: phrase('tps.braces', { name: baseName(stem) })
    })
  }
  const name = page.slice(folder.length)
  return { folder, sheet: name + texture, data: name + data }
}

function extensionOf (path: string): string {
  const name = baseName(path)
  return name.slice(name.lastIndexOf('.'))
}
