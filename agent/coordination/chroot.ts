import { randomUUID } from 'node:crypto'
import zookeeper, { type ACL, type Client } from 'node-zookeeper-client'
import { PacklineError } from '../errors.js'
import type { Connection } from './connection.js'
import { checkChroot, pathAndParents } from './node-path.js'
import { createModes, failureIn, sendTransaction } from './transaction.js'
import { codeOf, codes } from './zookeeper-errors.js'
import { anyVersion, type MultiOperation, type ZooKeeperOptions } from './zookeeper-types.js'
import { ReasonError } from '../error-text.js'
import { phrase, type Wording } from '../messages/phrase.js'

/** Where everything of a session's lives, and whose it is. */
export interface Place {
  /** '' for none. */
  chroot: string
  acls: ACL[]
  user: string | undefined
}

export function placeOf ({ chroot, auth }: ZooKeeperOptions): Place {
  const { OPEN_ACL_UNSAFE, CREATOR_ALL_ACL } = zookeeper.ACL
  return {
    chroot: checkChroot(chroot),
    acls: auth === undefined ? OPEN_ACL_UNSAFE : CREATOR_ALL_ACL,
    user: auth?.user
  }
}

export function loginFailed ({ chroot, user = 'anonymous' }: Place): PacklineError {
  return new PacklineError('ZOOKEEPER_AUTH_FAILED', { user, chroot: chroot || '/' })
}

/**
 * Creates the chroot where it is missing, and proves by one transaction that leaves nothing behind that we
 * may write in it. A digest login never fails by itself: a wrong password shows only here.
 */
export async function prepareChroot (connection: Connection, { chroot, acls, user }: Place): Promise<void> {
  const path = chroot || '/'
  const details = { chroot: path, user: user ?? phrase('zk.anonymous') }
  try {
    await read(connection, path)
  } catch (error) {
    if (codeOf(error) === codes.noAuth) {
      throw new PacklineError('ZOOKEEPER_AUTH_FAILED', details, { cause: error })
    }
    if (codeOf(error) !== codes.noNode) throw error
    await createWithParents(connection, path, acls, details)
  }
  const probe = `${chroot}/packline-probe-${randomUUID()}`
  try {
    await transactOn(connection, [{ type: 'create', path: probe, data: nothing, mode: 'ephemeral' }, {
      type: 'remove',
      path: probe,
      version: anyVersion
    }], acls)
  } catch (error) {
    if (codeOf(error) !== codes.noAuth) throw error
    const isKnown = user !== undefined && await isUserListed(connection, path, user)
    throw new PacklineError(isKnown ? 'ZOOKEEPER_AUTH_FAILED' : 'ZOOKEEPER_CHROOT_NOT_WRITABLE', details, {
      cause: error
    })
  }
}

/** A transaction on this very connection; rejects with the server's code. */
export async function transactOn (
  connection: Connection,
  operations: MultiOperation[],
  acls: ACL[]
): Promise<void> {
  const results = await callOn<Array<{ type: number, err?: number }>>(connection, (client, callback) => {
    sendTransaction(client, operations, acls, callback)
  })
  const failure = failureIn(results)
  if (failure !== undefined) {
    throw Object.assign(new ReasonError(phrase('zk.error', { code: failure.code })), { code: failure.code })
  }
}

const nothing = Buffer.alloc(0)

/** One call of the library as a promise; rejects with the library's own error. */
async function callOn<T> (
  connection: Connection,
  issue: (client: Client, callback: (error: Error | null | undefined, result?: T) => void) => void
): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    connection.issue(client => {
      issue(client, (error, result) => {
        if (error) reject(error)
        else resolve(result as T)
      })
    })
  })
}

async function read (connection: Connection, path: string): Promise<void> {
  await callOn<unknown>(connection, (client, callback) => {
    client.getData(path, undefined, callback)
  })
}

async function createWithParents (
  connection: Connection,
  path: string,
  acls: ACL[],
  details: { chroot: string, user: Wording }
): Promise<void> {
  for (const missing of pathAndParents(path)) {
    try {
      if (await mayExist(connection, missing)) continue
      await callOn<unknown>(connection, (client, callback) => {
        client.create(missing, nothing, acls, createModes.persistent, callback)
      })
    } catch (error) {
      const code = codeOf(error)
      if (code === codes.nodeExists) continue
      throw code === codes.noAuth || code === codes.noNode
        ? new PacklineError('ZOOKEEPER_CHROOT_MISSING', { ...details, missing }, { cause: error })
        : error
    }
  }
}

/** Newer servers do not even say whether a node exists that may not be read. */
async function mayExist (connection: Connection, path: string): Promise<boolean> {
  try {
    return await callOn<unknown>(connection, (client, callback) => {
      client.exists(path, undefined, callback)
    }) !== null
  } catch (error) {
    if (codeOf(error) === codes.noAuth) return true
    throw error
  }
}

async function isUserListed (connection: Connection, path: string, user: string): Promise<boolean> {
  try {
    const acls = await callOn<ACL[]>(connection, (client, callback) => {
      client.getACL(path, callback)
    })
    return acls.some(({ id }) => id.scheme === 'digest' && id.id.startsWith(`${user}:`))
  } catch {
    return false
  }
}
