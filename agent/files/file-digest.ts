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

/** What manifests of hot updates and the stores of apps know a file by. */
export function md5Of (bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}
