import { phrase, allReasons, about } from '../messages/phrase.js'
import { setTimeout as delay } from 'node:timers/promises'
import { PacklineError } from '../errors.js'
import type { Cluster } from './cluster.js'
import { at, isManifest, listAt } from './kubernetes-object.js'
import type { Manifest } from './kubernetes-object.js'
import { environmentLabel } from './overlay.js'
import { waitingFor } from './workload-standing.js'
import type { Waiting } from './workload-standing.js'

interface RolloutOptions {
  cluster: Cluster
  namespace: string
  objects: readonly Manifest[]
  withinMs: number
  /** A registry or a quota may be in order again: only what stays so for so long is an error early. */
  patienceMs?: number
  pollMs?: number
  /** Told when what is waited for has changed. */
  onWait?: (waiting: readonly Waiting[]) => void
  /** Ends the wait by an error. */
  check?: () => Promise<void>
}

const kinds = 'deployments.apps,statefulsets.apps,jobs.batch,pods'

/** Waits until every workload runs. Throws STAGING_IMAGE, STAGING_QUOTA, STAGING_ROLLOUT. */
export async function waitForRollout (options: RolloutOptions): Promise<void> {
  const { cluster, namespace, objects, withinMs, patienceMs = 60_000, pollMs = 2000, onWait, check } = options
  const startMs = performance.now()
  let told = ''
  let badSinceMs: number | undefined
  for (;;) {
    const live = await cluster.objects(
      [kinds, `--namespace=${namespace}`, `--selector=${environmentLabel}=${namespace}`],
      phrase('staging.work.watch')
    )
    const waiting = waitingFor(objects, live.filter(isManifest))
    if (waiting.length === 0) return
    const text = JSON.stringify(waiting)
    if (text !== told) onWait?.(waiting)
    told = text
    const nowMs = performance.now()
    const worst = waiting.find(({ cause }) => cause === 'final') ??
      waiting.find(({ cause }) => cause !== 'progress')
    badSinceMs = worst === undefined ? undefined : badSinceMs ?? nowMs
    const isLate = nowMs - startMs >= withinMs
    if (worst?.cause === 'final' || isLate || badSinceMs !== undefined && nowMs - badSinceMs >= patienceMs) {
      throw await failure(cluster, namespace, worst ?? waiting[0], nowMs - startMs)
    }
    await check?.()
    await delay(pollMs, undefined, { signal: cluster.signal })
  }
}

async function failure (
  cluster: Cluster,
  namespace: string,
  waiting: Waiting | undefined,
  tookMs: number
): Promise<PacklineError> {
  const { workload, reason, cause } = waiting ?? { workload: '', reason: '', cause: 'progress' }
  if (cause === 'image') return new PacklineError('STAGING_IMAGE', { workload, reason, namespace })
  if (cause === 'quota') {
    return new PacklineError('STAGING_QUOTA', { cluster: cluster.name, reason: about(workload, reason) })
  }
  const event = await lastWarning(cluster, namespace)
  return new PacklineError('STAGING_ROLLOUT', {
    workload,
    namespace,
    seconds: Math.round(tookMs / 1000),
    reason: event === undefined ? reason : allReasons([reason, event])
  })
}

/** What the cluster itself warned of last, where that may be read: a workload does not always say it. */
async function lastWarning (cluster: Cluster, namespace: string): Promise<string | undefined> {
  const { status, out } = await cluster.attempt(
    ['get', 'events', `--namespace=${namespace}`, '--field-selector=type=Warning', '--output=json'],
    { work: phrase('staging.work.events') }
  )
  if (status !== 0) return undefined
  const events = listAt(JSON.parse(out), 'items').toSorted((a, b) => timeOf(a) < timeOf(b) ? -1 : 1)
  const message = at(events.at(-1), 'message')
  return typeof message === 'string' ? message.slice(0, 300) : undefined
}

function timeOf (event: unknown): string {
  return String(
    at(event, 'lastTimestamp') ?? at(event, 'eventTime') ?? at(event, 'metadata', 'creationTimestamp')
  )
}
