import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { toPacklineError } from '../../../errors.js'
import type { FailedFile } from '../export/export-files.js'
import { findCsdInputs, unreadable } from '../project/csd-inputs.js'
import { referencesIn } from '../export/export-csd.js'
import type { KnownResources, MissingReference } from './missing-references.js'
import { missingReferences } from './missing-references.js'
import { readPlistFrames } from './plist-frames.js'

interface CheckReport {
  checked: number
  references: number
  missing: MissingReference[]
  failed: FailedFile[]
}

/**
 * Checks that everything the csd files of a folder or a .ccs name is in the project. `packedFrames` are the
 * frame names of the sheets that the project packs itself, by the sheet's path.
 */
export async function checkReferences (
  path: string,
  packedFrames: ReadonlyMap<string, ReadonlySet<string>>,
  signal: AbortSignal
): Promise<CheckReport> {
  const { inputs, root } = await findCsdInputs(path)
  const report: CheckReport = { checked: inputs.length, references: 0, missing: [], failed: [] }
  const bases = new Map<string, Promise<KnownResources>>()
  for (const { file } of inputs) {
    signal.throwIfAborted()
    try {
      const bytes = await readFile(file).catch((error: unknown) => {
        throw unreadable(file, error)
      })
      const references = referencesIn(bytes, file)
      const base = baseOf(file, root)
      const known = bases.get(base) ?? knownBelow(base, packedFrames)
      bases.set(base, known)
      report.references += references.length
      report.missing.push(...missingReferences(file, references, await known))
    } catch (error) {
      report.failed.push({ input: file, error: toPacklineError(error) })
    }
  }
  return report
}

/** Csd paths start from the innermost folder named cocosstudio, else from the folder that was named. */
function baseOf (file: string, root: string): string {
  const parts = dirname(file).split(sep)
  const last = parts.lastIndexOf('cocosstudio')
  return last < 0 ? root : parts.slice(0, last + 1).join(sep)
}

async function knownBelow (
  base: string,
  packedFrames: ReadonlyMap<string, ReadonlySet<string>>
): Promise<KnownResources> {
  const entries = await readdir(base, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry =>
    relative(base, join(entry.parentPath, entry.name)).split(sep).join('/')
  )
  const known = new Set(files)
  const byLowerCase = new Map(files.map(file => [file.toLowerCase(), file]))
  const packed = new Set([...packedFrames.values()].flatMap(frames => [...frames]))
  const sheets = new Map<string, ReadonlySet<string> | undefined>(packedFrames)
  return {
    hasFile: path => known.has(normal(path)),
    sameButForCase: path => byLowerCase.get(normal(path).toLowerCase()),
    isPacked: frame => packed.has(frame),
    framesOf: plist => {
      const name = normal(plist)
      if (!sheets.has(name)) {
        sheets.set(
          name,
          known.has(name)
            ? readPlistFrames(join(base, name), readFileSync(join(base, name)))
            : undefined
        )
      }
      return sheets.get(name)
    }
  }
}

function normal (path: string): string {
  return path.split('/').filter(part => part !== '' && part !== '.').join('/')
}
