export type ProgramProblem = 'not-found' | 'not-started' | 'timed-out' | 'too-much-output' | 'failed'

/**
 * Why a program could not do its work. What that means for people is the caller's to say: it makes an error
 * of the catalogue of it.
 */
export class ProgramError extends Error {
  override readonly name = 'ProgramError'
  readonly problem: ProgramProblem

  constructor (problem: ProgramProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.problem = problem
  }
}
