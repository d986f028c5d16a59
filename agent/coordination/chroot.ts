import { randomUUID } from 'node:crypto'
import zookeeper, { type ACL, type Client } from 'node-zookeeper-client'
import { PacklineError } from '../errors.js'
import { pathAndParents } from './node-path.js'
import { codeOf, codes } from './zookeeper-errors.js'

/** One call of the library as a promise; rejects with the library's own error. */
export type Call = <T>(issue: (client: Client, callback: (error: Error | null | undefined, result?: T) => void) => void) => Promise<T>

interface Place { chroot: string, acls: ACL[], user: string | undefined }

/**
 * Creates the chroot where it is missing, and proves by one transaction that leaves nothing behind that we may write in it. A digest
 * login never fails by itself: a wrong password shows only here.
 */
export async function prepareChroot (call: Call, place: Place): Promise<void> {
  const { acls, user } = place
  const path = place.chroot === '' ? '/' : place.chroot
  const details = { chroot: path, user: user ?? 'an anonymous user' }
  if (!await exists(call, path)) await createWithParents(call, path, acls, details)
  const probe = `${place.chroot}/packline-probe-${randomUUID()}`
  try {
    await call<unknown>((client, callback) => { client.getData(path, undefined, callback) })
  } catch (error) {
    throw codeOf(error) === codes.noAuth ? new PacklineError('ZOOKEEPER_AUTH_FAILED', details, { cause: error }) : error
  }
  try {
    await call<unknown>((client, callback) => {
      client.transaction().create(probe, Buffer.alloc(0), acls, zookeeper.CreateMode.EPHEMERAL).remove(probe).commit(callback)
    })
  } catch (error) {
    if (codeOf(error) !== codes.noAuth) throw error
    const isKnown = user !== undefined && await isUserListed(call, path, user)
    throw new PacklineError(isKnown ? 'ZOOKEEPER_AUTH_FAILED' : 'ZOOKEEPER_CHROOT_NOT_WRITABLE', details, { cause: error })
  }
}

async function exists (call: Call, path: string): Promise<boolean> {
  return await call<unknown>((client, callback) => { client.exists(path, undefined, callback) }) !== null
}

async function createWithParents (call: Call, path: string, acls: ACL[], details: Record<string, unknown>): Promise<void> {
  for (const missing of pathAndParents(path)) {
    if (await exists(call, missing)) continue
    try {
      await call<unknown>((client, callback) => { client.create(missing, Buffer.alloc(0), acls, zookeeper.CreateMode.PERSISTENT, callback) })
    } catch (error) {
      if (codeOf(error) === codes.nodeExists) continue
      throw codeOf(error) === codes.noAuth ? new PacklineError('ZOOKEEPER_CHROOT_MISSING', { ...details, missing }, { cause: error }) : error
    }
  }
}

async function isUserListed (call: Call, path: string, user: string): Promise<boolean> {
  try {
    const acls = await call<ACL[]>((client, callback) => { client.getACL(path, callback) })
    return acls.some(({ id }) => id.scheme === 'digest' && id.id.startsWith(`${user}:`))
  } catch {
    return false
  }
}
