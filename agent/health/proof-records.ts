import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '../errors.js'
import { writeFileAtomic } from '../files/atomic-file.js'
import { isJsonObject } from '../json-object.js'
import type { Wording } from '../messages/phrase.js'
import { fromJson, jsonOf } from '../messages/words-beside.js'
import { proofKinds } from './proof-kinds.js'
import type { RecordedKind } from './proof-kinds.js'

export interface ProofRecord {
  /** When everything was as it should be. */
  lastGood?: string
  /** What was good then, such as a digest. */
  detail?: string
  /** The last look, where that found something. */
  failed?: { at: string, problems: Wording[] }
}

const mostProblems = 20

/** When each thing of a kind was last found good on this machine, and what stood against it since. */
export class ProofRecords {
  readonly #folder: string

  constructor (home: string, kind: RecordedKind) {
    this.#folder = join(home, 'proofs', proofKinds[kind].records)
  }

  async read (name: string): Promise<ProofRecord> {
    try {
      const record = fromJson(await readFile(this.#file(name), 'utf8'))
      return isJsonObject(record) ? record : {}
    } catch (error) {
      if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return {}
      throw error
    }
  }

  async looked (
    name: string,
    at: string,
    problems: readonly Wording[],
    detail?: string
  ): Promise<void> {
    const { lastGood, detail: before } = await this.read(name)
    const record: ProofRecord = problems.length === 0
      ? { lastGood: at, ...detail !== undefined && { detail } }
      : {
        ...lastGood !== undefined && { lastGood },
        ...before !== undefined && { detail: before },
        failed: { at, problems: problems.slice(0, mostProblems) }
      }
    await writeFileAtomic(this.#file(name), `${jsonOf(record)}\n`, 0o600)
  }

  /** Names of all that was ever looked at. */
  async names (): Promise<string[]> {
    try {
      const files = await readdir(this.#folder)
      return files.filter(file => file.endsWith('.json')).map(file => file.slice(0, -'.json'.length)).sort()
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return []
      throw error
    }
  }

  /** Forgets what begins with `prefix` and is none of `known` any more. */
  async keepOnly (prefix: string, known: readonly string[]): Promise<void> {
    for (const name of await this.names()) {
      const isKnown = known.includes(name.slice(prefix.length))
      if (name.startsWith(prefix) && !isKnown) await rm(this.#file(name), { force: true })
    }
  }

  #file (name: string): string {
    return join(this.#folder, `${name}.json`)
  }
}
