import type { RuleOf } from '../../config/rule-schema.js'
import type { BuildContext } from '../actions/build-context.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { Group } from '../sources/group.js'
import type { AtlasGroup } from './atlas-group.js'
import { actionIds } from './atlas-actions.js'
import { layoutSprites } from './layout.js'
import type { OnLaidPage } from './layout.js'
import { meshSprites } from './meshes.js'
import { buildPages } from './pages.js'
import { recalledSet } from './recalled-set.js'
import { isRecorded, recordSet } from './record-set.js'
import { isOfSharedStrips } from './page-encoding.js'
import { restoredSet } from './restored-set.js'
import { shareSet } from './share-set.js'
import { stemOf } from './sheets/sheet-path.js'
import { SpritePixels } from './sprite-pixels.js'
import { StripsAhead } from './strips-ahead.js'
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
    const ahead = new StripsAhead()
    const onPage = drawnAhead(group, stem, pixels, ahead, context)
    try {
      const layout = await layoutSprites(group, stem, sprites, context, onPage)
      const meshes = await meshSprites(group, stem, layout, pixels, context)
      const all = { ...layout, meshes }
      const { outputs, pages } = await buildPages(group, stem, scale, all, pixels, context, undefined, ahead)
      const record = isRecorded(group, context)
        ? recordSet(group, scale, stem, { sprites, layout, pages }, context)
        : undefined
      if (record !== undefined) await shareSet(group, scale, record, context)
      return outputs
    } finally {
      ahead.close()
    }
  })
}

/** Pages that are made from nothing are drawn while others are laid out: else most of them are known. */
function drawnAhead (
  { rule }: AtlasGroup,
  stem: string,
  pixels: SpritePixels,
  ahead: StripsAhead,
  context: BuildContext
): OnLaidPage | undefined {
  const { isDryRun } = context.runner
  const isNew = !isDryRun && context.runner.previous(actionIds.layout(stem)) === undefined
  if (!isNew || !isOfSharedStrips(rule.options, context)) return undefined
  return (pages, places) => {
    const canvas = { ...pages.at(-1)!, extrude: rule.options.extrude }
    ahead.begin(pages.length - 1, canvas, places, sprite => pixels.shared(sprite))
  }
}
