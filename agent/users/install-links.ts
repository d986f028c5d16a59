import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode, PacklineError } from '../errors.js'
import { writeFileAtomic } from '../files/atomic-file.js'
import { keptKey } from './kept-key.js'

/** What somebody without an account may load, and for how long. */
export interface InstallLink {
  id: string
  project: string
  /** VERSION-BUILD. */
  release: string
  /** sha256 of the one package that it is for. */
  digest: string
  by: string
  madeAt: string
  expiresAt: string
  revokedBy?: string
}

export const mostDays = 30
const dayMs = 86_400_000
const mostLinks = 10_000

/**
 * Links by which a package is installed without signing in. A link names one package by id and proves by an
 * HMAC that this agent made it, with that package and that end; it is over before then where somebody took it
 * back.
 */
export class InstallLinks {
  readonly #file: string
  readonly #key: string
  readonly #now: () => number
  readonly #links: Map<string, InstallLink>
  #writing: Promise<void> = Promise.resolve()

  private constructor (file: string, key: string, now: () => number, links: readonly InstallLink[]) {
    this.#file = file
    this.#key = key
    this.#now = now
    this.#links = new Map(links.map(link => [link.id, link]))
  }

  /** What cannot be read is no link of anybody. */
  static async open (home: string, now: () => number): Promise<InstallLinks> {
    const file = join(home, 'install-links.json')
    await mkdir(home, { recursive: true })
    let links: InstallLink[] = []
    try {
      const stored = JSON.parse(await readFile(file, 'utf8')) as { links?: InstallLink[] }
      if (Array.isArray(stored.links)) links = stored.links
    } catch (error) {
      if (!hasCode(error, 'ENOENT') && !(error instanceof SyntaxError)) throw error
    }
    return new InstallLinks(file, keptKey(join(home, 'install-key')), now, links)
  }

  async make (
    given: Pick<InstallLink, 'project' | 'release' | 'digest' | 'by'>,
    days: number
  ): Promise<InstallLink> {
    const link = {
      ...given,
      id: randomBytes(12).toString('base64url'),
      madeAt: new Date(this.#now()).toISOString(),
      expiresAt: new Date(this.#now() + Math.min(days, mostDays) * dayMs).toISOString()
    }
    this.#links.set(link.id, link)
    await this.#write()
    return link
  }

  /** What stands in the address: nobody else can make one. */
  tokenOf (link: InstallLink): string {
    return `${link.id}.${this.#proofOf(link)}`
  }

  /** Throws INSTALL_LINK_UNKNOWN, and INSTALL_LINK_OVER for one that was good. */
  find (token: string): InstallLink {
    const [id = '', proof = ''] = token.split('.')
    const link = this.#links.get(id)
    if (link === undefined || !isSame(proof, this.#proofOf(link))) {
      throw new PacklineError('INSTALL_LINK_UNKNOWN', {})
    }
    if (!this.#isOpen(link)) throw new PacklineError('INSTALL_LINK_OVER', {})
    return link
  }

  /** Those of a package that work, the newest first. */
  of (project: string, digest: string): InstallLink[] {
    return [...this.#links.values()]
      .filter(link => link.project === project && link.digest === digest && this.#isOpen(link))
      .reverse()
  }

  /** Throws INSTALL_LINK_UNKNOWN for one that is not of this project. */
  async revoke (project: string, id: string, by: string): Promise<void> {
    const link = this.#links.get(id)
    if (link?.project !== project) throw new PacklineError('INSTALL_LINK_UNKNOWN', {})
    this.#links.set(id, { ...link, revokedBy: by })
    await this.#write()
  }

  #isOpen ({ expiresAt, revokedBy }: InstallLink): boolean {
    return revokedBy === undefined && Date.parse(expiresAt) > this.#now()
  }

  #proofOf ({ id, project, release, digest, expiresAt }: InstallLink): string {
    const text = JSON.stringify([id, project, release, digest, expiresAt])
    return createHmac('sha256', this.#key).update(`install ${text}`).digest('base64url')
  }

  /** One after the other, each with what holds then. */
  async #write (): Promise<void> {
    this.#writing = this.#writing.catch(() => {}).then(async () => {
      for (const [id, { expiresAt }] of this.#links) {
        const isOver = Date.parse(expiresAt) + mostDays * dayMs <= this.#now()
        if (isOver || this.#links.size > mostLinks) this.#links.delete(id)
      }
      await writeFileAtomic(this.#file, JSON.stringify({ links: [...this.#links.values()] }), 0o600)
    })
    await this.#writing
  }
}

function isSame (given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
