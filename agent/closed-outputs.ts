import { errorText } from './error-text.js'
import { PacklineError, hasCode } from './errors.js'

/**
 * A reader that has read enough (`| head`) closes the pipe: what was to be written is not wanted, the work
 * goes on. It does so, too, where an answer has no place (a full disk), and `fail` is told once. Of standard
 * error nobody could be told. Node would end the process with a stack.
 */
export function endureLostOutputs (
  { stdout, stderr }: Record<'stdout' | 'stderr', NodeJS.WritableStream>,
  fail: (error: PacklineError) => void
): void {
  let isTold = false
  stderr.on('error', () => {})
  stdout.on('error', error => {
    if (isTold || hasCode(error, 'EPIPE')) return
    isTold = true
    fail(new PacklineError('ANSWER_LOST', { reason: errorText(error) }, { cause: error }))
  })
}
