import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { PacklineError } from '../../errors.js'
import { paired } from '../../paired.js'
import type { BuildContext } from '../actions/build-context.js'
import { throwAll } from '../actions/throw-all.js'
import type { AtlasGroup } from './atlas-group.js'
import { cornerInside, growthOf, noGrowth, unionOf } from './growth.js'
import type { Growth } from './growth.js'
import type { LayoutInput } from './layout-input.js'
import { packItems } from './pack/pack-items.js'
import { longestPageSide } from './pack/page-size.js'
import type { Packing, Placement } from './pack/packing.js'
import { shareEqualPixels } from './shared-pixels.js'
import type { SharedPixels } from './shared-pixels.js'
import type { Sprite } from './sprite.js'

/** Pixels with the transparent ones around them that belong to their place. */
interface GrownPixels extends SharedPixels {
  growth: Growth
}

/** Where the pixels of each sprite lie. */
export interface Layout {
  pages: Packing['pages']
  places: Array<GrownPixels & Placement>
}

/**
 * Lays the sprites of a group out: equal pixels share one place. Undefined in a dry run when the layout is
 * not cached.
 */
export async function layoutSprites (
  group: AtlasGroup,
  id: string,
  sprites: readonly Sprite[],
  context: BuildContext
): Promise<Layout | undefined> {
  const { options } = group.rule
  const shared = shareEqualPixels(sprites, options)
  const uniques = shared.map(({ sprite }) => sprite)
  checkSizes(uniques, options)
  // Frames may reach one transparent pixel beyond their sprite. With two pixels of padding that pixel is
  // there already.
  const isGrowthShared = options.padding >= 2 && options.extrude === 0 && fitsWithBorder(uniques, options)
  const grown = shared.map((pixels): GrownPixels => ({
    ...pixels,
    growth: isGrowthShared ? noGrowth : unionOf([pixels.sprite, ...pixels.aliases].map(growthOf))
  }))
  const border = isGrowthShared ? Math.max(1, options.border) : options.border
  const input = layoutInput(grown, { ...options, border }, context)
  const packing = await pack(group, id, input, context)
  return packing && { pages: packing.pages, places: paired(grown, packing.placements).map(withoutGrowth) }
}

function layoutInput (
  grown: readonly GrownPixels[],
  { maxSize, padding, border, extrude, sizeConstraint, rotation }: AtlasOptions,
  { profile }: BuildContext
): LayoutInput {
  const items = grown.map(({ sprite: { name, box, isNinePatch }, growth: { left, top, right, bottom } }) => ({
    name,
    width: box.width + left + right,
    height: box.height + top + bottom,
    rotatable: rotation && !isNinePatch
  }))
  const inputs = items.map(({ name, width, height, rotatable }) =>
    [name, `${width}x${height}${rotatable ? '' : ' fixed'}`] as const
  )
  return { items, settings: { maxSize, padding, border, extrude, sizeConstraint, effort: profile }, inputs }
}

/** The place of a sprite's own pixels. */
function withoutGrowth (
  [pixels, { page, rotated, ...corner }]: [GrownPixels, Placement]
): GrownPixels & Placement {
  return { ...pixels, page, ...cornerInside({ ...corner, rotated }, pixels.growth), rotated }
}

async function pack (
  group: AtlasGroup,
  id: string,
  input: LayoutInput,
  context: BuildContext
): Promise<Packing | undefined> {
  if (group.rule.options.layout === 'stable') {
    return await (await import('./stable-layout.js')).packWithLock(group, id, input, context)
  }
  const { items, settings, inputs } = input
  const result = await context.runner.run({
    id: `${id} layout`,
    rule: group.rule.name,
    inputs: { kind: 'layout', version: 1, options: settings, inputs },
    run: async () => ({ value: packItems(items, settings, context.signal) })
  })
  return result?.value
}

/** Whether every sprite fits a page with a border of one pixel. */
function fitsWithBorder (sprites: readonly Sprite[], options: AtlasOptions): boolean {
  const limit = longestPageSide(options) - 2 * Math.max(1, options.border)
  return sprites.every(({ box }) => box.width <= limit && box.height <= limit)
}

function checkSizes (sprites: readonly Sprite[], options: AtlasOptions): void {
  const { border, extrude, rotation } = options
  const limit = longestPageSide(options) - 2 * border - 2 * extrude
  const tooLarge = sprites.filter(({ frame }) => frame.width > limit || frame.height > limit)
  throwAll(tooLarge.map(({ file, frame }) =>
    new PacklineError('ATLAS_SPRITE_TOO_LARGE', {
      file: file.path,
      width: frame.width,
      height: frame.height,
      maxWidth: limit,
      maxHeight: limit,
      rotation
    })
  ))
}
