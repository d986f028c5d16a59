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

/** The store at an address: a folder, a server that takes PUT, or a bucket. `token` only names a secret. */
export async function openStore (
  address: string,
  token: string | undefined,
  { environment, cwd }: StoreContext
): Promise<ObjectStore> {
  if (!/^[a-z][a-z0-9+.-]+:\/\//.test(address)) {
    return (await import('./folder-store.js')).folderStore(resolve(cwd, address))
  }
  if (/^(s3|oss):/.test(address)) {
    // Only who keeps something in a bucket waits for its client to load.
    const { parseS3Address } = await import('./s3-address.js')
    const { s3Store } = await import('./s3-store.js')
    return s3Store(parseS3Address(address, environment))
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
