import type { RunEvent } from '../assets/actions/run-events.js'
import { messageText } from '../messages/message-texts.js'
import { ageText } from '../messages/durations.js'
import { message } from '../messages/message.js'
import { actionName } from '../messages/recorded-words.js'
import type { CommandContext } from './command.js'
import { clearMovingLine, showMovingLine, tellLine, warnLine } from './terminal.js'

const quietMs = 1000
const lineEveryMs = 5000
const redrawEveryMs = 100

/**
 * Progress on standard error: nothing in the first second; then one moving line on a terminal, and elsewhere
 * a line every five seconds. `expectedMs` tells what an action took the last time.
 */
export class RunProgress {
  readonly #context: CommandContext
  readonly #now: () => number
  readonly #startedAt: number
  readonly #running = new Map<string, { startedAt: number, expectedMs: number | undefined }>()
  #done = 0
  #cached = 0
  #files = 0
  #shownAt = -Infinity
  #isLineShown = false

  constructor (context: CommandContext, now: () => number) {
    this.#context = context
    this.#now = now
    this.#startedAt = now()
  }

  readonly handle = (event: RunEvent): void => {
    switch (event.type) {
      case 'waiting': {
        const { holder } = event
        this.#print(
          message(this.#context.locale, 'run.waiting', {
            pid: holder?.pid ?? '?',
            age: holder === undefined
              ? '?'
              : ageText(this.#context.locale, Date.parse(holder.since), this.#now()),
            command: holder?.command ?? '?'
          })
        )
        return
      }
      case 'warning':
        this.clear()
        warnLine(
          this.#context,
          message(this.#context.locale, 'run.warning', { warning: this.#warningText(event) })
        )
        return
      case 'scanned':
        this.#files = event.files
        break
      case 'action-started':
        this.#running.set(event.id, { startedAt: this.#now(), expectedMs: event.expectedMs })
        break
      case 'action-ended':
        this.#running.delete(event.id)
        if (event.state === 'cached') this.#cached++
        else this.#done++
        this.#tellEnd(event)
        break
      case 'phase':
        break
    }
    this.#show()
  }

  #tellEnd ({ id, state, durationMs }: RunEvent & { type: 'action-ended' }): void {
    if (this.#context.verbosity !== 'verbose') return
    const { locale } = this.#context
    this.#print(
      message(locale, `run.ended.${state}`, {
        action: actionName(locale, id),
        seconds: (durationMs / 1000).toFixed(2)
      })
    )
  }

  clear (): void {
    if (this.#isLineShown) clearMovingLine(this.#context)
    this.#isLineShown = false
  }

  /** An agent of another version may know texts that this one lacks. */
  #warningText ({ key, parameters, message: english }: RunEvent & { type: 'warning' }): string {
    return messageText(key) !== undefined ? message(this.#context.locale, key, parameters) : english
  }

  #print (line: string): void {
    this.clear()
    tellLine(this.#context, line)
  }

  #show (): void {
    if (this.#context.verbosity === 'quiet') return
    const now = this.#now()
    const { stderr, environment: { TERM } } = this.#context
    const isTerminal = stderr.isTTY === true && TERM !== 'dumb'
    if (now - this.#startedAt < quietMs || now - this.#shownAt < (isTerminal ? redrawEveryMs : lineEveryMs)) {
      return
    }
    this.#shownAt = now
    const [current = ''] = [...this.#running.keys()].slice(-1)
    const line = message(this.#context.locale, 'run.progress', {
      files: this.#files,
      done: this.#done,
      cached: this.#cached,
      running: this.#running.size,
      current: actionName(this.#context.locale, current),
      seconds: ((now - this.#startedAt) / 1000).toFixed(0)
    })
    const remaining = this.#remainingSeconds(now)
    const text = remaining === undefined
      ? line
      : line + message(this.#context.locale, 'help.notes', {
        notes: message(this.#context.locale, 'run.remaining', { seconds: remaining })
      })
    if (!isTerminal) {
      this.#print(text)
      return
    }
    showMovingLine(this.#context, text)
    this.#isLineShown = true
  }

  /**
   * How long what is running will take by the time it took before; undefined when some of it never ran here.
   */
  #remainingSeconds (now: number): number | undefined {
    const running = [...this.#running.values()]
    const left = running.map(({ startedAt, expectedMs = NaN }) => Math.max(0, startedAt + expectedMs - now))
    const most = Math.max(...left)
    return running.length === 0 || Number.isNaN(most) ? undefined : Math.ceil(most / 1000)
  }
}
