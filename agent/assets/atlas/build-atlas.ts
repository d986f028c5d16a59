import type { RuleOf } from '../../config/rule-schema.js'
import type { BuildContext } from '../actions/build-context.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { Group } from '../sources/group.js'
import type { AtlasGroup } from './atlas-group.js'
import { layoutSprites } from './layout.js'
import { meshSprites } from './meshes.js'
import { buildPages } from './pages.js'
import { recalledSet } from './recalled-set.js'
import { isRecorded, recordSet } from './record-set.js'
import { restoredSet } from './restored-set.js'
import { shareSet } from './share-set.js'
import { stemOf } from './sheets/sheet-path.js'
import { SpritePixels } from './sprite-pixels.js'
import { measureSettings, measureSprites } from './sprites.js'

/** The atlas set of a group: for each scale measure, lay out, render the pages, describe them. */
export async function buildAtlas (
  { rule, ...inputs }: Group<RuleOf<'atlas'>>,
  context: BuildContext
): Promise<PlannedOutput[]> {
  if (rule.tool === 'texturepacker') {
    const { buildWithTexturePacker } = await import('./texturepacker/texturepacker.js')
    return await buildWithTexturePacker({ ...inputs, rule }, context)
  }
  const group = { ...inputs, rule }
  const sets = await Promise.all(
    rule.options.scales.map(async scale => await buildScale(group, scale, context))
  )
  return sets.flat()
}

async function buildScale (
  group: AtlasGroup,
  scale: number,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const { base, rule: { name, options } } = group
  const open = (): SpritePixels => new SpritePixels(context, options, scale)
  // Variants of one set decode their pictures once.
  const key = JSON.stringify(['pixels', name, base, measureSettings(options, scale)])
  return await context.shared.use(key, open, async pixels => {
    const stem = stemOf(group, scale)
    const recalled = await recalledSet(group, scale, stem, pixels, context) ??
      await restoredSet(group, scale, stem, context)
    if (recalled !== undefined) return recalled
    const sprites = await measureSprites(group, scale, pixels, context)
    const layout = await layoutSprites(group, stem, sprites, context)
    const meshes = await meshSprites(group, stem, layout, pixels, context)
    const { outputs, pages } = await buildPages(group, stem, scale, { ...layout, meshes }, pixels, context)
    const record = isRecorded(group, context)
      ? recordSet(group, scale, stem, { sprites, layout, pages }, context)
      : undefined
    if (record !== undefined) await shareSet(group, scale, record, context)
    return outputs
  })
}
