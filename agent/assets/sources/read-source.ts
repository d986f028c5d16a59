import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PacklineError } from '../../errors.js'

interface Scanned {
  path: string
  sha256: string
}

/**
 * The bytes of a scanned file. Throws SCAN_FILE_CHANGED when they are no longer the ones that were scanned.
 */
export function readSource (root: string, file: Scanned): Buffer {
  try {
    return checked(readFileSync(join(root, file.path)), file)
  } catch (error) {
    throw changed(file, error)
  }
}

/** The same for many files at a time, where waiting for answers takes longer than the bytes. */
export async function readSourceLater (root: string, file: Scanned): Promise<Buffer> {
  try {
    return checked(await readFile(join(root, file.path)), file)
  } catch (error) {
    throw changed(file, error)
  }
}

function checked (bytes: Buffer, { path, sha256 }: Scanned): Buffer {
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new PacklineError('SCAN_FILE_CHANGED', { file: path })
  }
  return bytes
}

function changed ({ path }: Scanned, error: unknown): PacklineError {
  return error instanceof PacklineError
    ? error
    : new PacklineError('SCAN_FILE_CHANGED', { file: path }, { cause: error })
}
