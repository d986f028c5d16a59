import type { Wording } from '../messages/phrase.js'
import type { Clock } from './system-clock.js'

export interface ZooKeeperOptions {
  /** `host:port,host:port`; names and IPv4 addresses, port 2181 where none is given. */
  servers: string
  /** The node under which everything of ours lives. Every path given to a session is relative to it. */
  chroot?: string
  /** What is asked for; the servers have the last word, see `ZooKeeperSession.timeoutMs`. */
  sessionTimeoutMs?: number
  /** The deadline of an operation that names none. Default: the session timeout asked for. */
  operationTimeoutMs?: number
  /** Digest user: everything written is open to this user only. */
  auth?: { user: string, password: string }
  /** PEM texts; with `cert` and `key` the client proves its identity too. */
  tls?: TlsOptions
  clock?: Clock
}

export interface TlsOptions {
  ca?: string
  cert?: string
  key?: string
}

export interface CallOptions {
  signal?: AbortSignal
  /** The time after which the operation fails, counting the wait for a connection. */
  timeoutMs?: number
  /** Fails with ZOOKEEPER_SESSION_LOST unless this is still the session's generation. */
  generation?: number
}

/** A node's version as compare-and-set wants it; `anyVersion` switches the comparison off. */
export type Version = number
export const anyVersion: Version = -1

export interface Stat {
  version: Version
  childVersion: number
  /** The transaction that created the node: differs between two lives of one path. */
  createdBy: string
  modifiedBy: string
  createdMs: number
  modifiedMs: number
  /** The session that owns this ephemeral node, as `ZooKeeperSession.sessionId`. */
  ephemeralOwner: string | undefined
  dataLength: number
  childCount: number
}

export interface Node {
  data: Buffer
  stat: Stat
}

export type CreateMode = 'persistent' | 'ephemeral'

export type MultiOperation =
  | { type: 'create', path: string, data: Buffer, mode?: CreateMode }
  | { type: 'set', path: string, data: Buffer, version: Version }
  | { type: 'remove', path: string, version: Version }
  | { type: 'check', path: string, version: Version }

/** One per operation of a transaction; `stat` is there for a set, `path` for a create. */
export interface MultiResult {
  path?: string
  stat?: Stat
}

/** Why a generation ended. */
export type LossReason = 'expired' | 'unreachable' | 'clock-jump' | 'failed' | 'closed'

export interface SessionEvents {
  /** Operations can be issued; also after each reconnection within a generation. */
  connected: [generation: number]
  disconnected: [reason: Wording]
  /** The ephemeral nodes of this generation are gone or will be; nothing may rely on them. */
  lost: [generation: number, reason: LossReason]
  /** Ended for good: wrong password, chroot not writable. */
  failed: [error: Error]
}
