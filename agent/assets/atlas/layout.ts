import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { PacklineError } from '../../errors.js'
import type { BuildContext } from '../actions/build-context.js'
import { throwAll } from '../actions/throw-all.js'
import type { AtlasGroup } from './atlas-group.js'
import { cornerInside, growthOf, noGrowth, unionOf } from './growth.js'
import type { Growth } from './growth.js'
import { packItems } from './pack/pack-items.js'
import type { PackSettings, Packing } from './pack/packing.js'
import type { LayoutLock } from './pack/layout-lock.js'
import type { Sprite } from './sprite.js'

/** Where the pixels of each sprite lie. Placements go by the index of the unique sprites. */
export interface Layout extends Packing {
  uniques: Sprite[]
  aliases: Sprite[][]
  /** Transparent pixels around each unique sprite that belong to its place. */
  growths: Growth[]
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
  const { uniques, aliases } = shareEqualPixels(sprites, options.alias)
  checkSizes(uniques, options)
  // Frames may reach one transparent pixel beyond their sprite. With two pixels of padding that pixel is
  // there already.
  const isGrowthShared = options.padding >= 2 && options.extrude === 0 && fitsWithBorder(uniques, options)
  const growths = uniques.map((sprite, index) =>
    isGrowthShared ? noGrowth : unionOf([sprite, ...aliases[index]!].map(growthOf))
  )
  const settings: PackSettings = {
    maxSize: options.maxSize,
    padding: options.padding,
    border: isGrowthShared ? Math.max(1, options.border) : options.border,
    extrude: options.extrude,
    sizeConstraint: options.sizeConstraint,
    effort: context.profile
  }
  const items = uniques.map((sprite, index) => {
    const { left, top, right, bottom } = growths[index]!
    return {
      name: sprite.name,
      width: sprite.box.width + left + right,
      height: sprite.box.height + top + bottom,
      rotatable: options.rotation && !sprite.isNinePatch
    }
  })
  const withPixels = ({ pages, placements }: Packing): Layout => ({
    pages,
    uniques,
    aliases,
    growths,
    placements: placements.map((place, index) => {
      const { x, y } = cornerInside(place, growths[index]!)
      return { page: place.page, x, y, rotated: place.rotated }
    })
  })
  const inputs = items.map(item =>
    [item.name, `${item.width}x${item.height}${item.rotatable ? '' : ' fixed'}`] as const
  )
  if (options.layout === 'free') {
    const result = await context.runner.run({
      id: `${id} layout`,
      rule: group.rule.name,
      inputs: { kind: 'layout', version: 1, options: settings, inputs },
      run: async () => ({ value: packItems(items, settings, context.signal) })
    })
    return result === undefined ? undefined : withPixels(result.value as Packing)
  }
  const { packStable } = await import('./pack/pack-stable.js')
  const lockFile = layoutFileOf(options, group, id)
  const lock = readLock(context, lockFile)
  const stable = { ...settings, minEfficiency: options.minEfficiency }
  const inputsWith = (current: LayoutLock | undefined) => ({
    kind: 'stable-layout',
    version: 1,
    options: { ...stable, lock: current ?? null },
    inputs
  })
  const result = await context.runner.run({
    id: `${id} layout`,
    rule: group.rule.name,
    inputs: inputsWith(lock),
    run: async () => {
      const { packing, lock: next, repacked, moved } = packStable(items, lock, stable)
      return { value: { packing, lock: next, repacked, moved: moved.length } }
    }
  })
  if (result === undefined) return undefined
  const value = result.value as { packing: Packing, lock: LayoutLock }
  // With its own lock the layout is the same again, so the next run need not compute it.
  if (!context.runner.isDryRun) context.runner.remember(inputsWith(value.lock), result)
  context.keptFiles.write(lockFile, Buffer.from(formatLock(value.lock)))
  return withPixels(value.packing)
}

function shareEqualPixels (
  sprites: readonly Sprite[],
  isShared: boolean
): { uniques: Sprite[], aliases: Sprite[][] } {
  const uniques: Sprite[] = []
  const aliases: Sprite[][] = []
  const places = new Map<string, number>()
  for (const sprite of sprites) {
    const key = `${sprite.isNinePatch ? '9' : ''}${sprite.digest}`
    const place = isShared ? places.get(key) : undefined
    if (place === undefined) {
      places.set(key, uniques.length)
      uniques.push(sprite)
      aliases.push([])
    } else aliases[place]!.push(sprite)
  }
  return { uniques, aliases }
}

/** Whether every sprite fits a page with a border of one pixel. */
function fitsWithBorder (sprites: readonly Sprite[], { maxSize, border }: AtlasOptions): boolean {
  const limit = maxSize - 2 * Math.max(1, border)
  return sprites.every(({ box }) => box.width <= limit && box.height <= limit)
}

function checkSizes (sprites: readonly Sprite[], { maxSize, border, extrude, rotation }: AtlasOptions): void {
  const limit = maxSize - 2 * border - 2 * extrude
  const errors = sprites.filter(({ frame }) => frame.width > limit || frame.height > limit).map((
    { file, frame }
  ) =>
    new PacklineError('ATLAS_SPRITE_TOO_LARGE', {
      file: file.path,
      width: frame.width,
      height: frame.height,
      maxWidth: limit,
      maxHeight: limit,
      rotation
    })
  )
  throwAll(errors)
}

function layoutFileOf (options: AtlasOptions, group: AtlasGroup, id: string): string {
  return options.layoutFile?.replaceAll('{dir}', group.dir) ?? `packline-layouts/${id}.json`
}

/** A layout file that cannot be read is no lock: the atlas is packed anew, and the run says so. */
function readLock (context: BuildContext, path: string): LayoutLock | undefined {
  const bytes = context.keptFiles.read(path)
  if (bytes === undefined) return undefined
  try {
    return JSON.parse(bytes.toString('utf8')) as LayoutLock
  } catch {
    context.warn(`${path} is not valid JSON: this atlas is packed anew`)
    return undefined
  }
}

/** One sprite a line, so that a version control shows what moved. */
function formatLock ({ sprites, pages, ...rest }: LayoutLock): string {
  const head = JSON.stringify({ ...rest, pages }).slice(0, -1)
  return `${head},"sprites":[\n${sprites.map(sprite => JSON.stringify(sprite)).join(',\n')}\n]}\n`
}
