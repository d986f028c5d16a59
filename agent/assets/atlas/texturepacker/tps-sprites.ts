import type { AtlasOptions } from '../../../config/atlas-rule-schema.js'
import { literalPattern } from '../../../files/glob.js'
import { entriesOf, textOf } from './tps-settings.js'
import type { Settings } from './tps-settings.js'

type Entry = AtlasOptions['sprites'][number]
type Point = NonNullable<Entry['pivot']>

/** Where a project's own sprites are, for the globs of a rule. */
export interface TpsPictures {
  /** The path of a picture in its group, by how the project names it; undefined where no source holds it. */
  nameOf: (file: string) => string | undefined
  sizeOf: (file: string) => { width: number, height: number } | undefined
}

/** What the schema takes of one rule. */
const most = { entries: 256, globs: 256 }
const middle: Point = { x: 0.5, y: 0.5 }

/**
 * Pivots and nine-slice borders of single sprites. Pivots are written for all sprites or for none
 * (writePivotPoints; projects from before it was there mean those that somebody moved); the rectangle of a
 * nine-slice sprite is what lies between its borders.
 */
export function spriteEntries (
  settings: Settings,
  pictures: TpsPictures,
  leave: (setting: string, value: string) => void
): Entry[] {
  const common = entriesOf(settings, 'globalSpriteSettings')
  const writesPivots = common.get('writePivotPoints')
  const usual = writesPivots === true ? pointIn(textOf(common, 'defaultPivotPoint')) ?? middle : middle
  const own = new Map<string, { names: string[], entry: Omit<Entry, 'include'> }>()
  for (const [file, sprite] of entriesOf(settings, 'individualSpriteSettings')) {
    if (!(sprite instanceof Map)) continue
    const scale = textOf(sprite, 'spriteScale')
    if (scale !== '' && Number(scale) !== 1) leave(`spriteScale (${file})`, scale)
    const pivot = writesPivots === false ? undefined : pivotOf(sprite, usual)
    const borders = bordersOf(sprite, pictures.sizeOf(file))
    if (borders === 'unknown') leave(`scale9Borders (${file})`, textOf(sprite, 'scale9Borders'))
    const entry = { ...pivot && { pivot }, ...typeof borders === 'object' && { borders } }
    const name = pictures.nameOf(file)
    if (Object.keys(entry).length === 0 || name === undefined) continue
    const key = JSON.stringify(entry)
    const known = own.get(key)
    if (known === undefined) own.set(key, { names: [name], entry })
    else known.names.push(name)
  }
  const entries = [
    ...writesPivots === true ? [{ include: ['**'], pivot: usual }] : [],
    ...[...own.values()].flatMap(({ names, entry }) =>
      chunks(names.map(literalPattern), most.globs).map(include => ({ include, ...entry }))
    )
  ]
  if (entries.length > most.entries) leave('individualSpriteSettings', String(entries.length))
  return entries.slice(0, most.entries)
}

function pivotOf (sprite: Settings, usual: Point): Point | undefined {
  const pivot = pointIn(textOf(sprite, 'pivotPoint'))
  return pivot === undefined || (pivot.x === usual.x && pivot.y === usual.y) ? undefined : pivot
}

/** From the top left, as a rule has it; the schema's bounds are those of any sense. */
function pointIn (text: string): Point | undefined {
  const [x, y, ...rest] = numbersIn(text)
  const isPoint = x !== undefined && y !== undefined && rest.length === 0 &&
    [x, y].every(share => Math.abs(share) <= 16)
  return isPoint ? { x, y } : undefined
}

function bordersOf (
  sprite: Settings,
  size: { width: number, height: number } | undefined
): Entry['borders'] | 'unknown' {
  if (sprite.get('scale9Enabled') !== true) return undefined
  const [left, top, width, height] = numbersIn(textOf(sprite, 'scale9Borders'))
  if (size === undefined || left === undefined || top === undefined) return 'unknown'
  const borders = {
    left,
    top,
    right: size.width - left - (width ?? 0),
    bottom: size.height - top - (height ?? 0)
  }
  return Object.values(borders).every(side => Number.isInteger(side) && side >= 0) ? borders : 'unknown'
}

function numbersIn (text: string): number[] {
  const parts = text.split(',').map(part => part.trim() === '' ? NaN : Number(part))
  return parts.every(Number.isFinite) ? parts : []
}

function chunks (items: readonly string[], length: number): string[][] {
  return Array.from(
    { length: Math.ceil(items.length / length) },
    (_, at) => items.slice(at * length, (at + 1) * length)
  )
}
