import type { Environment } from '../processes/process-group.js'
import { withTool } from './lease-mark.js'
import type { LeaseMark } from './lease-mark.js'
import { phrase, type Wording } from '../messages/phrase.js'

/** The leases whose marker something may bear, as the guarding process is told of them. */
export class MarkedWork {
  readonly #tell: (line: string) => void
  readonly #marks = new Map<string, LeaseMark>()
  readonly #sweeps = new Map<string, Sweep>()

  constructor (tell: (line: string) => void) {
    this.#tell = tell
  }

  get size (): number {
    return this.#marks.size
  }

  add (marker: string, environment: Environment, runtime: readonly string[] | undefined): void {
    const mark = withTool(this.#marks.get(marker), marker, environment, runtime)
    this.#marks.set(marker, mark)
    this.#tell(`mark ${JSON.stringify(mark)}`)
  }

  /** Returns what could not be killed. A lease that started nothing has nothing to sweep. */
  async sweep (marker: string, isOver: boolean): Promise<Wording[]> {
    if (!this.#marks.has(marker)) return []
    const known = this.#sweeps.get(marker)
    if (known !== undefined) return await known.left
    let resolve: (left: Wording[]) => void = () => {}
    const left = new Promise<Wording[]>(_resolve => {
      resolve = _resolve
    })
    const sweep = { line: `sweep ${marker}${isOver ? ' over' : ''}`, left, resolve }
    this.#sweeps.set(marker, sweep)
    this.#tell(sweep.line)
    return await left
  }

  async sweepAll (): Promise<void> {
    await Promise.all([...this.#marks.keys()].map(async marker => await this.sweep(marker, false)))
  }

  /** The guarding process answered. It sweeps by itself, too, when the seat is over. */
  swept (answer: string): void {
    const { marker, left } = JSON.parse(answer) as { marker: string, left: string[] }
    this.#end(marker, left)
  }

  /** To a guarding process that has replaced another one. */
  tellAgain (): void {
    for (const mark of this.#marks.values()) this.#tell(`mark ${JSON.stringify(mark)}`)
    for (const { line } of this.#sweeps.values()) this.#tell(line)
  }

  /** There is no guarding process any more. */
  giveUp (reason: Wording): void {
    for (const marker of [...this.#sweeps.keys()]) {
      this.#end(marker, [phrase('guard.underLease', { reason })])
    }
  }

  #end (marker: string, left: Wording[]): void {
    this.#marks.delete(marker)
    this.#sweeps.get(marker)?.resolve(left)
    this.#sweeps.delete(marker)
  }
}

interface Sweep {
  line: string
  left: Promise<Wording[]>
  resolve: (left: Wording[]) => void
}
