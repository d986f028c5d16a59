import { randomUUID } from 'node:crypto'
import { errorText } from '../error-text.js'
import { hasCode, PacklineError } from '../errors.js'
import {
  checkFolder,
  checkKey,
  encodeValues,
  folderOf,
  type Document,
  type DocumentOperation,
  type Documents,
  type DocumentValue
} from './documents.js'
import type { ZooKeeperSession } from './zookeeper-session.js'
import { anyVersion, type CallOptions, type MultiOperation, type Node } from './zookeeper-types.js'
import { phrase, type Wording } from '../messages/phrase.js'

const suffix = '.json'
const nothing = Buffer.alloc(0)

/**
 * What a node holds: the guid of the transaction that wrote it tells, after a lost answer, whether it was
 * ours.
 */
interface Envelope {
  guid: unknown
  value: DocumentValue
}

interface Transaction {
  guid: string
  operations: readonly DocumentOperation[]
  multi: MultiOperation[]
  origin: number[]
}

/**
 * Documents as nodes under `root` of a session's chroot; `a/b` is the node /a/b.json, so that documents never
 * have children.
 */
export class ZooKeeperDocuments implements Documents {
  readonly #session: ZooKeeperSession
  readonly #root: string
  readonly #unwatch = new Set<() => void>()

  constructor (session: ZooKeeperSession, root = '/documents') {
    this.#session = session
    this.#root = root
  }

  async get (key: string, options?: CallOptions): Promise<Document | undefined> {
    try {
      const node = await this.#session.nodes.get(this.#pathOf(key), options)
      return { key, value: this.#open(key, node).value, version: node.stat.version }
    } catch (error) {
      if (hasCode(error, 'ZOOKEEPER_NO_NODE')) return undefined
      throw error
    }
  }

  async list (folder: string, options?: CallOptions): Promise<Document[]> {
    const names = await this.#names(folder, options)
    const documents = await Promise.all(names.map(async name => await this.get(name, options)))
    return documents.filter(each => each !== undefined)
  }

  async transact (
    operations: readonly DocumentOperation[],
    options: CallOptions = {}
  ): Promise<Array<number | undefined>> {
    const { nodes } = this.#session
    const transaction = this.#prepare(operations)
    let isUnknown = false
    for (;;) {
      try {
        const results = await nodes.multi(transaction.multi, options)
        return operations.map((operation, index) =>
          operation.type === 'create' ? 0 : results[transaction.origin.indexOf(index)]?.stat?.version
        )
      } catch (error) {
        if (!(error instanceof PacklineError)) throw error
        if (error.code === 'ZOOKEEPER_CONNECTION_LOSS' && !isUnknown) {
          // Decided by the same compare-and-set once more: should the first one still arrive, one of the two
          // must fail.
          isUnknown = true
          continue
        }
        const failed = operations[transaction.origin[Number(error.details.index)] ?? -1]
        if (failed === undefined) throw error
        if (error.code === 'ZOOKEEPER_NO_NODE' && needsFolder(failed)) {
          await this.#makeFolders(operations, options)
          continue
        }
        const outcome = isUnknown ? await this.#readBack(transaction, options) : 'not ours'
        if (outcome === 'ours') return operations.map(versionAfter)
        if (outcome === 'unknown') {
          throw new PacklineError('ZOOKEEPER_CONNECTION_LOSS', {
            operation: 'transact',
            path: this.#pathOf(failed.key),
            reason: phrase('zookeeper.otherWriter')
          }, { cause: error })
        }
        if (!isConflict(error)) throw error
        throw new PacklineError('DOCUMENT_CONFLICT', { key: failed.key, operation: failed.type }, {
          cause: error
        })
      }
    }
  }

  watch (key: string, listener: () => void): () => void {
    return this.#remember(this.#session.watch(this.#pathOf(key), listener))
  }

  watchFolder (folder: string, listener: () => void): () => void {
    return this.#remember(this.#session.watchChildren(this.#folderPath(folder), listener))
  }

  /** The session is its owner's, and stays open. */
  async close (): Promise<void> {
    for (const end of [...this.#unwatch]) end()
  }

  #remember (end: () => void): () => void {
    const own = (): void => {
      this.#unwatch.delete(own)
      end()
    }
    this.#unwatch.add(own)
    return own
  }

  #folderPath (folder: string): string {
    return checkFolder(folder) === '' ? this.#root : `${this.#root}/${folder}`
  }

  #pathOf (key: string): string {
    return `${this.#root}/${checkKey(key)}${suffix}`
  }

  async #names (folder: string, options: CallOptions | undefined): Promise<string[]> {
    try {
      const children = await this.#session.nodes.children(this.#folderPath(folder), options)
      const start = folder === '' ? '' : `${folder}/`
      return children
        .filter(each => each.endsWith(suffix))
        .map(each => start + each.slice(0, -suffix.length))
        .sort()
    } catch (error) {
      if (hasCode(error, 'ZOOKEEPER_NO_NODE')) return []
      throw error
    }
  }

  async #makeFolders (operations: readonly DocumentOperation[], options: CallOptions): Promise<void> {
    for (const folder of new Set(operations.filter(needsFolder).map(({ key }) => folderOf(key)))) {
      await this.#session.nodes.ensure(this.#folderPath(folder), options)
    }
  }

  #prepare (operations: readonly DocumentOperation[]): Transaction {
    const guid = randomUUID()
    const texts = encodeValues(operations)
    const transaction: Transaction = { guid, operations, multi: [], origin: [] }
    operations.forEach((operation, index) => {
      const path = this.#pathOf(operation.key)
      const data = Buffer.from(`{"guid":"${guid}","value":${texts[index] ?? 'null'}}`)
      for (const each of toMulti(operation, path, data)) {
        transaction.multi.push(each)
        transaction.origin.push(index)
      }
    })
    return transaction
  }

  /**
   * After a lost answer and a conflict: was the first try it? A version that moved on by more than one cannot
   * tell.
   */
  async #readBack (
    { guid, operations }: Transaction,
    options: CallOptions
  ): Promise<'ours' | 'not ours' | 'unknown'> {
    let outcome: 'not ours' | 'unknown' = 'unknown'
    for (const operation of operations) {
      if (operation.type !== 'create' && operation.type !== 'replace') continue
      try {
        const node = await this.#session.nodes.get(this.#pathOf(operation.key), options)
        if (this.#open(operation.key, node).guid === guid) return 'ours'
        if (operation.type === 'replace' && node.stat.version <= operation.version + 1) outcome = 'not ours'
      } catch (error) {
        if (!hasCode(error, 'ZOOKEEPER_NO_NODE')) throw error
      }
    }
    return outcome
  }

  #open (key: string, node: Node): Envelope {
    const damaged = (reason: Wording, cause?: unknown): PacklineError =>
      new PacklineError('DOCUMENT_DAMAGED', { key, where: 'ZooKeeper', reason }, { cause })
    let envelope: unknown
    try {
      envelope = JSON.parse(node.data.toString())
    } catch (error) {
      throw damaged(errorText(error), error)
    }
    if (!isEnvelope(envelope)) throw damaged(phrase('documents.noGuid'))
    return envelope
  }
}

/** Of what JSON gave, so that a value is a document's. */
function isEnvelope (value: unknown): value is Envelope {
  return typeof value === 'object' && value !== null && 'guid' in value && 'value' in value
}

function toMulti (operation: DocumentOperation, path: string, data: Buffer): MultiOperation[] {
  switch (operation.type) {
    case 'create':
      return [{ type: 'create', path, data }]
    case 'replace':
      return [{ type: 'set', path, data, version: operation.version }]
    case 'remove':
      return [{ type: 'remove', path, version: operation.version }]
    case 'check':
      // ZooKeeper has no check for absence; a node that could be made was not there.
      return operation.version === 'absent'
        ? [{ type: 'create', path, data: nothing }, { type: 'remove', path, version: anyVersion }]
        : [{ type: 'check', path, version: operation.version }]
  }
}

function needsFolder (operation: DocumentOperation): boolean {
  return operation.type === 'create' || (operation.type === 'check' && operation.version === 'absent')
}

function versionAfter (operation: DocumentOperation): number | undefined {
  if (operation.type === 'create') return 0
  return operation.type === 'replace' ? operation.version + 1 : undefined
}

function isConflict (error: PacklineError): boolean {
  return error.code === 'ZOOKEEPER_NO_NODE' || error.code === 'ZOOKEEPER_NODE_EXISTS' ||
    error.code === 'ZOOKEEPER_BAD_VERSION'
}
