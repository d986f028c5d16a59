import type { AtlasOptions } from '../../config/project-schema.js'
import type { BuildContext, Group, PlannedOutput } from '../actions/processor.js'
import { layoutSprites } from '../atlas/layout.js'
import { buildPages } from '../atlas/pages.js'
import { SpritePixels } from '../atlas/sprite-pixels.js'
import { stemOf } from '../atlas/sheets/sheet-path.js'
import { measureSprites } from '../atlas/sprites.js'

/** The atlas set of a group: for each scale measure, lay out, render the pages, describe them. */
export async function buildAtlas (group: Group, context: BuildContext): Promise<PlannedOutput[]> {
  if (group.rule.tool === 'texturepacker') {
    return await (await import('../atlas/texturepacker/texturepacker.js')).buildWithTexturePacker(
      group,
      context
    )
  }
  const options = group.rule.options as AtlasOptions
  const sets = await Promise.all(
    options.scales.map(async scale => await buildScale(group, options, scale, context))
  )
  return sets.flat()
}

async function buildScale (
  group: Group,
  options: AtlasOptions,
  scale: number,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const pixels = new SpritePixels(context, options, scale)
  try {
    const sprites = await measureSprites(group, scale, pixels, context)
    if (sprites === undefined) return []
    const stem = stemOf(group, scale)
    const layout = await layoutSprites(group, stem, sprites, context)
    return layout === undefined ? [] : await buildPages(group, stem, scale, layout, pixels, context)
  } finally {
    pixels.close()
  }
}
