import type { TexturepackerOptions } from '../../../config/texturepacker-rule-schema.js'
import { PacklineError } from '../../../errors.js'
import { isNinePatch, spriteSettings } from '../sprite-settings.js'
import type { SpriteSettings } from '../sprite-settings.js'

/** A picture of a set: its path in the group, the name of its frame, and where TexturePacker finds it. */
export interface ChosenSprite {
  file: string
  frame: string
  place: string
}

/** What single sprites have, which TexturePacker takes from a project only. */
export interface OwnSettings extends ChosenSprite {
  pivot?: NonNullable<SpriteSettings['pivot']>
  borders?: NonNullable<SpriteSettings['borders']>
}

export interface SpriteChoices {
  /** The options of the set with what its sprites agree on. */
  options: TexturepackerOptions
  /** Names of frames that stretch, for which the whole set stays untrimmed and upright. */
  whole: ReadonlySet<string>
  own: OwnSettings[]
}

/**
 * What a rule says of single sprites, in what TexturePacker can do: it trims, turns and extrudes whole sets
 * (its --help and its projects' IndividualSpriteSettings have no such field), and writes a pivot into every
 * frame or into none (writePivotPoints). Throws TEXTUREPACKER_SPRITE_SETTING and
 * TEXTUREPACKER_SETTING_FORMAT.
 */
export function spriteChoices (
  set: string,
  sprites: readonly ChosenSprite[],
  options: TexturepackerOptions
): SpriteChoices {
  const settingsOf = spriteSettings(options)
  const all = sprites.map(sprite => ({ sprite, settings: settingsOf(sprite.file) }))
  const ordinary = all.filter(({ sprite, settings }) => !stretches(sprite, settings))
  const only = <Value>(setting: string, values: readonly Value[], common: Value): Value => {
    const [first = common, ...others] = new Set(values)
    if (others.length > 0) throw new PacklineError('TEXTUREPACKER_SPRITE_SETTING', { set, setting })
    return first
  }
  const whole = all.filter(({ sprite, settings }) => stretches(sprite, settings))
  const trim = only('trim', ordinary.map(({ settings }) => settings.trims), options.trim)
  const rotation = only('rotation', ordinary.map(({ settings }) => settings.turns), options.rotation)
  const pivots = all.map(({ settings }) => settings.pivot !== undefined)
  const hasPivots = only('pivot', pivots, false)
  if (hasPivots && options.format === 'cocos2d-2') {
    throw new PacklineError('TEXTUREPACKER_SETTING_FORMAT', {
      set,
      format: options.format,
      setting: 'pivot'
    })
  }
  return {
    options: {
      ...options,
      trim: trim && whole.length === 0,
      rotation: rotation && whole.length === 0,
      extrude: only(
        'extrude',
        all.map(({ settings }) => settings.extrude ?? options.extrude),
        options.extrude
      )
    },
    whole: new Set(whole.map(({ sprite }) => sprite.frame)),
    own: all.flatMap(({ sprite, settings }) => ownSettings(sprite, settings, options.format))
  }
}

function stretches ({ file }: ChosenSprite, { borders }: SpriteSettings): boolean {
  return isNinePatch(file) || borders !== undefined
}

/** Borders are for sheets that have a place for them; the others only keep the picture whole. */
function ownSettings (
  sprite: ChosenSprite,
  { pivot, borders }: SpriteSettings,
  format: TexturepackerOptions['format']
): OwnSettings[] {
  const stretch = format === 'json' ? borders : undefined
  if (pivot === undefined && stretch === undefined) return []
  return [{
    ...sprite,
    ...pivot !== undefined && { pivot },
    ...stretch !== undefined && { borders: stretch }
  }]
}
