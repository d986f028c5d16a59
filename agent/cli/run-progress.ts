import type { RunEvent } from '../assets/run-events.js'
import { message } from '../messages/message.js'
import type { CommandContext } from './command.js'

const quietMs = 1000
const lineEveryMs = 5000
const redrawEveryMs = 100

/**
 * Progress on standard error: nothing in the first second; then one moving line on a terminal, and elsewhere a line every five
 * seconds. `expectedMs` tells what an action took the last time.
 */
export class RunProgress {
  readonly #context: CommandContext
  readonly #now: () => number
  readonly #startedAt: number
  readonly #running = new Map<string, number>()
  #done = 0
  #cached = 0
  #files = 0
  #shownAt = 0
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
        this.#print(message(this.#context.locale, 'run.waiting', { pid: holder?.pid ?? '?', since: holder?.since ?? '?', command: holder?.command ?? '?' }))
        return
      }
      case 'warning': this.#print(message(this.#context.locale, 'run.warning', { warning: event.message })); return
      case 'scanned': this.#files = event.files; break
      case 'action-started': this.#running.set(event.id, this.#now()); break
      case 'action-ended':
        this.#running.delete(event.id)
        if (event.state === 'cached') this.#cached++
        else this.#done++
    }
    this.#show()
  }

  clear (): void {
    if (this.#isLineShown) this.#context.stderr.write('\r\x1b[K')
    this.#isLineShown = false
  }

  #print (line: string): void {
    this.clear()
    this.#context.stderr.write(`${line}\n`)
  }

  #show (): void {
    const now = this.#now()
    const isTerminal = this.#context.stderr.isTTY === true
    if (now - this.#startedAt < quietMs || now - this.#shownAt < (isTerminal ? redrawEveryMs : lineEveryMs)) return
    this.#shownAt = now
    const [current = ''] = [...this.#running.keys()].slice(-1)
    const line = message(this.#context.locale, 'run.progress', {
      files: this.#files, done: this.#done, cached: this.#cached, running: this.#running.size, current, seconds: ((now - this.#startedAt) / 1000).toFixed(0)
    })
    if (!isTerminal) {
      this.#print(line)
      return
    }
    this.#context.stderr.write(`\r\x1b[K${line.slice(0, (this.#context.stderr.columns ?? 80) - 1)}`)
    this.#isLineShown = true
  }
}
