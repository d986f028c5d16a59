import { dirname } from 'node:path'
import { errorText } from '../error-text.js'
import { PacklineError, hasCode } from '../errors.js'

/** What a full or unwritable disk threw, as an error of the catalogue; anything else as it is. */
export function fromFileSystem (error: unknown, folder: string): unknown {
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string'
    ? dirname(error.path)
    : folder
  if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT')) {
    return new PacklineError('DISK_FULL', { folder: path }, { cause: error })
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR'].some(code => hasCode(error, code))) {
    return new PacklineError('OUTPUT_NOT_WRITABLE', { folder: path, reason: errorText(error) }, {
      cause: error
    })
  }
  return error
}
