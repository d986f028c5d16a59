import { errorText } from './error-text.js'
import type { ErrorDefinition, FaultKind } from './define-errors.js'
import { errorDefinition, isErrorCode, type ErrorCode, type ErrorPlaceholder } from './error-catalogue.js'
import { generalErrors } from './general-errors.js'
import { wordsBeside } from './messages/words-beside.js'

export { isErrorCode, type ErrorCode }
export type ErrorDetails = Record<string, unknown>

/** What the text of an error needs; an error whose code is told only at run time takes what it gets. */
type DetailsArguments<Code extends ErrorCode> = ErrorCode extends Code
  ? [details?: ErrorDetails, options?: ErrorOptions]
  : [ErrorPlaceholder<Code>] extends [never] ? [details?: ErrorDetails, options?: ErrorOptions]
  : [details: ErrorDetails & Record<ErrorPlaceholder<Code>, unknown>, options?: ErrorOptions]

/**
 * An error with a stable code. `details` fill the placeholders of its text, and go to programs as they are;
 * `words` in them says the reasons among them in another language.
 */
export class PacklineError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  override readonly name = 'PacklineError'
  readonly #definition: ErrorDefinition

  constructor (code: Code, ...[details = {}, options]: DetailsArguments<Code>) {
    const plain = wordsBeside(details)
    super(`${code} ${JSON.stringify(plain)}`, options)
    this.code = code
    this.details = plain
    this.#definition = errorDefinition(code) ?? generalErrors.INTERNAL
  }

  /** Of several errors in one: theirs, where they are of one kind. */
  get kind (): FaultKind {
    const { errors } = this.details
    const kinds = new Set(Array.isArray(errors) ? errors.filter(isPacklineError).map(({ kind }) => kind) : [])
    const [first] = kinds
    return first === undefined || kinds.size > 1 ? this.#definition.kind : first
  }
  get exitStatus (): number {
    return this.#definition.exitStatus
  }
  get httpStatus (): number {
    return this.#definition.httpStatus
  }
  /** Of several errors in one: where each of them is. */
  get retryable (): boolean {
    const { errors } = this.details
    const known = Array.isArray(errors) ? errors.filter(isPacklineError) : []
    return known.length === 0 ? this.#definition.retryable : known.every(({ retryable }) => retryable)
  }
}

function isPacklineError (value: unknown): value is PacklineError {
  return value instanceof PacklineError
}

export function hasCode (error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Whatever was thrown, as an error of the catalogue. Cancellation by a signal becomes INTERRUPTED. */
export function toPacklineError (error: unknown): PacklineError {
  if (error instanceof PacklineError) return error
  if (error instanceof Error && error.name === 'AbortError') {
    return new PacklineError('INTERRUPTED', {}, { cause: error })
  }
  const folder = fullDiskOf(error)
  if (folder !== undefined) return new PacklineError('DISK_FULL', { folder }, { cause: error })
  const unusable = unusablePathOf(error)
  if (unusable !== undefined) return unusable
  const code = isModuleMissing(error) ? 'INSTALLATION_INCOMPLETE' : 'INTERNAL'
  return new PacklineError(code, { reason: errorText(error) }, { cause: error })
}

const unusableCodes = [
  'EACCES',
  'EPERM',
  'EISDIR',
  'ENOTDIR',
  'EROFS',
  'ELOOP',
  'ENAMETOOLONG',
  'EBUSY',
  'EIO'
]

/** What the system refused about a path: somebody named it, or took its rights away. */
function unusablePathOf (error: unknown): PacklineError | undefined {
  if (!(error instanceof Error && 'path' in error && typeof error.path === 'string')) return undefined
  const file = error.path
  if (hasCode(error, 'ENOENT')) return new PacklineError('FILE_NOT_FOUND', { file }, { cause: error })
  // Of a folder that was to be made: a file lies there.
  const isFile = hasCode(error, 'EEXIST') && 'syscall' in error && error.syscall === 'mkdir'
  return isFile || unusableCodes.some(code => hasCode(error, code))
    ? new PacklineError('FILE_UNUSABLE', { file, reason: errorText(error) }, { cause: error })
    : undefined
}

/** Modules are loaded when they are needed: an update may have taken them away from a process that runs. */
function isModuleMissing (error: unknown): boolean {
  return hasCode(error, 'ERR_MODULE_NOT_FOUND') || hasCode(error, 'MODULE_NOT_FOUND')
}

/** Of a copy its destination: the source may lie on another disk. */
function writtenTo (error: Error): string | undefined {
  if ('dest' in error && typeof error.dest === 'string') return error.dest
  return 'path' in error && typeof error.path === 'string' ? error.path : undefined
}

/** What was written when the disk was full, where an error or its cause says that: no defect of ours. */
function fullDiskOf (error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    // LevelDB tells it in words only.
    const isFull = hasCode(each, 'ENOSPC') || hasCode(each, 'EDQUOT') ||
      /No space left on device/.test(each.message)
    if (isFull) return writtenTo(each) ?? String(errorText(each))
  }
  return undefined
}
