/** One file of a delivery, as those who follow it see it. */
export interface SentRow {
  id: string
  size: number
  state: 'planned' | 'made' | 'reused'
}

/** What is sent to a place or a store, before, while and after it goes there. */
export type SentEvent =
  | { type: 'planned', report: { rows: SentRow[] } }
  | { type: 'row-started', row: string }
  | { type: 'row-ended', row: SentRow }

interface Sent {
  name: string
  sizeBytes: number
}

/**
 * Tells of each file once that it is there. What is many files that belong together, a hot update, is one
 * row under `together`.
 */
export class SentFiles {
  readonly #emit: (event: SentEvent) => void
  readonly #together: { id: string, size: number } | undefined
  readonly #open: Map<string, number>

  constructor (
    emit: (event: SentEvent) => void,
    files: readonly Sent[],
    together?: { id: string, files: readonly Sent[] }
  ) {
    this.#emit = emit
    this.#open = new Map(files.map(({ name, sizeBytes }) => [name, sizeBytes]))
    this.#together = together && {
      id: together.id,
      size: together.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    }
    const rows = [...this.#together === undefined ? [] : [this.#together], ...this.#rows()]
    emit({ type: 'planned', report: { rows: rows.map(row => ({ ...row, state: 'planned' })) } })
  }

  begin (): void {
    if (this.#together !== undefined) this.#emit({ type: 'row-started', row: this.#together.id })
    for (const { id } of this.#rows()) this.#emit({ type: 'row-started', row: id })
  }

  /** For what is none of the files, nothing. */
  there (name: string, outcome: 'written' | 'kept'): void {
    const size = this.#open.get(name)
    if (size === undefined) return
    this.#open.delete(name)
    this.#emit({
      type: 'row-ended',
      row: { id: name, size, state: outcome === 'written' ? 'made' : 'reused' }
    })
  }

  /** All that was not told of is there too. */
  end (outcome: 'written' | 'kept' = 'written'): void {
    if (this.#together !== undefined) {
      this.#emit({
        type: 'row-ended',
        row: { ...this.#together, state: outcome === 'written' ? 'made' : 'reused' }
      })
    }
    for (const { id } of this.#rows()) this.there(id, outcome)
  }

  #rows (): Array<{ id: string, size: number }> {
    return [...this.#open].map(([id, size]) => ({ id, size }))
  }
}
