import { PacklineError } from '../../../errors.js'
import type { SourceFile } from '../../sources/source-file.js'
import type { ReadFrame } from '../sheets/sheet-frames.js'
import type { SheetFrame } from '../sheets/sheet.js'
import type { OwnSettings } from './sprite-choices.js'

/** A frame name as a path below a folder. */
export function checkedPlace (file: SourceFile, name: string): string {
  const isPath = !/[\\\u0000-\u001f]/.test(name) &&
    name.split('/').every(part => part !== '' && part !== '.' && part !== '..')
  if (!isPath) throw new PacklineError('TEXTUREPACKER_FRAME_NAME', { file: file.path, frame: name })
  return name
}

export function checkNames (set: string, expected: ReadonlySet<string>, found: readonly ReadFrame[]): void {
  const wanted = new Set([...expected].map(name => name.normalize('NFC')))
  const names = new Set(found.map(frame => frame.name.normalize('NFC')))
  const missing = [...wanted].filter(name => !names.has(name))
  const unexpected = [...names].filter(name => !wanted.has(name))
  if (missing.length + unexpected.length === 0) return
  throw new PacklineError('TEXTUREPACKER_FRAMES', {
    set,
    missing: listed(missing),
    unexpected: listed(unexpected)
  })
}

export function checkRepeats (file: string, found: readonly ReadFrame[]): void {
  const seen = new Set<string>()
  for (const { name } of found) {
    if (seen.has(name)) throw new PacklineError('ATLAS_DUPLICATE_FRAME', { frame: name, files: file })
    seen.add(name)
  }
}

export function checkNinePatches (
  set: string,
  found: readonly ReadFrame[],
  isPatch: (name: string) => boolean
): void {
  const spoilt = found.find(frame => isPatch(frame.name) && (frame.trimmed || frame.rotated))
  if (spoilt !== undefined) throw new PacklineError('TEXTUREPACKER_NINE_PATCH', { set, frame: spoilt.name })
}

/**
 * Whether what the rule says of single sprites stands in the sheets: pivots as shares, borders in pixels of
 * the page, which the program rounds in its own way.
 */
export function checkOwnSettings (
  set: string,
  found: readonly SheetFrame[],
  own: readonly OwnSettings[],
  scale: number
): void {
  const frames = new Map(
    found.flatMap(frame =>
      [frame.name, ...frame.aliases].map(name => [name.normalize('NFC'), frame] as const)
    )
  )
  for (const { frame: name, pivot, borders } of own) {
    const frame = frames.get(name.normalize('NFC'))
    const wanted = borders && Object.fromEntries(
      Object.entries(borders).map(([side, length]) => [side, length * scale])
    )
    for (
      const [setting, expected, written, tolerance] of [
        ['pivot', pivot, frame?.pivot, 0.001],
        ['borders', wanted, frame?.borders, 1]
      ] as const
    ) {
      if (expected === undefined || isNear(expected, written, tolerance)) continue
      throw new PacklineError('TEXTUREPACKER_SETTING_LOST', {
        set,
        setting,
        frame: name,
        found: JSON.stringify(written) ?? '–',
        expected: JSON.stringify(expected)
      })
    }
  }
}

function isNear (
  expected: Readonly<Record<string, number>>,
  found: Readonly<Record<string, number>> | undefined,
  tolerance: number
): boolean {
  return Object.entries(expected).every(([key, value]) =>
    Math.abs((found?.[key] ?? Infinity) - value) <= tolerance
  )
}

function listed (names: readonly string[]): string {
  return names.length === 0
    ? '–'
    : names.slice(0, 5).join(', ') + (names.length > 5 ? ` (${names.length})` : '')
}
