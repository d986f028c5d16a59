import { sha256Of } from '../../files/file-digest.js'
import type { BuildContext } from '../actions/build-context.js'
import { blobOf } from '../actions/action-runner.js'
import type { ActionResult } from '../actions/runner.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { AtlasGroup } from './atlas-group.js'
import type { Place } from './draw-page.js'
import { keepLayout } from './kept-layout.js'
import { openWorkshop, outputsOfPage } from './pages.js'
import { factsAt, outlines, besideMeasuring } from './recalled-sprites.js'
import type { RecalledSet } from './recalled-sprites.js'
import { isRecorded, setSettings } from './record-set.js'
import { relaidSet } from './relaid-set.js'
import { renderPage } from './render-page.js'
import type { PageWorkshop } from './render-page.js'
import { SetRecord } from './set-record.js'
import type { PictureFacts } from '../pictures/measuring/picture-facts.js'
import { shareSet } from './share-set.js'
import { spriteSettings } from './sprite-settings.js'
import type { SpritePixels } from './sprite-pixels.js'
import { namedFiles } from './sprites.js'
import type { NamedFile } from './sprites.js'

/** So many of a set's pictures may have changed. */
const mostChanged = 1 / 16

/**
 * The outputs of a set in which some pictures are others than in the last run, and nothing else has changed.
 * Where these have other pixels only, what lies where stays as it is; else the set is laid out anew. Only
 * pages on which something changed are made. Undefined where the last run is not remembered, or not as a
 * whole; asking for all anew has the same result.
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
  const { names } = record
  if (files.length !== names.length || !files.every(({ name }, row) => name === names[row])) return undefined
  const current = Buffer.from(files.map(({ file }) => file.sha256).join(''), 'hex')
  const changed = record.changedRows(current)
  if (changed.length > Math.max(1, files.length * mostChanged)) return undefined
  const set: RecalledSet = { record, files, changed, facts: await newFacts(files, changed, group, pixels) }
  return keepsPlaces(set, group)
    ? await redrawnSet(group, scale, stem, set, current, pixels, context)
    : await relaidSet(group, scale, stem, set, pixels, context)
}

/** Those whose pixels are others lie where they lay. */
async function redrawnSet (
  group: AtlasGroup,
  scale: number,
  stem: string,
  set: RecalledSet,
  current: Buffer,
  pixels: SpritePixels,
  context: BuildContext
): Promise<PlannedOutput[] | undefined> {
  const { record, changed, facts } = set
  const { sprites, layout, kept: keptLayout, pages } = record.header
  const layoutFile = keptLayout && context.keptFiles.read(keptLayout.file)
  if (keptLayout !== undefined && (!layoutFile || sha256Of(layoutFile) !== keptLayout.sha256)) {
    return undefined
  }
  const touched = new Set(changed.flatMap(row => {
    const isOther = facts.get(row)?.[6].startsWith(record.digestAt(row)) === false
    return isOther ? [record.get(row, 'page')] : []
  }))
  const kept = pages.flatMap(({ page, sheet }, number) => touched.has(number) ? [sheet] : [page, sheet])
  const known = [layout, ...kept, ...changed.length === 0 ? [sprites] : []]
  if (!context.runner.recall({ rule: group.rule.name }, known)) return undefined
  if (keptLayout !== undefined && layoutFile !== undefined) {
    keepLayout(group, stem, keptLayout, layoutFile, context)
  }

  record.contents.set(current)
  for (const [row, each] of facts) record.pixelsAt(row).write(each[6].slice(0, 64), 'hex')
  const makePages = async (context: BuildContext): Promise<PlannedOutput[]> =>
    await redrawnPages(group, set, touched, await openWorkshop(group, pixels, context))
  if (changed.length === 0) return await makePages(context)
  const outputs = await besideMeasuring(group, scale, set, context, makePages)
  await keepRecord(group, scale, stem, record, context)
  return outputs
}

/** @param touched numbers of pages on which pixels changed */
async function redrawnPages (
  group: AtlasGroup,
  { record, files }: RecalledSet,
  touched: ReadonlySet<number>,
  workshop: PageWorkshop
): Promise<PlannedOutput[]> {
  const { pages } = record.header
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
  return outputs.flat()
}

/** Facts of what changed, by row. */
async function newFacts (
  files: readonly NamedFile[],
  changed: readonly number[],
  group: AtlasGroup,
  pixels: SpritePixels
): Promise<Map<number, PictureFacts>> {
  const settingsOf = spriteSettings(group.rule.options)
  const all = new Map<number, PictureFacts>()
  for (const row of changed) {
    const { file } = files[row]!
    all.set(row, await pixels.measure(file, settingsOf(file.name).trims))
  }
  return all
}

/** Whether all have the outlines that they had, and share their pixels with none. A mesh is an outline. */
function keepsPlaces ({ record, facts }: RecalledSet, { rule: { options } }: AtlasGroup): boolean {
  const digests = new Set([...facts.values()].map(each => each[6]))
  return !options.mesh && digests.size === facts.size &&
    [...facts].every(([row, each]) =>
      outlines.every((name, at) => record.get(row, name) === each[at]) &&
      !record.isShared(record.pixelsAt(row), row) &&
      !record.isShared(Buffer.from(each[6].slice(0, 64), 'hex'), row)
    )
}

/** The rows of a page's own places, in order. */
function ownersOn (page: number, record: SetRecord): number[] {
  const rows: number[] = []
  for (let row = 0; row < record.length; row++) {
    if (record.get(row, 'owner') === row && record.get(row, 'page') === page) rows.push(row)
  }
  return rows
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
export function framesOn (page: number, record: SetRecord): string[] {
  const { names } = record
  const sharing = new Map(ownersOn(page, record).map(row => [row, new Array<string>()]))
  for (const [row, name] of names.entries()) sharing.get(record.get(row, 'owner'))?.push(name)
  return [...sharing].flatMap(([owner, all]) => [
    names[owner]!,
    ...all.filter(name => name !== names[owner])
  ])
}

async function keepRecord (
  group: AtlasGroup,
  scale: number,
  stem: string,
  record: SetRecord,
  context: BuildContext
): Promise<void> {
  const { runner, setRecords } = context
  const { header } = record
  header.sprites = runner.done(header.sprites.id) ?? header.sprites
  for (const each of header.pages) each.page = runner.done(each.page.id) ?? each.page
  setRecords.write(stem, record.format())
  await shareSet(group, scale, record, context)
}
