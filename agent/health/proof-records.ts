import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '../errors.js'
import { writeFileAtomic } from '../files/atomic-file.js'
import { isJsonObject } from '../json-object.js'
import { proofKinds } from './proof-kinds.js'
import type { RecordedKind } from './proof-kinds.js'

export interface ProofRecord {
  /** When everything was as it should be. */
  lastGood?: string
  /** The last look, where that found something. */
  failed?: { at: string, problems: string[] }
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
      const record: unknown = JSON.parse(await readFile(this.#file(name), 'utf8'))
      return isJsonObject(record) ? record : {}
    } catch (error) {
      if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return {}
      throw error
    }
  }

  async looked (name: string, at: string, problems: readonly string[]): Promise<void> {
    const { lastGood } = await this.read(name)
    const record: ProofRecord = problems.length === 0
      ? { lastGood: at }
      : {
        ...lastGood !== undefined && { lastGood },
        failed: { at, problems: problems.slice(0, mostProblems) }
      }
    await writeFileAtomic(this.#file(name), `${JSON.stringify(record)}\n`, 0o600)
  }

  #file (name: string): string {
    return join(this.#folder, `${name}.json`)
  }
}
