// What we use of the library, its connection manager included: several of its defects can only be cured
// there.
declare module 'node-zookeeper-client' {
  import type { EventEmitter } from 'node:events'
  import type { Socket } from 'node:net'

  export class Exception extends Error {
    code: number
    static readonly CONNECTION_LOSS: number
    static readonly SESSION_EXPIRED: number
  }
  export interface RawStat {
    czxid: Buffer
    mzxid: Buffer
    ctime: Buffer
    mtime: Buffer
    version: number
    cversion: number
    ephemeralOwner: Buffer
    dataLength: number
    numChildren: number
  }
  export class ACL {
    static readonly OPEN_ACL_UNSAFE: ACL[]
    static readonly CREATOR_ALL_ACL: ACL[]
    permission: number
    id: { scheme: string, id: string }
  }
  export class State {
    static readonly SYNC_CONNECTED: State
    static readonly DISCONNECTED: State
    static readonly EXPIRED: State
    static readonly AUTH_FAILED: State
    name: string
  }
  export const CreateMode: {
    PERSISTENT: number
    PERSISTENT_SEQUENTIAL: number
    EPHEMERAL: number
    EPHEMERAL_SEQUENTIAL: number
  }

  export interface TransactionResult {
    type: number
    path?: string
    stat?: RawStat
    err?: number
  }
  export interface Packet {
    request: { header: { xid: number, type: number } | null }
    callback?: (error: Error, response: { header: { err: number }, payload: null }) => void
  }
  export interface ConnectionManager extends EventEmitter {
    servers: Array<{ host: string, port: string | number }>
    state: number
    socket: Socket | undefined
    sessionId: Buffer
    sessionTimeout: number
    xid: number
    pendingQueue: Packet[]
    packetQueue: { queue: Packet[] }
    watcherManager: { dataWatchers: object, childWatchers: object, existenceWatchers: object }
    connect: () => void
    queue: (
      request: unknown,
      callback: (
        error: Error | null | undefined,
        response?: { payload: { results: TransactionResult[] } | null }
      ) => void
    ) => void
    setState: (state: number) => void
    onSocketConnected: () => void
    onSocketData: (frame: Buffer) => void
    onSocketDrain: () => void
    onSocketClosed: (hasError: boolean) => void
    cleanupPendingQueue: (errorCode: number) => void
  }

  type Callback<A extends unknown[] = []> = (error: Error | null | undefined, ...results: A) => void
  export interface Client extends EventEmitter {
    connectionManager: ConnectionManager
    connect: () => void
    close: () => void
    getState: () => State
    addAuthInfo: (scheme: string, auth: Buffer) => void
    create: (
      path: string,
      data: Buffer,
      acls: ACL[],
      mode: number,
      callback: Callback<[path: string]>
    ) => void
    remove: (path: string, version: number, callback: Callback) => void
    exists: (
      path: string,
      watcher: (() => void) | undefined,
      callback: Callback<[stat: RawStat | null]>
    ) => void
    getData: (
      path: string,
      watcher: (() => void) | undefined,
      callback: Callback<[data: Buffer | undefined, stat: RawStat]>
    ) => void
    getChildren: (
      path: string,
      watcher: (() => void) | undefined,
      callback: Callback<[children: string[], stat: RawStat]>
    ) => void
    getACL: (path: string, callback: Callback<[acls: ACL[], stat: RawStat]>) => void
    setData: (path: string, data: Buffer, version: number, callback: Callback<[stat: RawStat]>) => void
    transaction: () => Transaction
  }
  /** For comparison in benchmarks only: it takes version 0 for any version. */
  export interface Transaction {
    create: (path: string, data: Buffer, acls: ACL[], mode: number) => Transaction
    setData: (path: string, data: Buffer, version: number) => Transaction
    check: (path: string, version: number) => Transaction
    remove: (path: string, version: number) => Transaction
    commit: (callback: Callback<[results: TransactionResult[]]>) => void
  }
  export function createClient (connectionString: string, options: { sessionTimeout: number }): Client
}

declare module 'node-zookeeper-client/lib/jute/index.js' {
  const jute: {
    OP_CODES: { CREATE: number, DELETE: number, SET_DATA: number, CHECK: number, MULTI: number }
    Request: new(header: object, payload: object) => object
    TransactionRequest: new(operations: object[]) => object
    protocol: { RequestHeader: new() => { type: number } }
  }
  export default jute
}
