import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ZooKeeperConfig } from '../config/agent-schema.js'
import { readSecret } from '../config/secret.js'
import { ZooKeeperSession } from './zookeeper-session.js'
import type { TlsOptions } from './zookeeper-types.js'
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
  const texts = await Promise.all(
    Object.entries(files).map(async ([name, file]) => {
      const path = resolve(cwd, String(file))
      const text = await readFile(path, 'utf8').catch((cause: unknown) => {
        throw new PacklineError('CONFIG_SECRET_MISSING', { where: path, reason: (cause as Error).message }, {
          cause
        })
      })
      return [name, text] as const
    })
  )
  return Object.fromEntries(texts) as TlsOptions
}
