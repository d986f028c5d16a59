import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Reference } from '../export-options.js'
import { partsOf } from './resource-parts.js'

/**
 * The files that the engine loads with one that a csd names, as Studio lists them in JSON. Without its bytes
 * only those of a sheet are known, whose picture a csi makes.
 */
function usedParts (path: string, bytes: Buffer | undefined): string[] {
  if (bytes === undefined) return path.endsWith('.plist') ? [path.replace(/plist$/, 'png')] : []
  const ofParticle = partsOf(path, 'particle', bytes)
  return ofParticle.length > 0 ? ofParticle : partsOf(path, 'picture', bytes)
}

/** The same of everything that a csd names, by path; of what there are none, nothing. */
export async function partsOfReferences (
  references: readonly Reference[],
  read: (path: string) => Promise<Buffer | undefined>
): Promise<Record<string, string[]>> {
  const named = new Set(references.map(({ kind, path, plist = '' }) => kind === 'frame' ? plist : path))
  const parts: Record<string, string[]> = {}
  for (const path of [...named].sort()) {
    const own = hasNoParts(path) ? [] : usedParts(path, await read(path))
    if (own.length > 0) parts[path] = own
  }
  return parts
}

/** The parts of what lies with a csd, by the csd's file and its name in the project. */
export function partsBeside (csd: string, name: string): (path: string) => readonly string[] {
  const root = csd.slice(0, csd.length - name.length)
  return path => usedParts(path, readOrNone(join(root, path)))
}

function readOrNone (file: string): Buffer | undefined {
  if (hasNoParts(file)) return undefined
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/** Pictures and csd are most of what a csd names. */
function hasNoParts (path: string): boolean {
  return /\.(?:csd|png|jpe?g|webp|ttf|otf|mp3|ogg|wav)$/i.test(path)
}
