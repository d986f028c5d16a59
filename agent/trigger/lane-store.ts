import { createHash } from 'node:crypto'
import type { DocumentOperation, Documents, DocumentValue } from '../coordination/documents.js'
import type { Lane, Problem } from './lane.js'

/** What is kept of a repository: when its branches were first seen, and why it cannot be read now. */
export interface RepositoryRecord {
  firstSeenAt: number | null
  problem: (Problem & { since: number }) | null
  refused: string[]
}

/** Where lanes are kept between two steps. One process writes a lane; others only read. */
export class LaneStore {
  readonly #documents: Documents
  readonly #versions = new Map<string, number>()
  readonly #signal: AbortSignal | undefined

  constructor (documents: Documents, signal?: AbortSignal) {
    this.#documents = documents
    this.#signal = signal
  }

  async lanes (repository: string): Promise<Lane[]> {
    const found = await this.#documents.list(`trigger/lanes/${repository}`, this.#options)
    for (const { key, version } of found) this.#versions.set(key, version)
    return found.map(({ value }) => value as unknown as Lane)
  }

  /** Throws DOCUMENT_CONFLICT when another process has changed the lane. */
  async write (lane: Lane): Promise<void> {
    const key = keyOf(lane)
    const version = this.#versions.get(key)
    const value = lane as unknown as DocumentValue
    const operation: DocumentOperation = version === undefined
      ? { type: 'create', key, value }
      : { type: 'replace', key, value, version }
    const [next] = await this.#documents.transact([operation], this.#options)
    this.#versions.set(key, next!)
  }

  async remove (lane: Lane): Promise<void> {
    const key = keyOf(lane)
    const version = this.#versions.get(key)
    if (version === undefined) return
    await this.#documents.transact([{ type: 'remove', key, version }], this.#options)
    this.#versions.delete(key)
  }

  async repository (name: string): Promise<RepositoryRecord | undefined> {
    const found = await this.#documents.get(repositoryKey(name), this.#options)
    if (found !== undefined) this.#versions.set(found.key, found.version)
    return found?.value as unknown as RepositoryRecord | undefined
  }

  async writeRepository (name: string, record: RepositoryRecord): Promise<void> {
    const key = repositoryKey(name)
    const version = this.#versions.get(key)
    const value = record as unknown as DocumentValue
    const [next] = await this.#documents.transact([
      version === undefined ? { type: 'create', key, value } : { type: 'replace', key, value, version }
    ], this.#options)
    this.#versions.set(key, next!)
  }

  get #options (): { signal?: AbortSignal } {
    return this.#signal === undefined ? {} : { signal: this.#signal }
  }
}

function repositoryKey (name: string): string {
  return `trigger/repositories/${name}`
}

/** Branches have names that keys cannot have. */
function keyOf ({ repository, branch, pipeline }: Lane): string {
  return `trigger/lanes/${repository}/${
    createHash('sha256').update(`${pipeline}\0${branch}`).digest('hex').slice(0, 32)
  }`
}
