import { createHash } from 'node:crypto'
import { readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { hasCode } from '../errors.js'
import { writeRecordSync } from '../files/atomic-file.js'
import { canonicalJson } from './canonical-json.js'
import type { BlobReference } from './content-store.js'

/** What went into an action; its key is the digest of exactly this. */
export interface ActionInputs {
  kind: string
  /** Raised whenever the code behind the action would make other bytes. */
  version: number
  options: unknown
  /** Tool name to version, for external tools. */
  tools?: Record<string, string>
  /** Name and content digest (or size, for a layout) of each input, sorted by name. */
  inputs: Array<readonly [name: string, digest: string]>
}

export interface ActionRecord {
  inputs: ActionInputs
  /** A small result that later actions need, as JSON. */
  value: unknown
  blobs: Record<string, BlobReference>
  durationMs: number
  /** Its part of the work of its run, or of its time: what ran beside it has the rest. */
  costMs?: number
}

export function actionKey ({ inputs, ...rest }: ActionInputs): string {
  // The inputs are an array of text, canonical as it is, and may be thousands.
  return createHash('sha256').update(canonicalJson(rest)).update(JSON.stringify(inputs)).digest('hex')
}

function atOnce (task: () => void): void {
  task()
}

/**
 * Action key → record: one small file each, its first line the digest of the rest, so that a torn one counts
 * as absent.
 */
export class ActionCache {
  readonly #folder: string
  readonly #later: (task: () => void) => void
  /** Records that are not written yet. */
  readonly #pending = new Map<string, ActionRecord>()

  /** @param later does what it is given before this process reads records anew, if it lives as long */
  constructor (folder: string, later = atOnce) {
    this.#folder = folder
    this.#later = later
  }

  pathOf (key: string): string {
    return join(this.#folder, key.slice(0, 2), key)
  }

  get (key: string): ActionRecord | undefined {
    this.#writePending(key)
    let text: string
    try {
      text = readFileSync(this.pathOf(key), 'utf8')
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined
      throw error
    }
    return parseRecord(text)
  }

  put (key: string, record: ActionRecord): void {
    this.#pending.set(key, record)
    this.#later(() => {
      this.#writePending(key)
    })
  }

  #writePending (key: string): void {
    const record = this.#pending.get(key)
    if (record === undefined) return
    this.#pending.delete(key)
    const body = JSON.stringify(record)
    writeRecordSync(this.pathOf(key), `${recordDigest(body)}\n${body}`)
  }

  /** Marks a record as used now; eviction goes by this. False for one that is not there, or was evicted. */
  touch (key: string, now: Date): boolean {
    this.#writePending(key)
    try {
      utimesSync(this.pathOf(key), now, now)
      return true
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
      return false
    }
  }
}

export function parseRecord (text: string): ActionRecord | undefined {
  const end = text.indexOf('\n')
  const body = text.slice(end + 1)
  return end > 0 && text.slice(0, end) === recordDigest(body) ? JSON.parse(body) as ActionRecord : undefined
}

function recordDigest (body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 32)
}
