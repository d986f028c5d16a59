/** What the shortest work takes with its record and its file. */
export const leastWorkMs = 1

/** What an answer promises. */
export interface Promised {
  bytes: number
  /** What making it would take. */
  costMs: number
  /** False where it does not come. */
  fetch: (withdrawn: AbortSignal, onBytes: (count: number) => void) => Promise<boolean>
}

/** What is sooner made than fetched. */
export class SoonerMade {
  /** Whether the server has it, as far as it has answered. */
  isThere: boolean

  constructor (isThere: boolean) {
    this.isThere = isThere
  }
}

/** One result that a run wants: asked for, waiting for the line, or coming. */
export class Want {
  readonly withdrawn = new AbortController()
  readonly askedAt: number
  bytes = 0
  costMs = 0
  come = 0
  /** Where it waits for the line. */
  begin: (() => void) | undefined

  constructor (askedAt: number) {
    this.askedAt = askedAt
  }

  get left (): number {
    return Math.max(0, this.bytes - this.come)
  }

  /** What it saves for its bytes. */
  get worth (): number {
    return (this.costMs + leastWorkMs) / (this.bytes + 1)
  }

  /** What the work gives, or undefined as soon as nobody waits for it any more. */
  async orWithdrawn<T> (work: Promise<T>): Promise<T | undefined> {
    return await new Promise((resolve, reject) => {
      const { signal } = this.withdrawn
      const end = (): void => {
        resolve(undefined)
      }
      if (signal.aborted) end()
      else signal.addEventListener('abort', end, { once: true })
      work.then(resolve, reject)
    })
  }
}

/** What is made meanwhile; whether the server has it is known later. */
export function lateAnswer (asked: Promise<object | undefined>): SoonerMade {
  const made = new SoonerMade(false)
  asked.then(answer => {
    made.isThere = answer !== undefined
  }, () => {})
  return made
}
