import type { BuildContext } from '../actions/build-context.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { AtlasGroup } from './atlas-group.js'
import { layoutSprites } from './layout.js'
import { meshSprites } from './meshes.js'
import { buildPages } from './pages.js'
import { besideMeasuring, recalledSprites } from './recalled-sprites.js'
import type { RecalledSet } from './recalled-sprites.js'
import { recordSet, rowsOf } from './record-set.js'
import type { RecordedPage, SetRecord } from './set-record.js'
import { shareSet } from './share-set.js'
import type { Sprite } from './sprite.js'
import type { SpriteRows } from './sprite-rows.js'
import type { SpritePixels } from './sprite-pixels.js'

/**
 * The outputs of a set of which some pictures have another outline: what the last run measured is taken from
 * its record, the whole is laid out, and only pages on which something is not as it was are asked for.
 */
export async function relaidSet (
  group: AtlasGroup,
  scale: number,
  stem: string,
  set: RecalledSet,
  pixels: SpritePixels,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const sprites = recalledSprites(group, set)
  const layout = await layoutSprites(group, stem, sprites, context)
  const meshes = await meshSprites(group, stem, layout, pixels, context)
  const rows = rowsOf(sprites, layout)
  const same = samePages(set.record, sprites, rows, layout.pages.length)
  const areThere = context.runner.recall(
    { rule: group.rule.name },
    [...same.values()].flatMap(({ page, sheet }) => [page, sheet])
  )
  const known = areThere ? same : undefined
  const { outputs, pages } = await besideMeasuring(
    group,
    scale,
    set,
    context,
    async context => await buildPages(group, stem, scale, { ...layout, meshes }, pixels, context, known)
  )
  const record = recordSet(group, scale, stem, { sprites, layout, pages, rows }, context)
  if (record !== undefined) await shareSet(group, scale, record, context)
  return outputs
}

/** Pages on which the same lies in the same places, by their numbers. */
function samePages (
  record: SetRecord,
  sprites: readonly Sprite[],
  rows: SpriteRows,
  pageCount: number
): Map<number, RecordedPage> {
  const { pages } = record.header
  // Of another number of pages, each has another name.
  if (pages.length !== pageCount) return new Map()
  const same = new Map(pages.entries())
  for (const [row, { digest }] of sprites.entries()) {
    if (record.isAt(row, rows, digest)) continue
    same.delete(record.get(row, 'page'))
    same.delete(rows.get(row, 'page'))
  }
  return same
}
