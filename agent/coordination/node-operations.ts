import { randomUUID } from 'node:crypto'
import zookeeper from 'node-zookeeper-client'
import { hasCode } from '../errors.js'
import { pathAndParents } from './node-path.js'
import { NodeRequests, type Surroundings } from './node-requests.js'
import type { PendingOperations } from './pending-operations.js'
import { createModes } from './transaction.js'
import type { WatchKind } from './watch-registry.js'
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
 * Reads and writes of one ZooKeeperSession. Paths are relative to its chroot; everything written gets its
 * rights.
 */
export class NodeOperations {
  readonly #pending: PendingOperations
  readonly #around: Surroundings
  readonly #requests: NodeRequests

  constructor (pending: PendingOperations, around: Surroundings) {
    this.#pending = pending
    this.#around = around
    this.#requests = new NodeRequests(pending, around)
  }

  async get (path: string, options?: CallOptions): Promise<Node> {
    return await this.#requests.get(path, options)
  }

  /** The node's stat, or undefined when there is no node. */
  async exists (path: string, options?: CallOptions): Promise<Stat | undefined> {
    return await this.#requests.exists(path, options)
  }

  /** The names of the node's children, in no particular order. */
  async children (path: string, options?: CallOptions): Promise<string[]> {
    return await this.#requests.children(path, options)
  }

  /**
   * All of the operations or none. An error carries `index` and `path` of the operation that stood in the
   * way. After ZOOKEEPER_CONNECTION_LOSS the outcome is unknown: decide by trying the same compare-and-set
   * again, never by a read alone.
   */
  async multi (operations: MultiOperation[], options?: CallOptions): Promise<MultiResult[]> {
    return await this.#requests.multi(operations, options)
  }

  async set (path: string, data: Buffer, version: Version, options?: CallOptions): Promise<Stat> {
    const [result] = await this.multi([{ type: 'set', path, data, version }], options)
    if (result?.stat === undefined) throw new Error(`ZooKeeper said nothing of the node it set: ${path}`)
    return result.stat
  }

  async remove (path: string, version: Version, options?: CallOptions): Promise<void> {
    await this.multi([{ type: 'remove', path, version }], options)
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
        await this.#requests.create(path, data, createModes[mode], left)
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
      return await this.#requests.create(start, data, flags, left)
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

  /** Sets the server's one-shot watch. For the session's watch registry, which makes lasting ones of them. */
  async arm (kind: WatchKind, path: string, fire: () => void): Promise<void> {
    for (;;) {
      if (kind === 'node') {
        await this.#requests.exists(path, undefined, fire)
        return
      }
      try {
        await this.#requests.children(path, undefined, fire)
        return
      } catch (error) {
        if (!hasCode(error, 'ZOOKEEPER_NO_NODE')) throw error
      }
      if (await this.#requests.exists(path, undefined, fire) === undefined) return
    }
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
