import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { writeFileAtomic } from '../files/atomic-file.js'
import { hasCode } from '../errors.js'
import type { RolesByProject } from './project-role.js'

/** Somebody who is signed in. */
export interface Session {
  user: string
  /** How the user proved it. */
  by: 'password' | 'oidc'
  /** Names the password that it was: with another one the session is over. */
  credential?: string
  /** What the identity provider's groups gave at the time. */
  groupRoles: RolesByProject
  startedAt: string
  expiresAt: string
}

export type NewSession = Omit<Session, 'startedAt' | 'expiresAt'>

interface StoredSession extends Session {
  /** sha256 of the id: whoever reads the file cannot be anybody. */
  digest: string
}

const mostSessions = 10_000

/** Who is signed in at this agent, also after it was started again. */
export class Sessions {
  readonly #file: string
  readonly #now: () => number
  readonly #known: Map<string, StoredSession>
  #writing: Promise<void> = Promise.resolve()

  private constructor (file: string, now: () => number, known: Map<string, StoredSession>) {
    this.#file = file
    this.#now = now
    this.#known = known
  }

  /** What cannot be read is nobody's session. */
  static async open (file: string, now: () => number): Promise<Sessions> {
    let stored: StoredSession[] = []
    try {
      const { sessions } = JSON.parse(await readFile(file, 'utf8')) as { sessions?: StoredSession[] }
      if (Array.isArray(sessions)) stored = sessions
    } catch (error) {
      if (!hasCode(error, 'ENOENT') && !(error instanceof SyntaxError)) throw error
    }
    return new Sessions(file, now, new Map(stored.map(each => [each.digest, each])))
  }

  find (id: string): Session | undefined {
    const session = this.#known.get(digestOf(id))
    return session !== undefined && Date.parse(session.expiresAt) > this.#now() ? session : undefined
  }

  /** Always under a new id, so that one that somebody else knows is never signed in. */
  async begin (session: NewSession, lengthMs: number): Promise<string> {
    const id = newSessionId()
    const startedAt = new Date(this.#now()).toISOString()
    const expiresAt = new Date(this.#now() + lengthMs).toISOString()
    this.#known.set(digestOf(id), { ...session, digest: digestOf(id), startedAt, expiresAt })
    await this.#write()
    return id
  }

  async end (id: string): Promise<void> {
    if (this.#known.delete(digestOf(id))) await this.#write()
  }

  /** One after the other, each with what holds then. */
  async #write (): Promise<void> {
    this.#writing = this.#writing.catch(() => {}).then(async () => {
      for (const [digest, { expiresAt }] of this.#known) {
        const isTooMany = this.#known.size > mostSessions
        if (isTooMany || Date.parse(expiresAt) <= this.#now()) this.#known.delete(digest)
      }
      const text = JSON.stringify({ sessions: [...this.#known.values()] })
      await writeFileAtomic(this.#file, `${text}\n`, 0o600)
    })
    await this.#writing
  }
}

/** 256 bits. */
export function newSessionId (): string {
  return randomBytes(32).toString('base64url')
}

function digestOf (id: string): string {
  return createHash('sha256').update(id).digest('hex')
}
