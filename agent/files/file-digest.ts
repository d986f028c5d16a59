import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** sha256 of a file's bytes, or undefined when there is no such file. */
export function digestOfFile (path: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex')
  } catch {
    return undefined
  }
}
