import { PacklineError } from '../errors.js'

interface Tries {
  count: number
  endsAtMs: number
}

const windowMs = 15 * 60_000
const mostOfName = 10
const mostOfAddress = 50
const mostKept = 20_000

/**
 * Counts tries to sign in, by name and by address. A try counts before it is looked at, so that many at once
 * are no way around; one that went well counts no more.
 */
export class LoginThrottle {
  readonly #now: () => number
  readonly #tries = new Map<string, Tries>()

  constructor (now: () => number) {
    this.#now = now
  }

  /** Returns what takes the try back. Throws LOGIN_THROTTLED. */
  enter (name: string, address: string): () => void {
    const places = [
      { key: `name ${name}`, most: mostOfName },
      { key: `address ${address}`, most: mostOfAddress }
    ]
    const waitMs = Math.max(...places.map(({ key, most }) => this.#waitMs(key, most)))
    if (waitMs > 0) throw new PacklineError('LOGIN_THROTTLED', { seconds: Math.ceil(waitMs / 1000) })
    const counted = places.map(({ key }) => this.#count(key))
    return () => {
      for (const tries of counted) tries.count--
    }
  }

  #waitMs (key: string, most: number): number {
    const tries = this.#tries.get(key)
    return tries === undefined || tries.count < most ? 0 : Math.max(0, tries.endsAtMs - this.#now())
  }

  #count (key: string): Tries {
    const known = this.#tries.get(key)
    const isOver = known === undefined || known.endsAtMs <= this.#now()
    const tries = isOver ? { count: 0, endsAtMs: this.#now() + windowMs } : known
    tries.count++
    // The last one in is the newest: what is forgotten first was begun first.
    this.#tries.delete(key)
    this.#tries.set(key, tries)
    if (this.#tries.size > mostKept) this.#forget()
    return tries
  }

  #forget (): void {
    const [oldest] = this.#tries.keys()
    if (oldest !== undefined) this.#tries.delete(oldest)
  }
}
