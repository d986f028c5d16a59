import type { Span } from './span.js'
import { placeBelow } from './trace-context.js'
import type { TraceContext } from './trace-context.js'

/** What a piece of work goes through, one stage after the other, as spans below its own. */
export class Stages {
  readonly spans: Span[] = []
  readonly #parent: TraceContext
  #open: { name: string, startMs: number } | undefined

  constructor (parent: TraceContext) {
    this.#parent = parent
  }

  begin (name: string, startMs: number): void {
    this.end(startMs)
    this.#open = { name, startMs }
  }

  /** `error`: the code of what the work ended with in this stage. */
  end (endMs: number, error?: string): void {
    if (this.#open === undefined) return
    const { name, startMs } = this.#open
    const parent = this.#parent
    this.spans.push({
      place: placeBelow(parent, `${parent.spanId} ${this.spans.length}`),
      parent,
      name,
      startMs,
      endMs,
      attributes: {},
      ...error !== undefined && { error }
    })
    this.#open = undefined
  }
}
