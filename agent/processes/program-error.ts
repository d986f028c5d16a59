export type ProgramErrorKind = 'not-found' | 'not-started' | 'timed-out' | 'too-much-output' | 'failed'

/**
 * Why a program could not do its work. What that means for people is the caller's to say: it makes an error
 * of the catalogue of it.
 */
export class ProgramError extends Error {
  override readonly name = 'ProgramError'
  readonly kind: ProgramErrorKind

  constructor (kind: ProgramErrorKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
