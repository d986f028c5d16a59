import { ReasonError, errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { fromFileSystem } from '../files/file-system-errors.js'
import { describeError, message } from '../messages/message.js'
import type { Locale, MessageKey, MessageParameters } from '../messages/message.js'
import { phrase } from '../messages/phrase.js'

/** The worst first. */
export const stepStates = ['fail', 'warn', 'notMeasured', 'ok'] as const
export type StepState = typeof stepStates[number]

/** What a step saw: a text of the catalogue, or an error. */
export interface Seen {
  state: StepState
  key: MessageKey
  parameters?: MessageParameters
}

export interface SelfTestStep {
  /** What is tried, and where: `lock.workspace`. */
  id: string
  /** Where it writes. */
  folder: string
  limitMs: number
  look: (signal: AbortSignal) => Promise<Seen>
}

export interface StepResult {
  id: string
  state: StepState
  durationMs: number
  seen: Seen | PacklineError
}

export function seen (state: StepState, key: MessageKey, parameters: MessageParameters = {}): Seen {
  return { state, key, parameters }
}

/**
 * Runs one step to its end or its limit: one that hangs holds up no other. Throws only when `signal` aborts.
 */
export async function runStep (step: SelfTestStep, signal: AbortSignal): Promise<StepResult> {
  const { id, folder, limitMs } = step
  const started = performance.now()
  const limit = new AbortController()
  const timer = setTimeout(() => {
    limit.abort(new ReasonError(phrase('late.longer', { what: id, ms: limitMs })))
  }, limitMs)
  const outcome = await firstOf(step.look, AbortSignal.any([signal, limit.signal]))
    .catch((error: unknown): Seen | PacklineError => {
      signal.throwIfAborted()
      if (limit.signal.aborted) return seen('fail', 'selfTest.late', { seconds: limitMs / 1000 })
      const known = fromFileSystem(error, folder)
      return known instanceof PacklineError
        ? known
        : seen('fail', 'selfTest.broken', { reason: errorText(error) })
    })
    .finally(() => {
      clearTimeout(timer)
    })
  return {
    id,
    state: outcome instanceof PacklineError ? 'fail' : outcome.state,
    durationMs: Math.round(performance.now() - started),
    seen: outcome
  }
}

async function firstOf (look: SelfTestStep['look'], signal: AbortSignal): Promise<Seen> {
  signal.throwIfAborted()
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error)
    }, { once: true })
  })
  return await Promise.race([look(signal), aborted])
}

export function describeStep (
  locale: Locale,
  { seen }: Pick<StepResult, 'seen'>
): { text: string, hint?: string } {
  if (!(seen instanceof PacklineError)) return { text: message(locale, seen.key, seen.parameters) }
  const { message: text, hint } = describeError(locale, seen)
  return hint === undefined ? { text } : { text, hint }
}

/** `lock.workspace`: what is tried, and of several where. */
export function stepTitle (locale: Locale, id: string): string {
  const [what = '', ...where] = id.split('.')
  const title = message(locale, `selfTest.step.${what}` as MessageKey)
  return where.length === 0 ? title : `${title} (${where.join('.')})`
}

export function worstFirst<T extends { state: StepState }> (steps: readonly T[]): T[] {
  return [...steps].sort((a, b) => stepStates.indexOf(a.state) - stepStates.indexOf(b.state))
}
