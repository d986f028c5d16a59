import { posix } from 'node:path'
import { atlasOptions } from '../../config/atlas-rule-schema.js'
import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import type { RuleOf } from '../../config/rule-schema.js'
import { PacklineError } from '../../errors.js'
import type { BuildContext } from '../actions/build-context.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import { resultsOf, throwAll } from '../actions/throw-all.js'
import type { AtlasGroup } from '../atlas/atlas-group.js'
import { buildAtlas } from '../atlas/build-atlas.js'
import { isCsi } from '../ccsui/file-names.js'
import { readCsi } from '../ccsui/project/csi-sheet.js'
import type { CsiSheet } from '../ccsui/project/csi-sheet.js'
import type { Group } from '../sources/group.js'
import { outputOf } from '../sources/groups.js'
import type { SourceFile } from '../sources/source-file.js'
import { studioFolderOf } from '../sources/studio-folder.js'

/** The sheets of the csi files of a rule, each beside where its csi lies. */
export async function buildCsiSheets (
  { rule, ...group }: Group<RuleOf<'atlas'>>,
  context: BuildContext
): Promise<PlannedOutput[]> {
  if (rule.tool !== 'embedded') {
    throw new PacklineError('CCSUI_CSI_TOOL', { rule: rule.name, tool: rule.tool })
  }
  const files = new Map(group.files.map(file => [file.path, file]))
  const whole = { ...group, rule }
  const output = outputOf(whole)
  const sheets = await resultsOf(
    group.files.filter(file => isCsi(file.path)).map(async csi =>
      await buildCsiSheet({
        group: whole,
        csi,
        studio: studioFolderOf(csi.path) ?? group.base,
        files,
        output,
        name: csi.name,
        options: rule.options
      }, context)
    ),
    context
  )
  return sheets.flat()
}

/** A csi to build. */
interface CsiJob {
  /** Whose rule and variant of the game it is for. */
  group: Group
  csi: SourceFile
  /** The folder that its paths start from. */
  studio: string
  /** All pictures that there are, by path. */
  files: ReadonlyMap<string, SourceFile>
  /** Where its sheet goes, below which folder and under what path without the extension. */
  output: string
  name: string
  /** For what a csi says nothing of. */
  options: AtlasOptions
}

/** A csi without pictures has no sheet. Throws CCSUI_ errors. */
export async function buildCsiSheet (job: CsiJob, context: BuildContext): Promise<PlannedOutput[]> {
  const { csi } = job
  const sheet = readCsi(csi.path, await context.readSource(csi))
  if (sheet.pictures.length === 0) return []
  const group = atlasGroupOf(job, sheet)
  const outputs = await buildAtlas(group, context)
  const pages = outputs.filter(output => output.sheet !== undefined).length
  if (pages > group.rule.options.scales.length) {
    throw new PacklineError('CCSUI_CSI_TOO_LARGE', {
      file: csi.path,
      width: sheet.maxWidth,
      height: sheet.maxHeight
    })
  }
  return outputs
}

function atlasGroupOf (
  { group: { id, rule, variant }, csi, studio, files, output, name, options }: CsiJob,
  sheet: CsiSheet
): AtlasGroup {
  const stem = posix.join(output, name.slice(0, name.lastIndexOf('.')))
  return {
    id: `${id} ${name}`,
    ...variant !== undefined && { variant },
    base: studio,
    dir: posix.basename(stem),
    files: picturesOf(csi, studio, sheet, files),
    maxPage: { width: Math.max(16, sheet.maxWidth), height: Math.max(16, sheet.maxHeight) },
    rule: {
      name: rule.name,
      processor: 'atlas',
      tool: 'embedded',
      include: [csi.path],
      exclude: [],
      output: stem,
      options: atlasOptions({
        ...options,
        maxSize: Math.max(16, sheet.maxWidth, sheet.maxHeight),
        padding: sheet.padding,
        trim: sheet.allowsTrim,
        rotation: sheet.allowsRotation,
        sizeConstraint: sheet.allowsAnySize ? 'any' : 'pot',
        frameName: '{path}'
      })
    }
  }
}

function picturesOf (
  csi: SourceFile,
  studio: string,
  { pictures }: CsiSheet,
  files: ReadonlyMap<string, SourceFile>
): SourceFile[] {
  const found = pictures.flatMap(name => {
    const file = files.get(posix.join(studio, name))
    return file === undefined ? [] : [{ ...file, name }]
  })
  if (found.length < pictures.length) {
    const there = new Set(found.map(({ name }) => name))
    throwAll(
      pictures.filter(name => !there.has(name)).map(path =>
        new PacklineError('CCSUI_CSI_MISSING', { file: csi.path, path: posix.join(studio, path) })
      )
    )
  }
  return found
}
