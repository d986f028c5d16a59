import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ZooKeeperConfig } from '../config/zookeeper-schema.js'
import { readSecret } from '../config/secret.js'
import { ZooKeeperSession } from './zookeeper-session.js'
import type { TlsOptions } from './zookeeper-types.js'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'

/**
 * A session as the agent's configuration has it, not started yet. Passwords and keys are read from where it
 * says.
 */
export async function configuredSession (
  config: ZooKeeperConfig,
  environment: Readonly<Record<string, string | undefined>>,
  cwd: string
): Promise<ZooKeeperSession> {
  const { servers, chroot, sessionTimeoutMs, auth, tls } = config
  const [, user = '', reference = ''] = /^digest:([^:]+):(.+)$/.exec(auth ?? '') ?? []
  return new ZooKeeperSession({
    servers,
    ...chroot === undefined ? {} : { chroot },
    ...sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs },
    ...auth === undefined ? {} : { auth: { user, password: await readSecret(reference, environment, cwd) } },
    ...tls === undefined ? {} : { tls: await readTls(tls, cwd) }
  })
}

async function readTls (files: NonNullable<ZooKeeperConfig['tls']>, cwd: string): Promise<TlsOptions> {
  const read = async (file: string): Promise<string> => {
    const path = resolve(cwd, file)
    return await readFile(path, 'utf8').catch((cause: unknown) => {
      const reason = errorText(cause)
      throw new PacklineError('CONFIG_SECRET_MISSING', { where: path, reason }, { cause })
    })
  }
  const { ca, cert, key } = files
  const [caText, certText, keyText] = await Promise.all(
    [ca, cert, key].map(async file => file === undefined ? undefined : await read(file))
  )
  return {
    ...caText !== undefined && { ca: caText },
    ...certText !== undefined && { cert: certText },
    ...keyText !== undefined && { key: keyText }
  }
}
