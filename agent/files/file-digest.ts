import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** sha256 of a file's bytes, or undefined when there is no such file. */
export function digestOfFile (path: string): string | undefined {
  try {
    return sha256Of(readFileSync(path))
  } catch {
    return undefined
  }
}

export function sha256Of (bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
