import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PacklineError } from '../errors.js'

/** The bytes of a scanned file. Throws SCAN_FILE_CHANGED when they are no longer the ones that were scanned. */
export function readSource (root: string, file: { path: string, sha256: string }): Buffer {
  let bytes: Buffer
  try {
    bytes = readFileSync(join(root, file.path))
  } catch (error) {
    throw new PacklineError('SCAN_FILE_CHANGED', { file: file.path }, { cause: error })
  }
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) throw new PacklineError('SCAN_FILE_CHANGED', { file: file.path })
  return bytes
}
