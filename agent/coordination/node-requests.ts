import { type ACL, type RawStat, type TransactionResult } from 'node-zookeeper-client'
import { PacklineError } from '../errors.js'
import { absolutePath, relativePath } from './node-path.js'
import type { PendingOperations } from './pending-operations.js'
import type { Clock } from './system-clock.js'
import { failureIn, sendTransaction } from './transaction.js'
import { zooKeeperError } from './zookeeper-errors.js'
import type { CallOptions, MultiOperation, MultiResult, Node, Stat } from './zookeeper-types.js'
import { ReasonError } from '../error-text.js'
import { phrase } from '../messages/phrase.js'

/**
 * The servers drop the connection on a request over 1 MiB (jute.maxbuffer); paths and rights need some of it.
 */
export const maxRequestBytes = 1_000_000

export interface Surroundings {
  chroot: string
  acls: ACL[]
  sessionId: () => string
  clock: Clock
  generation: () => number
  /** A quorum confirmed a transaction of this generation, which was sent at `sentAtMs` or later. */
  confirmed: (generation: number, sentAtMs: number) => void
}

/** One request a call. Paths are relative to the chroot; everything written gets the session's rights. */
export class NodeRequests {
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
          error ? callback(error) : callback(null, { data: data ?? Buffer.alloc(0), stat: toStat(stat) })
        })
      }
    }, options)
  }

  /** The node's stat, or undefined when there is no node. `fire` is a one-shot watch. */
  async exists (
    path: string,
    options?: CallOptions,
    fire?: () => void
  ): Promise<Stat | undefined> {
    const absolute = this.#absolute(path)
    return await this.#pending.run<Stat | undefined>({
      name: 'exists',
      path,
      isRepeatable: true,
      issue: (client, callback) => {
        client.exists(absolute, fire, (error, stat) => {
          error ? callback(error) : callback(null, stat ? toStat(stat) : undefined)
        })
      }
    }, options)
  }

  /** The names of the node's children, in no particular order. */
  async children (
    path: string,
    options?: CallOptions,
    fire?: () => void
  ): Promise<string[]> {
    const absolute = this.#absolute(path)
    return await this.#pending.run<string[]>({
      name: 'children',
      path,
      isRepeatable: true,
      issue: (client, callback) => {
        client.getChildren(absolute, fire, callback)
      }
    }, options)
  }

  /** Returns the path that was created. */
  async create (path: string, data: Buffer, flags: number, options: CallOptions): Promise<string> {
    const { chroot, acls } = this.#around
    checkSize('create', path, [data], 200)
    const absolute = this.#absolute(path)
    return await this.#pending.run<string>({
      name: 'create',
      path,
      isRepeatable: false,
      issue: (client, callback) => {
        client.create(absolute, data, acls, flags, (error, created) => {
          error ? callback(error) : callback(null, relativePath(chroot, created))
        })
      }
    }, options)
  }

  /** All of the operations or none. */
  async multi (operations: MultiOperation[], options?: CallOptions): Promise<MultiResult[]> {
    const { chroot } = this.#around
    const [first] = operations
    const name = first !== undefined && operations.length === 1 ? first.type : 'multi'
    const path = first?.path ?? '/'
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
          else callback(transactionError(failure.code, operations[failure.index], failure.index))
        })
      }
    }, options)
    this.#around.confirmed(generation, sentAtMs)
    return results.map(({ path, stat }) => ({
      ...(path !== undefined && { path: relativePath(chroot, path) }),
      ...(stat !== undefined && { stat: toStat(stat) })
    }))
  }

  #absolute (path: string): string {
    return absolutePath(this.#around.chroot, path)
  }
}

function transactionError (
  code: number,
  operation: MultiOperation | undefined,
  index: number
): PacklineError {
  const { type, path } = operation ?? { type: 'multi', path: '/' }
  return zooKeeperError(Object.assign(new ReasonError(phrase('zk.error', { code })), { code }), type, path, {
    index
  })
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
