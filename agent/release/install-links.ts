import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Documents } from '../coordination/documents.js'
import { hasCode, PacklineError } from '../errors.js'

/** What somebody without an account may load, and for how long. */
export interface InstallLink {
  id: string
  /** What proves, behind the id, that an agent of these documents made it. */
  proof: string
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
const folder = 'install-links'

/**
 * Links by which a package is installed without signing in, in the documents that agents share: one that any
 * of them made works at all of them, until its end or until somebody took it back at any.
 */
export class InstallLinks {
  readonly #documents: () => Promise<Documents>
  readonly #now: () => number

  constructor (documents: () => Promise<Documents>, now: () => number) {
    this.#documents = documents
    this.#now = now
  }

  async make (
    given: Pick<InstallLink, 'project' | 'release' | 'digest' | 'by'>,
    days: number
  ): Promise<InstallLink> {
    const link: InstallLink = {
      ...given,
      id: randomBytes(12).toString('base64url'),
      proof: randomBytes(32).toString('base64url'),
      madeAt: new Date(this.#now()).toISOString(),
      expiresAt: new Date(this.#now() + Math.min(days, mostDays) * dayMs).toISOString()
    }
    const documents = await this.#documents()
    await documents.transact([
      { type: 'create', key: keyOf(link.id), value: { ...link } },
      { type: 'create', key: listedAs(link), value: { id: link.id } }
    ])
    await this.#forgetOld(documents, link)
    return link
  }

  /** What stands in the address: nobody else can make one. */
  tokenOf ({ id, proof }: InstallLink): string {
    return `${id}.${proof}`
  }

  /** Throws INSTALL_LINK_UNKNOWN, and INSTALL_LINK_OVER for one that was good. */
  async find (token: string): Promise<InstallLink> {
    const [id = '', proof = ''] = token.split('.')
    const link = await this.#read(id)
    if (link === undefined || !isSame(proof, link.proof)) {
      throw new PacklineError('INSTALL_LINK_UNKNOWN', {})
    }
    if (!this.#isOpen(link)) throw new PacklineError('INSTALL_LINK_OVER', {})
    return link
  }

  /** Those of a package that work, the newest first. */
  async of (project: string, digest: string): Promise<InstallLink[]> {
    const links = await this.#listed(await this.#documents(), { project, digest })
    return links.filter(link => this.#isOpen(link)).sort((a, b) => a.madeAt < b.madeAt ? 1 : -1)
  }

  /** Throws INSTALL_LINK_UNKNOWN for one that is not of this project. */
  async revoke (project: string, id: string, by: string): Promise<void> {
    const documents = await this.#documents()
    const found = await documents.get(keyOf(id))
    const link = found?.value as unknown as InstallLink | undefined
    if (found === undefined || link?.project !== project) throw new PacklineError('INSTALL_LINK_UNKNOWN', {})
    await doneAnyway(documents.transact([{
      type: 'replace',
      key: found.key,
      value: { ...link, revokedBy: by },
      version: found.version
    }]))
  }

  async #read (id: string): Promise<InstallLink | undefined> {
    const documents = await this.#documents()
    return (await documents.get(keyOf(id)))?.value as unknown as InstallLink | undefined
  }

  async #listed (
    documents: Documents,
    of: Pick<InstallLink, 'project' | 'digest'>
  ): Promise<InstallLink[]> {
    const listed = await documents.list(packageFolder(of))
    const links = await Promise.all(
      listed.map(async ({ value }) => await this.#read((value as { id: string }).id))
    )
    return links.filter(link => link !== undefined)
  }

  /** Of the same package, what ended so long ago that nobody asks why it does not work. */
  async #forgetOld (documents: Documents, of: InstallLink): Promise<void> {
    for (const link of await this.#listed(documents, of)) {
      if (Date.parse(link.expiresAt) + mostDays * dayMs > this.#now()) continue
      const keys = [keyOf(link.id), listedAs(link)]
      const found = await Promise.all(keys.map(async key => await documents.get(key)))
      await doneAnyway(documents.transact(
        found.flatMap(each =>
          each === undefined ? [] : [{ type: 'remove' as const, key: each.key, version: each.version }]
        )
      ))
    }
  }

  #isOpen ({ expiresAt, revokedBy }: InstallLink): boolean {
    return revokedBy === undefined && Date.parse(expiresAt) > this.#now()
  }
}

/** A link is changed by being taken back or forgotten only: who comes second finds it done. */
async function doneAnyway (change: Promise<unknown>): Promise<void> {
  await change.catch((error: unknown) => {
    if (!hasCode(error, 'DOCUMENT_CONFLICT')) throw error
  })
}

/** An id may begin with a dash, and no name of a document does. */
function keyOf (id: string): string {
  return `${folder}/links/l${id}`
}

function packageFolder ({ project, digest }: Pick<InstallLink, 'project' | 'digest'>): string {
  return `${folder}/packages/${project}/${digest}`
}

function listedAs (link: InstallLink): string {
  return `${packageFolder(link)}/l${link.id}`
}

function isSame (given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
