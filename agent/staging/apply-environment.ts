import { phrase } from '../messages/phrase.js'
import { createHash } from 'node:crypto'
import { PacklineError } from '../errors.js'
import type { Cluster } from './cluster.js'
import { fieldManager } from './environment-namespace.js'
import { warningsIn } from './kubectl-failure.js'
import type { Manifest } from './kubernetes-object.js'
import { withFile } from './object-file.js'
import type { RenderedEnvironment } from './render-environment.js'

export interface Changes {
  /** As diff prints it; empty where nothing changes. */
  diff: string
  /** What is there and no longer rendered, such as `deployment.apps/cmdb`. */
  removed: string[]
  warnings: string[]
}

const setName = 'packline'

/**
 * Objects that are no longer rendered are pruned by the set that was applied before, which a config map in
 * the namespace names: kubectl refuses `--prune` by label for what is applied on the server's side.
 */
const setOf = (namespace: string): string[] => [
  `--namespace=${namespace}`,
  '--prune',
  `--applyset=configmaps/${setName}`,
  '--filename=-'
]
const serverSide = ['--server-side', `--field-manager=${fieldManager}`] as const

/** What applying would change, as the API server says. Throws as applying would. */
export async function changesOf (
  cluster: Cluster,
  { namespace, objects, files }: RenderedEnvironment,
  { force }: { force: boolean }
): Promise<Changes> {
  const input = listOf(objects)
  const forced = force ? ['--force-conflicts'] : []
  const dry = await applied(cluster, files, ['--dry-run=server', ...forced, ...setOf(namespace)], input)
  const work = phrase('staging.work.compare')
  const diff = await cluster.attempt(['diff', ...serverSide, ...forced, '--filename=-'], {
    work,
    input: listOf(objects.map(object => inSet(object, namespace)))
  })
  // As diff itself: 1 is a difference.
  if (diff.status !== 0 && (diff.status !== 1 || diff.out === '')) throw cluster.failure(work, diff.said)
  return {
    diff: withoutFolders(diff.out),
    removed: [...dry.out.matchAll(/^(\S+) pruned/gm)].map(([, name = '']) => name),
    warnings: warningsIn(dry.said)
  }
}

/** Throws STAGING_CONFLICT where a person changed what is rendered, and the other errors of the cluster. */
export async function applyEnvironment (
  cluster: Cluster,
  { namespace, objects, files }: RenderedEnvironment,
  { force }: { force: boolean }
): Promise<void> {
  await applied(cluster, files, [...force ? ['--force-conflicts'] : [], ...setOf(namespace)], listOf(objects))
}

async function applied (
  cluster: Cluster,
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  input: string
): Promise<{ out: string, said: string }> {
  const work = phrase('staging.work.apply')
  const answer = await cluster.attempt(['apply', ...serverSide, ...args], { work, input })
  if (answer.status === 0) return answer
  const error = cluster.failure(work, answer.said)
  if (error.code !== 'STAGING_INVALID') throw error
  throw new PacklineError('STAGING_INVALID', { reason: withFile(String(error.details.reason), files) })
}

function listOf (objects: readonly Manifest[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })
}

/** As applying labels it: the set's id is made of what names its parent (KEP 3659, `GenerateApplySetID`). */
function inSet (object: Manifest, namespace: string): Manifest {
  const id = createHash('sha256').update(`${setName}.${namespace}.ConfigMap.`).digest('base64url')
  const labels = { ...object.metadata.labels, 'applyset.kubernetes.io/part-of': `applyset-${id}-v1` }
  return { ...object, metadata: { ...object.metadata, labels } }
}

/** kubectl compares two temporary folders, whose names and times say nothing. */
function withoutFolders (diff: string): string {
  return diff
    .replace(/^diff .*\n/gm, '')
    .replace(/^(---|\+\+\+) \S*\/([^/\s]+)\t.*$/gm, '$1 $2')
}
