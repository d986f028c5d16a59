/** How long to wait for an answer before the work is done here: learned as TCP learns it (RFC 6298). */
export interface PatienceState {
  meanMs: number
  deviationMs: number
}

const firstMs = 500
const leastMs = 150
const mostMs = 5000

export class Patience {
  #state: PatienceState | undefined

  constructor (state: PatienceState | undefined) {
    this.#state = state
  }

  get state (): PatienceState | undefined {
    return this.#state
  }

  get ms (): number {
    const { meanMs, deviationMs } = this.#state ?? { meanMs: firstMs, deviationMs: 0 }
    return Math.min(mostMs, Math.max(leastMs, meanMs + 4 * deviationMs))
  }

  learn (ms: number): void {
    const { meanMs, deviationMs } = this.#state ?? { meanMs: ms, deviationMs: ms / 2 }
    this.#state = {
      meanMs: meanMs + (ms - meanMs) / 8,
      deviationMs: deviationMs + (Math.abs(ms - meanMs) - deviationMs) / 4
    }
  }
}

const slices = 4

/**
 * True after `ms` in which this process could take answers, unless `ended` comes first: packing a large set
 * stops the event loop for longer, and what came meanwhile is not late.
 */
export async function waitListening (ms: number, ended: Promise<unknown>): Promise<boolean> {
  return await new Promise(resolve => {
    // A timer takes a millisecond at least.
    let left = Math.max(1, Math.min(slices, Math.floor(ms)))
    const sliceMs = ms / left
    let timer: NodeJS.Timeout | undefined
    let hasEnded = false
    const listen = (): void => {
      if (hasEnded) return
      if (left-- > 0) timer = setTimeout(listenAgain, sliceMs)
      else resolve(true)
    }
    // After the timers come the sockets: what has arrived is taken first.
    const listenAgain = (): void => {
      setImmediate(listen)
    }
    const end = (): void => {
      hasEnded = true
      clearTimeout(timer)
      resolve(false)
    }
    ended.then(end, end)
    listen()
  })
}
