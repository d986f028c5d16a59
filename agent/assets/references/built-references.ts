import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PacklineError } from '../../errors.js'
import type { FileReferences } from '../actions/planned-output.js'
import { missingReferences } from '../ccsui/checks/missing-references.js'
import type { KnownResources } from '../ccsui/checks/missing-references.js'
import { readPlistFrames } from '../ccsui/checks/plist-frames.js'

export interface BuiltResources {
  /** Real path of the project. */
  project: string
  /** Frame names of the sheets that this run makes, by path relative to the output. */
  sheets: ReadonlyMap<string, readonly string[]>
  /** Every output's path, relative to the output. */
  outputs: ReadonlySet<string>
}

/**
 * Throws CCSUI_MISSING_REFERENCE when a csd names what neither the project has nor this run makes: better
 * here than in the game.
 */
export function checkBuiltReferences (files: readonly FileReferences[], built: BuiltResources): void {
  const missing = files.flatMap(({ file, base, references }) =>
    missingReferences(file.path, references, knownFrom(base, built))
  )
  if (missing.length === 0) return
  throw new PacklineError('CCSUI_MISSING_REFERENCE', {
    count: missing.length,
    missing: missing.map(each => ({ ...each, key: `ccsui.missing.${each.reason}` }))
  })
}

function knownFrom (base: string, { project, sheets, outputs }: BuiltResources): KnownResources {
  const packed = new Set([...sheets.values()].flat())
  const byLowerCase = new Map([...outputs].map(path => [path.toLowerCase(), path]))
  const pathOf = (path: string): string => join(project, base, path)
  const isFile = (path: string): boolean =>
    statSync(pathOf(path), { throwIfNoEntry: false })?.isFile() === true
  return {
    hasFile: path => outputs.has(path) || isFile(path),
    isPacked: frame => packed.has(frame),
    sameButForCase: path => byLowerCase.get(path.toLowerCase()),
    framesOf: plist => {
      const frames = sheets.get(plist)
      if (frames !== undefined) return new Set(frames)
      return isFile(plist) ? readPlistFrames(pathOf(plist), readFileSync(pathOf(plist))) : undefined
    }
  }
}
