import { PacklineError } from '../../../errors.js'
import type { ToolEnd } from '../../../processes/run-tool.js'
import { phrase, type Wording } from '../../../messages/phrase.js'

const keptLines = 20

/** What TexturePacker said: its exit status alone tells neither demo output nor every error. */
export class ToolMessages {
  readonly warnings: string[] = []
  readonly #secrets: readonly string[]
  readonly #errors: Wording[] = []
  readonly #last: string[] = []
  #isDemo = false

  constructor (secrets: readonly string[]) {
    this.#secrets = secrets.filter(secret => secret !== '')
  }

  add (said: string): void {
    const line = this.#secrets.reduce((text, secret) => text.replaceAll(secret, '***'), said).trim()
    if (line === '') return
    if (/TexturePacker::\s*warning:\s*List of advanced features you are using/i.test(line)) {
      this.#isDemo = true
    }
    const [, kind, text] = /TexturePacker::\s*(error|warning):\s*(.*)/i.exec(line) ?? []
    if (kind?.toLowerCase() === 'error') keep(this.#errors, text || line)
    else if (kind !== undefined) keep(this.warnings, text || line)
    this.#last.push(line)
    if (this.#last.length > keptLines) this.#last.shift()
  }

  /** How the program ended; anything but status 0 is an error of its own. */
  end ({ status, killedBy, isTimeout }: ToolEnd, timeoutMs: number): void {
    if (isTimeout) this.#errors.unshift(phrase('tp.noEnd', { seconds: timeoutMs / 1000 }))
    else if (status !== 0 && this.#errors.length === 0) {
      this.#errors.push(phrase('command.ended', {
        how: killedBy === null
          ? phrase('program.exitStatus', { status: status ?? '?' })
          : phrase('program.killed', { signal: killedBy }),
        said: this.#last.slice(-3).join(' · ') || phrase('program.silent')
      }))
    }
  }

  /** Throws TEXTUREPACKER_DEMO_OUTPUT or TEXTUREPACKER_FAILED when something was wrong. */
  check (set: string): void {
    if (this.#isDemo) throw new PacklineError('TEXTUREPACKER_DEMO_OUTPUT', { set })
    if (this.#errors.length > 0) {
      throw new PacklineError('TEXTUREPACKER_FAILED', {
        set,
        reason: this.#errors.join(' · ')
      })
    }
  }
}

function keep (lines: Wording[], line: string): void {
  if (lines.length < keptLines && !lines.includes(line)) lines.push(line)
}
