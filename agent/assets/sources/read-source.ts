import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PacklineError } from '../../errors.js'

interface Scanned {
  path: string
  sha256: string
}

/** Who says what the bytes are: a scan of these files, or a plan that was made elsewhere. */
export type ScannedBy = 'SCAN_FILE_CHANGED' | 'SHARD_CHECKOUT_DIFFERS'

/** The bytes of a scanned file. Throws `code` when they are not the ones that were scanned. */
export function readSource (root: string, file: Scanned, code: ScannedBy = 'SCAN_FILE_CHANGED'): Buffer {
  try {
    return checked(readFileSync(join(root, file.path)), file, code)
  } catch (error) {
    throw changed(file, error, code)
  }
}

/** The bytes that a scan read, once. */
export function takeScanned (bytes: Map<string, Buffer>, { path }: Scanned): Buffer | undefined {
  const scanned = bytes.get(path)
  bytes.delete(path)
  return scanned
}

/** As `readSource`, for many files at a time, where waiting for answers takes longer than the bytes. */
export async function readSourceLater (root: string, file: Scanned, code: ScannedBy): Promise<Buffer> {
  try {
    return checked(await readFile(join(root, file.path)), file, code)
  } catch (error) {
    throw changed(file, error, code)
  }
}

function checked (bytes: Buffer, { path, sha256 }: Scanned, code: ScannedBy): Buffer {
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new PacklineError(code, { file: path })
  }
  return bytes
}

function changed ({ path }: Scanned, error: unknown, code: ScannedBy): PacklineError {
  return error instanceof PacklineError ? error : new PacklineError(code, { file: path }, { cause: error })
}
