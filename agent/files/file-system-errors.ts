import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorText } from '../error-text.js'
import { PacklineError, hasCode } from '../errors.js'

/** The last one where a limit of the user's session (`ulimit -f`) stands for the disk's end. */
const fullDisk = ['ENOSPC', 'EDQUOT', 'EFBIG']
const unwritable = [
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'EISDIR',
  'EBUSY',
  'ETXTBSY',
  'ELOOP',
  'ENAMETOOLONG'
]

/** What a full or unwritable disk threw, as an error of the catalogue; anything else as it is. */
export function fromFileSystem (error: unknown, folder: string): unknown {
  const place = writtenPath(error)
  const path = place === undefined ? folder : dirname(place)
  if (isFullDisk(error)) {
    return new PacklineError('DISK_FULL', { folder: path }, { cause: error })
  }
  if (unwritable.some(code => hasCode(error, code))) {
    return new PacklineError('OUTPUT_NOT_WRITABLE', { folder: path, reason: errorText(error) }, {
      cause: error
    })
  }
  const cause = whyNotMade(error)
  return cause === undefined
    ? error
    : new PacklineError('OUTPUT_NOT_WRITABLE', { folder: path, reason: errorText(cause) }, { cause: error })
}

export function isFullDisk (error: unknown): boolean {
  return fullDisk.some(code => hasCode(error, code))
}

/** Of a copy the place that was written is its destination: another disk than the source may be full. */
function writtenPath (error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('dest' in error && typeof error.dest === 'string') return error.dest
  return 'path' in error && typeof error.path === 'string' ? error.path : undefined
}

/** mkdir of a folder and those above it says ENOENT for whatever kept it from making the first of them. */
function whyNotMade (error: unknown): unknown {
  if (!(error instanceof Error && hasCode(error, 'ENOENT') && 'syscall' in error)) return undefined
  if (error.syscall !== 'mkdir') return undefined
  let above = writtenPath(error)
  if (above === undefined) return undefined
  while (!existsSync(above) && dirname(above) !== above) above = dirname(above)
  try {
    accessSync(above, constants.W_OK)
    return undefined
  } catch (cause) {
    return cause
  }
}

/** Says of a failed write which file it was for: Node leaves that out once the file is open. */
export function namingPath (error: unknown, path: string): unknown {
  return error instanceof Error && 'code' in error && !('path' in error)
    ? Object.assign(error, { path })
    : error
}
