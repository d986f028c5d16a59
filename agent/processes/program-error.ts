import { ReasonError } from '../error-text.js'
import type { Wording } from '../messages/phrase.js'
export type ProgramProblem = 'not-found' | 'not-started' | 'timed-out' | 'too-much-output' | 'failed'

/**
 * Why a program could not do its work. What that means for people is the caller's to say: it makes an error
 * of the catalogue of it.
 */
export class ProgramError extends ReasonError {
  override readonly name = 'ProgramError'
  readonly problem: ProgramProblem

  constructor (problem: ProgramProblem, reason: Wording, options?: ErrorOptions) {
    super(reason, options)
    this.problem = problem
  }
}
