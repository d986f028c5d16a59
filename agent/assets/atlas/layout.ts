import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { PacklineError } from '../../errors.js'
import { paired } from '../../paired.js'
import type { BuildContext } from '../actions/build-context.js'
import { throwAll } from '../actions/throw-all.js'
import { pageOptions } from '../pictures/gpu/gpu-formats.js'
import { actionIds, atlasActions } from './atlas-actions.js'
import type { AtlasGroup } from './atlas-group.js'
import { cornerInside, growthOf, noGrowth, unionOf } from './growth.js'
import type { Growth } from './growth.js'
import type { KeptLayout } from './kept-layout.js'
import type { LayoutInput } from './layout-input.js'
import { packItems } from './pack/pack-items.js'
import type { OnPage } from './pack/pack-items.js'
import { largestPage } from './pack/page-size.js'
import type { LayoutLock } from './pack/layout-lock.js'
import type { Packing, PageSides, Placement } from './pack/packing.js'
import type { StoredLayout } from './stable-layout.js'
import { shareEqualPixels } from './shared-pixels.js'
import type { SharedPixels } from './shared-pixels.js'
import { extrudeRange } from './sprite-settings.js'
import type { Sprite } from './sprite.js'

/** Pixels with the transparent ones around them that belong to their place. */
interface GrownPixels extends SharedPixels {
  growth: Growth
  /** Room on each side for an edge that is extruded further than those of other sprites. */
  reserve: number
  /** Too large for a page with the border that the others need. */
  isBare: boolean
}

/** Where the pixels of each sprite lie. */
export interface Layout {
  pages: Packing['pages']
  places: Array<GrownPixels & Placement>
  /** Where the layout is kept in a file. */
  kept?: KeptLayout
}

/** Told of the last page of those that are laid out so far, and of what lies on it. */
export type OnLaidPage = (pages: Layout['pages'], places: Layout['places']) => void

type SheetOptions = AtlasOptions & { maxPage?: PageSides }

/** Lays the sprites of a group out: equal pixels share one place. */
export async function layoutSprites (
  group: AtlasGroup,
  id: string,
  sprites: readonly Sprite[],
  context: BuildContext,
  onPage?: OnLaidPage
): Promise<Layout> {
  const { maxPage } = group
  const options: SheetOptions = {
    ...pageOptions(group.rule.options),
    ...maxPage !== undefined && { maxPage }
  }
  checkSizes(sprites, options)
  const shared = shareEqualPixels(sprites, options)
  const stored = options.layout === 'stable'
    ? (await import('./stable-layout.js')).readStoredLayout(group, id, context)
    : undefined
  const border = borderFor(shared, options, stored?.lock)
  const { least: extrude } = extrudeRange(options)
  const fits = fitsWithBorder(border.width, options)
  const grown = shared.map(({ sprite, aliases }): GrownPixels => {
    const isBare = border.sharesGrowth && !fits(sprite)
    const isShared = border.sharesGrowth && !isBare
    return {
      sprite,
      aliases,
      isBare,
      reserve: (sprite.settings.extrude ?? options.extrude) - extrude,
      growth: isShared ? noGrowth : unionOf([sprite, ...aliases].map(growthOf))
    }
  })
  const input = layoutInput(grown, { ...options, extrude, border: border.width }, context)
  const onPacked: OnPage | undefined = onPage && ((packing, items) => {
    onPage(packing.pages, items.map(item => withoutGrowth([grown[item]!, packing.placements[item]!])))
  })
  const { packing, ...kept } = await pack(group, id, input, stored, context, onPacked)
  return { pages: packing.pages, places: paired(grown, packing.placements).map(withoutGrowth), ...kept }
}

function layoutInput (
  grown: readonly GrownPixels[],
  { maxSize, maxPage, padding, border, extrude, sizeConstraint, pageShape, mesh }: SheetOptions,
  { profile }: BuildContext
): LayoutInput {
  const items = grown.map(({ sprite: { name, box, settings }, growth, reserve, isBare }) => ({
    name,
    width: box.width + growth.left + growth.right + 2 * reserve,
    height: box.height + growth.top + growth.bottom + 2 * reserve,
    rotatable: settings.turns && !mesh,
    ...isBare && { isBare }
  }))
  const inputs = items.map(({ name, width, height, rotatable, isBare = false }) =>
    [name, `${width}x${height}${rotatable ? '' : ' fixed'}${isBare ? ' bare' : ''}`] as const
  )
  return {
    items,
    settings: {
      maxSize,
      ...maxPage !== undefined && { maxPage },
      padding,
      border,
      extrude,
      sizeConstraint,
      ...pageShape !== 'any' && { pageShape },
      effort: profile
    },
    inputs
  }
}

/** The place of a sprite's own pixels. */
function withoutGrowth (
  [pixels, placement]: [GrownPixels, Placement]
): GrownPixels & Placement {
  const { sprite, aliases, growth, reserve, isBare } = pixels
  const inner = {
    left: growth.left + reserve,
    top: growth.top + reserve,
    right: growth.right + reserve,
    bottom: growth.bottom + reserve
  }
  const { x, y } = cornerInside(placement, inner)
  // Field by field: there are thousands, and a copy of all at once costs most runs more than what it copies.
  return { sprite, aliases, growth, reserve, isBare, page: placement.page, x, y, rotated: placement.rotated }
}

async function pack (
  group: AtlasGroup,
  id: string,
  input: LayoutInput,
  stored: StoredLayout | undefined,
  context: BuildContext,
  onPage: OnPage | undefined
): Promise<{ packing: Packing, kept?: KeptLayout }> {
  if (stored !== undefined) {
    return await (await import('./stable-layout.js')).packWithLock(group, id, input, stored, context)
  }
  const { items, settings, inputs } = input
  const result = await context.runner.decide({
    id: actionIds.layout(id),
    rule: group.rule.name,
    inputs: { kind: 'layout', version: atlasActions.layout, options: settings, inputs },
    run: async () => ({ value: packItems(items, settings, context.signal, onPage) })
  })
  return { packing: result.value }
}

/**
 * Frames may reach one transparent pixel beyond their sprite. With two pixels of padding that pixel is there
 * already, and with a border of one it is at the page's edge. A layout that is kept stays as it was packed
 * first: a sprite as large as a page would else move all others.
 */
function borderFor (
  shared: readonly SharedPixels[],
  options: SheetOptions,
  lock: LayoutLock | undefined
): { width: number, sharesGrowth: boolean } {
  const { padding, border } = options
  const width = Math.max(1, border)
  const mayShare = padding >= 2 && extrudeRange(options).most === 0
  const sharesGrowth = mayShare && (
    lock?.settings.border === width || lock?.settings.border === border
      ? lock.settings.border === width
      : shared.map(({ sprite }) => sprite).every(fitsWithBorder(width, options))
  )
  return { width: sharesGrowth ? width : border, sharesGrowth }
}

function fitsWithBorder (border: number, options: SheetOptions): (sprite: Sprite) => boolean {
  const page = largestPage(options)
  return ({ box, settings }) => fitsPage(box, page, 2 * border, settings.turns && !options.mesh)
}

function fitsPage (sprite: PageSides, page: PageSides, around: number, turns: boolean): boolean {
  const [width, height] = [page.width - around, page.height - around]
  return (sprite.width <= width && sprite.height <= height) ||
    (turns && sprite.height <= width && sprite.width <= height)
}

function checkSizes (sprites: readonly Sprite[], options: SheetOptions): void {
  const page = largestPage(options)

  throwAll(sprites.flatMap(sprite => {
    const { file, frame, settings } = sprite
    const around = 2 * options.border + 2 * (settings.extrude ?? options.extrude)
    return fitsPage(frame, page, around, settings.turns && !options.mesh) ? [] : [
      new PacklineError('ATLAS_SPRITE_TOO_LARGE', {
        file: file.path,
        width: frame.width,
        height: frame.height,
        maxWidth: page.width - around,
        maxHeight: page.height - around,
        rotation: settings.turns
      })
    ]
  }))
}
