import { resolve } from 'node:path'
import type { Environment } from '../../config/home.js'
import { readSecret } from '../../config/secret.js'
import { PacklineError } from '../../errors.js'
import type { ObjectStore } from './object-store.js'

interface StoreContext {
  environment: Environment
  /** What paths are relative to. */
  cwd: string
}

/** The store at an address: a folder, or a server that takes PUT. `token` names a secret, and is none. */
export async function openStore (
  address: string,
  token: string | undefined,
  { environment, cwd }: StoreContext
): Promise<ObjectStore> {
  if (!/^[a-z][a-z0-9+.-]+:\/\//.test(address)) {
    return (await import('./folder-store.js')).folderStore(resolve(cwd, address))
  }
  if (!/^https?:\/\/[^\s@]+$/.test(address)) {
    throw new PacklineError('RELEASE_STORE_ADDRESS', { address: JSON.stringify(address) })
  }
  const { httpStore } = await import('./http-store.js')
  return httpStore({
    url: address,
    ...token === undefined ? {} : { token: await readSecret(token, environment, cwd) }
  })
}
