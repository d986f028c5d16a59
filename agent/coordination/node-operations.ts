import { randomUUID } from 'node:crypto'
import zookeeper, { type ACL, type RawStat, type TransactionResult } from 'node-zookeeper-client'
import { hasCode, PacklineError } from '../errors.js'
import type { Clock } from './system-clock.js'
import { absolutePath, pathAndParents, relativePath } from './node-path.js'
import type { PendingOperations } from './pending-operations.js'
import { createModes, failureIn, sendTransaction } from './transaction.js'
import type { WatchKind } from './watch-registry.js'
import { zooKeeperError } from './zookeeper-errors.js'
import type {
  CallOptions,
  CreateMode,
  MultiOperation,
  MultiResult,
  Node,
  Stat,
  Version
} from './zookeeper-types.js'

/**
 * The servers drop the connection on a request over 1 MiB (jute.maxbuffer); paths and rights need some of it.
 */
export const maxRequestBytes = 1_000_000

interface Surroundings {
  chroot: string
  acls: ACL[]
  sessionId: () => string
  clock: Clock
  generation: () => number
  /** A quorum confirmed a transaction of this generation, which was sent at `sentAtMs` or later. */
  confirmed: (generation: number, sentAtMs: number) => void
}

/**
 * Reads and writes of one ZooKeeperSession. Paths are relative to its chroot; everything written gets its
 * rights.
 */
export class NodeOperations {
  readonly #pending: PendingOperations
  readonly #around: Surroundings

  constructor (pending: PendingOperations, around: Surroundings) {
    this.#pending = pending
    this.#around = around
  }

  async get (path: string, options?: CallOptions): Promise<Node> {
    const absolute = this.#absolute(path)
    return await this.#pending.run<Node>({
      name: 'get',
      path,
      isRepeatable: true,
      issue: (client, callback) => {
        client.getData(absolute, undefined, (error, data, stat) => {
          error ? callback(error) : callback(null, { data: data ?? Buffer.alloc(0), stat: toStat(stat!) })
        })
      }
    }, options)
  }

  /** The node's stat, or undefined when there is no node. */
  async exists (path: string, options?: CallOptions): Promise<Stat | undefined> {
    return await this.#exists(path, undefined, options)
  }

  /** The names of the node's children, in no particular order. */
  async children (path: string, options?: CallOptions): Promise<string[]> {
    return await this.#children(path, undefined, options)
  }

  /**
   * Creates a node. When the answer gets lost it tries again, and takes a node with the same bytes (and, if
   * ephemeral, the same session) for its own: put a guid into `data` wherever two creators must not be taken
   * for each other.
   */
  async create (
    path: string,
    data: Buffer,
    options: CallOptions & { mode?: CreateMode } = {}
  ): Promise<void> {
    const { mode = 'persistent' } = options
    let isAgain = false
    await this.#untilKnown(options, async left => {
      try {
        await this.#create(path, data, createModes[mode], left)
      } catch (error) {
        if (
          isAgain && hasCode(error, 'ZOOKEEPER_NODE_EXISTS') && await this.#isOurs(path, data, mode, left)
        ) return
        isAgain = true
        throw error
      }
    })
  }

  /**
   * Creates a node named `prefix` + guid + '-' + ten digits that the servers count up per parent, and returns
   * its path. By the guid it is found again when the answer gets lost.
   */
  async createSequential (
    prefix: string,
    data: Buffer,
    options: CallOptions & { mode?: CreateMode } = {}
  ): Promise<string> {
    const flags = options.mode === 'ephemeral'
      ? zookeeper.CreateMode.EPHEMERAL_SEQUENTIAL
      : zookeeper.CreateMode.PERSISTENT_SEQUENTIAL
    const start = `${prefix}${randomUUID()}-`
    const parent = start.slice(0, start.lastIndexOf('/')) || '/'
    let isAgain = false
    return await this.#untilKnown(options, async left => {
      if (isAgain) {
        const names = await this.children(parent, left)
        const own = names.map(name => `${parent === '/' ? '' : parent}/${name}`).find(path =>
          path.startsWith(start)
        )
        if (own !== undefined) return own
      }
      isAgain = true
      return await this.#create(start, data, flags, left)
    })
  }

  /** Creates what is missing of `path` and its parents, as nodes without data. */
  async ensure (path: string, options: CallOptions = {}): Promise<void> {
    if (path === '/' || await this.exists(path, options) !== undefined) return
    for (const each of pathAndParents(path)) {
      try {
        await this.create(each, Buffer.alloc(0), options)
      } catch (error) {
        if (!hasCode(error, 'ZOOKEEPER_NODE_EXISTS')) throw error
      }
    }
  }

  async set (path: string, data: Buffer, version: Version, options?: CallOptions): Promise<Stat> {
    const [result] = await this.multi([{ type: 'set', path, data, version }], options)
    return result!.stat!
  }

  async remove (path: string, version: Version, options?: CallOptions): Promise<void> {
    await this.multi([{ type: 'remove', path, version }], options)
  }

  /**
   * All of the operations or none. An error carries `index` and `path` of the operation that stood in the
   * way. After ZOOKEEPER_CONNECTION_LOSS the outcome is unknown: decide by trying the same compare-and-set
   * again, never by a read alone.
   */
  async multi (operations: MultiOperation[], options?: CallOptions): Promise<MultiResult[]> {
    const { chroot } = this.#around
    const name = operations.length === 1 ? operations[0]!.type : 'multi'
    const path = operations[0]?.path ?? '/'
    checkSize(
      name,
      path,
      operations.map(each => 'data' in each ? each.data : undefined),
      operations.length * 100
    )
    const absolute = operations.map(each => ({ ...each, path: this.#absolute(each.path) }))
    if (operations.length === 0) return []
    const [generation, sentAtMs] = [this.#around.generation(), this.#around.clock.monotonicMs()]
    const results = await this.#pending.run<TransactionResult[]>({
      name,
      path,
      isRepeatable: operations.every(({ type }) => type === 'check'),
      issue: (client, callback) => {
        sendTransaction(client, absolute, this.#around.acls, (error, results = []) => {
          const failure = failureIn(results)
          if (error || failure === undefined) callback(error, results)
          else callback(transactionError(failure.code, operations[failure.index]!, failure.index))
        })
      }
    }, options)
    this.#around.confirmed(generation, sentAtMs)
    return results.map(({ path, stat }) => ({
      ...(path !== undefined && { path: relativePath(chroot, path) }),
      ...(stat !== undefined && { stat: toStat(stat) })
    }))
  }

  /** Sets the server's one-shot watch. For the session's watch registry, which makes lasting ones of them. */
  async arm (kind: WatchKind, path: string, fire: () => void): Promise<void> {
    for (;;) {
      if (kind === 'node') {
        await this.#exists(path, fire)
        return
      }
      try {
        await this.#children(path, fire)
        return
      } catch (error) {
        if (!hasCode(error, 'ZOOKEEPER_NO_NODE')) throw error
      }
      if (await this.#exists(path, fire) === undefined) return
    }
  }

  #absolute (path: string): string {
    return absolutePath(this.#around.chroot, path)
  }

  async #create (path: string, data: Buffer, flags: number, options: CallOptions): Promise<string> {
    const { chroot, acls } = this.#around
    checkSize('create', path, [data], 200)
    const absolute = this.#absolute(path)
    return await this.#pending.run<string>({
      name: 'create',
      path,
      isRepeatable: false,
      issue: (client, callback) => {
        client.create(absolute, data, acls, flags, (error, created) => {
          error ? callback(error) : callback(null, relativePath(chroot, created!))
        })
      }
    }, options)
  }

  async #exists (
    path: string,
    watcher: (() => void) | undefined,
    options?: CallOptions
  ): Promise<Stat | undefined> {
    const absolute = this.#absolute(path)
    return await this.#pending.run<Stat | undefined>({
      name: 'exists',
      path,
      isRepeatable: true,
      issue: (client, callback) => {
        client.exists(absolute, watcher, (error, stat) => {
          error ? callback(error) : callback(null, stat ? toStat(stat) : undefined)
        })
      }
    }, options)
  }

  async #children (
    path: string,
    watcher: (() => void) | undefined,
    options?: CallOptions
  ): Promise<string[]> {
    const absolute = this.#absolute(path)
    return await this.#pending.run<string[]>({
      name: 'children',
      path,
      isRepeatable: true,
      issue: (client, callback) => {
        client.getChildren(absolute, watcher, callback)
      }
    }, options)
  }

  async #isOurs (path: string, data: Buffer, mode: CreateMode, options: CallOptions): Promise<boolean> {
    const node = await this.get(path, options)
    const owner = mode === 'ephemeral' ? this.#around.sessionId() : undefined
    return node.data.equals(data) && node.stat.ephemeralOwner === owner
  }

  /** Repeats `attempt`, which can tell its own earlier effect, while answers get lost and time is left. */
  async #untilKnown<T> (options: CallOptions, attempt: (left: CallOptions) => Promise<T>): Promise<T> {
    const { clock } = this.#around
    const timeoutMs = options.timeoutMs ?? this.#pending.defaultTimeoutMs
    const deadlineMs = clock.monotonicMs() + timeoutMs
    for (;;) {
      const leftMs = Math.max(1, deadlineMs - clock.monotonicMs())
      try {
        return await attempt({ ...options, timeoutMs: leftMs })
      } catch (error) {
        if (!hasCode(error, 'ZOOKEEPER_CONNECTION_LOSS') || clock.monotonicMs() >= deadlineMs) throw error
      }
    }
  }
}

function transactionError (code: number, { type, path }: MultiOperation, index: number): PacklineError {
  return zooKeeperError(Object.assign(new Error(`ZooKeeper error ${code}`), { code }), type, path, { index })
}

function checkSize (
  operation: string,
  path: string,
  data: Array<Buffer | undefined>,
  overheadBytes: number
): void {
  const sizeBytes = data.reduce((sum, each) => sum + (each?.length ?? 0), overheadBytes)
  if (sizeBytes > maxRequestBytes) {
    throw new PacklineError('ZOOKEEPER_TOO_LARGE', { operation, path, sizeBytes, maxBytes: maxRequestBytes })
  }
}

function toStat (stat: RawStat): Stat {
  const owner = stat.ephemeralOwner.toString('hex')
  return {
    version: stat.version,
    childVersion: stat.cversion,
    createdBy: stat.czxid.toString('hex'),
    modifiedBy: stat.mzxid.toString('hex'),
    createdMs: Number(stat.ctime.readBigInt64BE()),
    modifiedMs: Number(stat.mtime.readBigInt64BE()),
    ephemeralOwner: /^0+$/.test(owner) ? undefined : owner,
    dataLength: stat.dataLength,
    childCount: stat.numChildren
  }
}
