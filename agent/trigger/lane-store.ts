import { createHash } from 'node:crypto'
import type { DocumentOperation, Documents, DocumentValue } from '../coordination/documents.js'
import { reasonsRead } from '../messages/words-beside.js'
import type { Lane, Problem } from './lane.js'

/** What is kept of a repository: when its branches were first seen, and why it cannot be read now. */
export type RepositoryRecord = {
  firstSeenAt: number | null
  problem: (Problem & { since: number }) | null
  refused: string[]
}

/** Where lanes are kept between two steps. One process writes a lane; others only read. */
export class LaneStore {
  readonly #documents: Documents
  readonly #versions = new Map<string, number>()

  constructor (documents: Documents) {
    this.#documents = documents
  }

  async lanes (repository: string): Promise<Lane[]> {
    const found = await this.#documents.list(`trigger/lanes/${repository}`)
    for (const { key, version } of found) this.#versions.set(key, version)
    // An older agent wrote lanes without it.
    return found.map(({ value }) => {
      const lane = reasonsRead(value) as Lane
      return { ...lane, unread: (lane as Partial<Lane>).unread ?? null }
    })
  }

  /** Throws DOCUMENT_CONFLICT when another process has changed the lane. */
  async write (lane: Lane): Promise<void> {
    await this.#write(laneKey(lane), lane)
  }

  async remove (lane: Lane): Promise<void> {
    const key = laneKey(lane)
    const version = this.#versions.get(key)
    if (version === undefined) return
    await this.#documents.transact([{ type: 'remove', key, version }])
    this.#versions.delete(key)
  }

  async repository (name: string): Promise<RepositoryRecord | undefined> {
    const found = await this.#documents.get(repositoryKey(name))
    if (found === undefined) return undefined
    this.#versions.set(found.key, found.version)
    return reasonsRead(found.value) as RepositoryRecord
  }

  async writeRepository (name: string, record: RepositoryRecord): Promise<void> {
    await this.#write(repositoryKey(name), record)
  }

  async #write (key: string, value: DocumentValue): Promise<void> {
    const version = this.#versions.get(key)
    const operation: DocumentOperation = version === undefined
      ? { type: 'create', key, value }
      : { type: 'replace', key, value, version }
    const [next] = await this.#documents.transact([operation])
    if (next !== undefined) this.#versions.set(key, next)
  }
}

function repositoryKey (name: string): string {
  return `trigger/repositories/${name}`
}

/** Branches have names that keys cannot have. */
function laneKey ({ repository, branch, pipeline }: Lane): string {
  return `trigger/lanes/${repository}/${
    createHash('sha256').update(`${pipeline}\0${branch}`).digest('hex').slice(0, 32)
  }`
}
