import { phrase } from '../messages/phrase.js'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import type { Cluster } from './cluster.js'

const agentManager = 'packline-agent'

/** The quota and the secrets that the agent's configuration gives: they are no part of what is rendered. */
export async function applyOwnObjects (
  cluster: Cluster,
  namespace: string,
  { secrets, cwd }: { secrets: readonly string[], cwd: string }
): Promise<void> {
  const { quota } = cluster.config
  const items = await Promise.all(
    secrets.map(async name => await secretObject(cluster, namespace, name, cwd))
  )
  if (Object.keys(quota).length > 0) {
    items.unshift({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'packline', namespace },
      spec: { hard: quota }
    })
  }
  if (items.length === 0) return
  const work = phrase('staging.work.own')
  const answer = await cluster.attempt(
    ['apply', '--server-side', `--field-manager=${agentManager}`, '--force-conflicts', '--filename=-'],
    { work, input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) }
  )
  if (answer.status !== 0) throw cluster.failure(work, answer.said)
}

/** Throws STAGING_SECRET. */
async function secretObject (
  cluster: Cluster,
  namespace: string,
  name: string,
  cwd: string
): Promise<object> {
  const { secrets } = cluster.config
  const files = Object.hasOwn(secrets, name) ? secrets[name] ?? {} : {}
  const data: Record<string, string> = {}
  for (const [key, file] of Object.entries(files)) {
    try {
      data[key] = (await readFile(resolve(cwd, file))).toString('base64')
    } catch (error) {
      throw new PacklineError('STAGING_SECRET', { secret: name, reason: errorText(error) }, { cause: error })
    }
  }
  const isLogin = Object.keys(files).join() === '.dockerconfigjson'
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: isLogin ? 'kubernetes.io/dockerconfigjson' : 'Opaque',
    data
  }
}
