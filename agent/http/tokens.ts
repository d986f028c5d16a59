import { createHash, randomBytes } from 'node:crypto'
import { writeFileAtomic } from '../files/atomic-file.js'
import { WatchedFile } from '../files/watched-file.js'
import { PacklineError } from '../errors.js'
import type { Role } from './roles.js'
import { phrase, type Wording } from '../messages/phrase.js'

/** A token as it is kept: its digest, never itself. */
export interface Token {
  name: string
  role: Exclude<Role, 'none'>
  sha256: string
}

const tokenRoles: ReadonlyArray<Token['role']> = ['read', 'build', 'admin']
const maxBytes = 1_000_000

/**
 * The tokens in a file, which may be changed while the agent runs. A token has 256 bits, so that a plain
 * digest protects it.
 */
export class TokenFile {
  readonly #file: string
  readonly #tokens: WatchedFile<ReadonlyMap<string, Token>>

  constructor (file: string, now: () => number) {
    this.#file = file
    this.#tokens = new WatchedFile<ReadonlyMap<string, Token>>({
      file,
      now,
      maxBytes,
      empty: new Map(),
      parse: text => this.#parse(text),
      invalid: reason => this.#invalid(reason)
    })
  }

  /** Throws AGENT_TOKENS_INVALID; what was read before stays valid then. */
  all (): Token[] {
    return [...this.#tokens.read().values()]
  }

  find (secret: string): Token | undefined {
    const digest = secretDigest(secret)
    const known = this.#tokens.last.get(digest)
    if (known !== undefined && this.#tokens.isRecent) return known
    try {
      return this.#tokens.read().get(digest)
    } catch (error) {
      // A slip in the file shuts nobody out who was let in before.
      if (known === undefined) throw error
      return known
    }
  }

  /**
   * Adds a token, or takes the place of the one with that name; returns the secret, which nobody can read
   * again.
   */
  async add (name: string, role: Token['role']): Promise<string> {
    const secret = `pkl_${randomBytes(32).toString('base64url')}`
    await this.#write([...this.all().filter(token => token.name !== name), {
      name,
      role,
      sha256: secretDigest(secret)
    }])
    return secret
  }

  /** Whether there was one. */
  async remove (name: string): Promise<boolean> {
    const all = this.all()
    const kept = all.filter(token => token.name !== name)
    if (kept.length < all.length) await this.#write(kept)
    return kept.length < all.length
  }

  async #write (tokens: Token[]): Promise<void> {
    await writeFileAtomic(this.#file, `${JSON.stringify({ tokens }, null, 2)}\n`, 0o600)
    this.#tokens.forget()
  }

  #parse (text: string): Map<string, Token> {
    const { tokens } = JSON.parse(text) as { tokens?: unknown }
    if (!Array.isArray(tokens)) throw this.#invalid(phrase('tokens.noList'))
    return new Map(tokens.map((entry: Partial<Token> | null, index) => {
      const { name, role, sha256 } = entry ?? {}
      if (!isTokenName(name)) throw this.#invalid(phrase('tokens.name', { index }))
      if (role === undefined || !tokenRoles.includes(role)) {
        throw this.#invalid(phrase('tokens.role', { index }))
      }
      if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
        throw this.#invalid(phrase('tokens.sha256', { index }))
      }
      return [sha256, { name, role, sha256 }]
    }))
  }

  #invalid (reason: Wording): PacklineError {
    return new PacklineError('AGENT_TOKENS_INVALID', { file: this.#file, reason })
  }
}

export function isTokenName (name: unknown): name is string {
  return typeof name === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)
}

function secretDigest (secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
