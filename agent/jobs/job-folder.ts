import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryName, writeFileAtomic } from '../files/atomic-file.js'
import { Redactor } from '../config/redaction.js'
import { hasCode } from '../errors.js'
import type { JobOutcome } from './job.js'

const endKept = 4096

/**
 * What a job leaves on disk, written by its process and read by the agent: either may be killed without the
 * other losing anything. An attempt belongs to whoever claims it first, a process or an agent that gave up
 * waiting for one. All that is written here goes through the redactor.
 */
export class JobFolder {
  readonly path: string
  readonly events: string
  readonly errorOutput: string
  readonly #redactor: Redactor

  constructor (path: string, redactor = new Redactor()) {
    this.path = path
    this.#redactor = redactor
    this.events = join(path, 'events.ndjson')
    this.errorOutput = join(path, 'stderr.log')
  }

  create (): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 })
  }

  async remove (): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }

  /** Who claimed the attempt: undefined when `identity` did just now, else what the first one wrote. */
  claim (attempt: number, identity: string): string | undefined {
    const claim = join(this.path, `attempt-${attempt}`)
    const temporary = temporaryName(claim)
    writeFileSync(temporary, identity, { flush: true })
    try {
      linkSync(temporary, claim)
      return undefined
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
      return readFileSync(claim, 'utf8')
    } finally {
      rmSync(temporary, { force: true })
    }
  }

  isClaimed (attempt: number): boolean {
    return existsSync(join(this.path, `attempt-${attempt}`))
  }

  async writeOutcome (attempt: number, outcome: JobOutcome): Promise<void> {
    await writeFileAtomic(join(this.path, `exit-${attempt}.json`), this.#text(outcome), 0o600)
  }

  outcome (attempt: number): JobOutcome | undefined {
    return readIfThere(join(this.path, `exit-${attempt}.json`), text => JSON.parse(text) as JobOutcome)
  }

  async writeReport (report: unknown): Promise<void> {
    await writeFileAtomic(join(this.path, 'report.json'), this.#text(report), 0o600)
  }

  /** The report as JSON text. */
  report (): string | undefined {
    return readIfThere(join(this.path, 'report.json'), text => text)
  }

  /** An event as a line of the file. */
  line (event: object): string {
    return `${this.#text(event)}\n`
  }

  /** Adds a line of the attempt's own process: nobody else writes meanwhile. */
  appendLine (line: string): void {
    appendFileSync(this.events, line)
  }

  /** Adds one event; a line that a dying process left unfinished is closed first. */
  append (event: Record<string, unknown>): void {
    this.create()
    const descriptor = openSync(this.events, 'a+', 0o600)
    try {
      const { size } = fstatSync(descriptor)
      const last = Buffer.alloc(1)
      const isOpen = size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a
      writeSync(descriptor, `${isOpen ? '\n' : ''}${this.line(event)}`)
    } finally {
      closeSync(descriptor)
    }
  }

  /** The end of what the process itself wrote when it crashed. */
  lastWords (): string {
    return this.#redactor.text(readIfThere(this.errorOutput, text => text.slice(-endKept)) ?? '')
  }

  #text (value: unknown): string {
    return this.#redactor.json(JSON.stringify(value))
  }
}

function readIfThere<T> (file: string, parse: (text: string) => T): T | undefined {
  try {
    return parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}
