import { readSheetEntries } from './sheet-entries.js'
import type { Dictionary, SheetEntries } from './sheet-entries.js'

/** A frame as a finished sheet names it. */
export interface ReadFrame {
  name: string
  rotated: boolean
  /** Cut smaller than its source. */
  trimmed: boolean
}

export interface SheetFrames {
  frames: ReadFrame[]
  /** Relative to the sheet; those that it names. */
  textures: string[]
}

/**
 * The frames that a sheet names, aliases among them; undefined for formats that are not read. Throws for a
 * damaged file.
 */
export function readSheetFrames (file: string, bytes: Buffer): SheetFrames | undefined {
  const parts = readSheetEntries(file, bytes)
  return parts && {
    frames: parts.flatMap(({ form, frames }) =>
      frames.flatMap(([name, frame]) => framesOf[form](name, frame))
    ),
    textures: parts.flatMap(({ texture }) => texture ?? [])
  }
}

const framesOf: Record<SheetEntries['form'], (name: string, frame: Dictionary) => ReadFrame[]> = {
  plist (name, frame) {
    const rotated = (frame.textureRotated ?? frame.rotated) === true
    const trimmed =
      sizeOf(frame.spriteSize ?? frame.frame) !== sizeOf(frame.spriteSourceSize ?? frame.sourceSize)
    const aliases = Array.isArray(frame.aliases) ? frame.aliases.map(String) : []
    return [name, ...aliases].map(each => ({ name: each, rotated, trimmed }))
  },
  json: (name, { rotated, trimmed }) => [{ name, rotated: rotated === true, trimmed: trimmed === true }]
}

/** The last pair of numbers: the size in {{x,y},{w,h}} too. */
function sizeOf (text: unknown): string | undefined {
  return /\{\s*([\d.]+)\s*,\s*([\d.]+)\s*\}\s*\}?\s*$/
    .exec(typeof text === 'string' ? text : '')
    ?.slice(1)
    .map(Number)
    .join('×')
}
