import { sha256Of } from '../../files/file-digest.js'
import { phrase } from '../../messages/phrase.js'
import type { BuildContext } from '../actions/build-context.js'
import { blobOf } from '../actions/action-runner.js'
import type { ActionResult } from '../actions/action-runner.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { AtlasGroup } from './atlas-group.js'
import type { Place } from './draw-page.js'
import { tellLayout } from './kept-layout.js'
import { openWorkshop, outputsOfPage } from './pages.js'
import { isRecorded, setSettings } from './record-set.js'
import { renderPage } from './render-page.js'
import { SetRecord } from './set-record.js'
import type { SpriteFacts } from './sprite.js'
import { spriteSettings } from './sprite-settings.js'
import type { SpritePixels } from './sprite-pixels.js'
import { namedFiles, spritesAction } from './sprites.js'
import type { NamedFile } from './sprites.js'

/** So many of a set's pictures may have changed. */
const mostChanged = 1 / 16

/**
 * The outputs of a set in which some pictures have other pixels than in the last run, and nothing else has
 * changed: what lies where stays as it is, and only pages with such pictures are made. Undefined where that
 * is not so, or where the last run is not remembered as a whole; asking for all anew has the same result.
 */
export async function recalledSet (
  group: AtlasGroup,
  scale: number,
  stem: string,
  pixels: SpritePixels,
  context: BuildContext
): Promise<PlannedOutput[] | undefined> {
  if (!isRecorded(group, context)) return undefined
  const bytes = context.setRecords.read(stem)
  const record = bytes && SetRecord.parse(bytes)
  if (record?.header.settings !== setSettings(group, scale, context)) return undefined
  const files = namedFiles(group)
  const { names, sprites, layout, kept: keptLayout, pages } = record.header
  if (files.length !== names.length || !files.every(({ name }, row) => name === names[row])) return undefined
  const layoutFile = keptLayout && context.keptFiles.read(keptLayout.file)
  if (keptLayout !== undefined && (!layoutFile || sha256Of(layoutFile) !== keptLayout.sha256)) {
    return undefined
  }
  const current = Buffer.from(files.map(({ file }) => file.sha256).join(''), 'hex')
  const changed = record.changedRows(current)
  if (changed.length > Math.max(1, files.length * mostChanged)) return undefined
  const facts = await newFacts(record, files, changed, group, pixels)
  if (facts === undefined) return undefined

  const touched = new Set(changed.flatMap(row => {
    const isOther = facts.get(row)?.[6].startsWith(record.pixelsAt(row).toString('hex')) === false
    return isOther ? [record.get(row, 'page')] : []
  }))
  const kept = pages.flatMap(({ page, sheet }, number) => touched.has(number) ? [sheet] : [page, sheet])
  const known = [layout, ...kept, ...changed.length === 0 ? [sprites] : []]
  if (!context.runner.recall({ rule: group.rule.name }, known)) return undefined
  if (keptLayout !== undefined && layoutFile !== undefined) {
    context.keptFiles.write(keptLayout.file, layoutFile, stem)
    tellLayout(group, stem, keptLayout, { moved: 0, repacked: false, isNew: false }, context)
  }

  record.contents.set(current)
  for (const [row, each] of facts) record.pixelsAt(row).write(each[6].slice(0, 64), 'hex')
  if (changed.length > 0) await makeSprites(group, scale, record, files, changed, context)
  const workshop = await openWorkshop(group, pixels, context)
  const outputs = await Promise.all(pages.map(async ({ stem: own, width, height, page, sheet }, number) => {
    const rendered: Pick<ActionResult, 'blobs'> | undefined = touched.has(number)
      ? await renderPage(group, {
        stem: own,
        width,
        height,
        places: placesOn(number, record, files, group)
      }, workshop)
      : page
    return outputsOfPage(group, own, rendered, {
      blob: blobOf(sheet, 'sheet'),
      // Made when somebody asks.
      get frames () {
        return framesOn(number, record)
      }
    })
  }))
  if (changed.length > 0) keepRecord(stem, record, context)
  return outputs.flat()
}

/** Facts of what changed, by row; undefined where one has another outline, or shares its pixels. */
async function newFacts (
  record: SetRecord,
  files: readonly NamedFile[],
  changed: readonly number[],
  group: AtlasGroup,
  pixels: SpritePixels
): Promise<Map<number, SpriteFacts> | undefined> {
  const settingsOf = spriteSettings(group.rule.options)
  const all = new Map<number, SpriteFacts>()
  for (const row of changed) {
    const { file } = files[row]!
    const facts = await pixels.measure(file, settingsOf(file.name).trims)
    const [sourceWidth, sourceHeight, left, top, width, height, digest] = facts
    const outline = { sourceWidth, sourceHeight, left, top, width, height }
    const isSame = outlines.every(name => record.get(row, name) === outline[name])
    const own = Buffer.from(digest.slice(0, 64), 'hex')
    const isAlone = !record.isShared(record.pixelsAt(row), row) && !record.isShared(own, row) &&
      ![...all.values()].some(other => other[6] === digest)
    if (!isSame || !isAlone) return undefined
    all.set(row, facts)
  }
  return all
}

const outlines = ['sourceWidth', 'sourceHeight', 'left', 'top', 'width', 'height'] as const

/** The action that measures a set, done with what is known. */
async function makeSprites (
  group: AtlasGroup,
  scale: number,
  record: SetRecord,
  files: readonly NamedFile[],
  changed: readonly number[],
  context: BuildContext
): Promise<void> {
  const { action, sprites } = spritesAction(group, scale, files)
  await context.runner.decide({
    ...action,
    reasons: () => changed.map(row => phrase('why.inputChanged', { name: files[row]!.file.name })),
    run: async () => ({ value: sprites.map(({ own }, row) => factsAt(record, row, own.trims)) })
  })
}

function factsAt (record: SetRecord, row: number, trims: boolean): SpriteFacts {
  const [sourceWidth, sourceHeight, left, top, width, height] = outlines.map(name => record.get(row, name))
  const digest = `${record.pixelsAt(row).toString('hex')} ${width}`
  return [sourceWidth!, sourceHeight!, left!, top!, width!, height!, digest, trims ? 1 : 0]
}

/** The rows of a page's own places, in order. */
function ownersOn (page: number, record: SetRecord): number[] {
  return Array.from({ length: record.length }, (_, row) => row).filter(row =>
    record.get(row, 'owner') === row && record.get(row, 'page') === page
  )
}

function placesOn (
  page: number,
  record: SetRecord,
  files: readonly NamedFile[],
  { rule: { options } }: AtlasGroup
): Place[] {
  const settingsOf = spriteSettings(options)
  return ownersOn(page, record).map(row => {
    const { name, file } = files[row]!
    const settings = settingsOf(file.name)
    const [sourceWidth, sourceHeight, left, top, width, height, digest] = factsAt(record, row, settings.trims)
    const box = { left, top, width, height }
    return {
      sprite: { name, file, sourceWidth, sourceHeight, box, frame: box, digest, settings },
      growth: {
        left: record.get(row, 'growthLeft'),
        top: record.get(row, 'growthTop'),
        right: record.get(row, 'growthRight'),
        bottom: record.get(row, 'growthBottom')
      },
      x: record.get(row, 'x'),
      y: record.get(row, 'y'),
      rotated: record.get(row, 'rotated') === 1
    }
  })
}

/** The frames that a page's sheet names: each place's own, then those that share it. */
function framesOn (page: number, record: SetRecord): string[] {
  const { names } = record.header
  const sharing = new Map(ownersOn(page, record).map(row => [row, new Array<string>()]))
  for (const [row, name] of names.entries()) sharing.get(record.get(row, 'owner'))?.push(name)
  return [...sharing].flatMap(([owner, all]) => [
    names[owner]!,
    ...all.filter(name => name !== names[owner])
  ])
}

function keepRecord (stem: string, record: SetRecord, { runner, setRecords }: BuildContext): void {
  const { header } = record
  header.sprites = runner.done(header.sprites.id) ?? header.sprites
  for (const each of header.pages) each.page = runner.done(each.page.id) ?? each.page
  setRecords.write(stem, record.format())
}
