import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { matcher } from '../../files/glob.js'
import type { TrimSettings } from '../pictures/trim.js'

/** How one sprite is treated. */
export interface SpriteSettings {
  trims: boolean
  turns: boolean
  /** Where it is not that of the set. */
  extrude?: number
  pivot?: { x: number, y: number }
  borders?: { left: number, top: number, right: number, bottom: number }
}

/** The settings of each sprite of a set, by its path in the group. What stretches stays whole and upright. */
export function spriteSettings (
  { trim, rotation, sprites }: Pick<AtlasOptions, 'trim' | 'rotation' | 'sprites'>
): (name: string) => SpriteSettings {
  const entries = sprites.map(({ include, ...entry }) => ({ includes: matcher(include), entry }))
  if (entries.length === 0) {
    const [plain, stretched] = [{ trims: trim, turns: rotation }, { trims: false, turns: false }]
    return name => isNinePatch(name) ? stretched : plain
  }
  return name => {
    const own = entries
      .filter(({ includes }) => includes(name))
      .reduce<Partial<AtlasOptions['sprites'][number]>>((sum, { entry }) => ({ ...sum, ...entry }), {})
    const { extrude, pivot, borders } = own
    const stretches = isNinePatch(name) || borders !== undefined
    return {
      trims: !stretches && (own.trim ?? trim),
      turns: !stretches && (own.rotation ?? rotation),
      ...extrude !== undefined && { extrude },
      ...pivot !== undefined && { pivot },
      ...borders !== undefined && { borders }
    }
  }
}

/** What facts of a picture depend on, besides the settings of its set. */
export function contentOf ({ sha256 }: { sha256: string }, trims: boolean): string {
  return `${trims ? '' : 'whole '}${sha256}`
}

/** How those that are trimmed are. */
export function trimmingOf (
  { trimThreshold, trimMargin }: Pick<AtlasOptions, 'trimThreshold' | 'trimMargin'>
): TrimSettings {
  return { threshold: trimThreshold, margin: trimMargin }
}

/** How each picture of a set is trimmed, by its name there; undefined where it stays whole. */
export function cutsOf (options: AtlasOptions): (name: string) => TrimSettings | undefined {
  const settingsOf = spriteSettings(options)
  const trimming = trimmingOf(options)
  return name => settingsOf(name).trims ? trimming : undefined
}

/** The least and the most that sprites of a set may be extruded; what they really are does not count. */
export function extrudeRange (
  { extrude, sprites }: Pick<AtlasOptions, 'extrude' | 'sprites'>
): { least: number, most: number } {
  const all = [extrude, ...sprites.map(entry => entry.extrude ?? extrude)]
  return { least: Math.min(...all), most: Math.max(...all) }
}

/**
 * Nine-patch frames carry their stretch marks in the outermost pixels: they are never trimmed and never
 * turned.
 */
export function isNinePatch (name: string): boolean {
  return /\.9\.[a-z]+$/i.test(name)
}
