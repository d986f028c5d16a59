import { PacklineError } from '../errors.js'
import type { Phrase } from '../messages/phrase.js'
import { wordsBeside } from '../messages/words-beside.js'
import type { CallOptions } from './zookeeper-types.js'

/** What JSON can hold; a reason is kept as `wordsBeside` writes it. */
export type DocumentValue = string | Phrase | number | boolean | null | readonly DocumentValue[] | {
  readonly [name: string]: DocumentValue
}

export interface Document {
  key: string
  value: DocumentValue
  version: number
}

export type DocumentOperation =
  | { type: 'create', key: string, value: DocumentValue }
  | { type: 'replace', key: string, value: DocumentValue, version: number }
  | { type: 'remove', key: string, version: number }
  | { type: 'check', key: string, version: number | 'absent' }

/**
 * Shared JSON documents with versions. A key is names parted by "/"; what comes before the last name is its
 * folder, which needs no making. A version counts the replacements since the document was created, from 0;
 * one that was removed and created again starts over, so whoever must tell two lives apart puts a guid or an
 * epoch into the value.
 */
export interface Documents {
  get: (key: string, options?: CallOptions) => Promise<Document | undefined>
  /** The documents right in `folder`, by key; '' is the top. */
  list: (folder: string, options?: CallOptions) => Promise<Document[]>
  /**
   * All of the operations, one after the other, or none: DOCUMENT_CONFLICT names the first that met something
   * else than it expects. Returns the new version per operation, undefined for a removal or a check.
   */
  transact: (
    operations: readonly DocumentOperation[],
    options?: CallOptions
  ) => Promise<Array<number | undefined>>
  /**
   * Calls `listener` when the watch stands and after each change of the document; spurious calls are
   * possible. Returns its end.
   */
  watch: (key: string, listener: () => void) => () => void
  /** As `watch`, when a document right in `folder` is created or removed. */
  watchFolder: (folder: string, listener: () => void) => () => void
  close: () => Promise<void>
}

/** ZooKeeper takes 1 MB in one request; both stores keep to it, so that a farm can start on one machine. */
const maxTransactionBytes = 900_000
const maxKeyLength = 400
const name = /^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u

export function checkKey (key: string): string {
  const names = key.split('/')
  const isGood = key.length <= maxKeyLength && !/[\u{10000}-\u{10ffff}]/u.test(key) &&
    names.every(each => name.test(each) && !each.endsWith('.json'))
  if (!isGood) throw new PacklineError('DOCUMENT_KEY_INVALID', { key })
  return key
}

export function checkFolder (folder: string): string {
  return folder === '' ? '' : checkKey(folder)
}

export function folderOf (key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('/')))
}

/** The operations' values as text, checked for their size together. */
export function encodeValues (operations: readonly DocumentOperation[]): Array<string | undefined> {
  const texts = operations.map(each => {
    checkKey(each.key)
    return 'value' in each ? JSON.stringify(wordsBeside(each.value)) : undefined
  })
  const sizeBytes = texts.reduce(
    (sum, text) => sum + 200 + (text === undefined ? 0 : Buffer.byteLength(text)),
    0
  )
  if (sizeBytes > maxTransactionBytes) {
    throw new PacklineError('DOCUMENT_TOO_LARGE', { sizeBytes, maxBytes: maxTransactionBytes })
  }
  return texts
}

/**
 * Reads, changes and writes one document until nobody else came in between. `change` gets undefined where
 * there is none.
 */
export async function updateDocument<T extends DocumentValue> (
  documents: Documents,
  key: string,
  change: (value: T | undefined) => T,
  options?: CallOptions
): Promise<Document> {
  for (;;) {
    const found = await documents.get(key, options)
    const value = change(found?.value as T | undefined)
    try {
      const operation: DocumentOperation = found === undefined
        ? { type: 'create', key, value }
        : { type: 'replace', key, value, version: found.version }
      const [version] = await documents.transact([operation], options)
      return { key, value, version: version! }
    } catch (error) {
      if (!(error instanceof PacklineError && error.code === 'DOCUMENT_CONFLICT')) throw error
      options?.signal?.throwIfAborted()
    }
  }
}
