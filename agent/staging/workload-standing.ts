import { phrase, type Wording } from '../messages/phrase.js'
import { at, kindOf, listAt, titleOf } from './kubernetes-object.js'
import type { Manifest } from './kubernetes-object.js'

/** What a workload still waits for. */
export interface Waiting {
  workload: string
  reason: Wording
  /** `final` is never going to be better; the others may be, and are errors of their own when they stay. */
  cause: 'progress' | 'image' | 'quota' | 'final'
}

const waitsForImage = ['ErrImagePull', 'ImagePullBackOff', 'RegistryUnavailable']
const neverStarts = [
  'InvalidImageName',
  'ErrImageNeverPull',
  'CreateContainerConfigError',
  'CreateContainerError'
]

/**
 * What the workloads of an environment wait for, none when all of them run: as `kubectl rollout status` has
 * it (kubectl/pkg/polymorphichelpers/rollout_status.go), and why, as their pods say.
 */
export function waitingFor (wanted: readonly Manifest[], live: readonly Manifest[]): Waiting[] {
  const pods = live.filter(object => kindOf(object) === 'Pod')
  return wanted.flatMap(one => {
    const kind = kindOf(one)
    const status = statusOf[kind]
    if (status === undefined) return []
    const workload = titleOf(one)
    const found = live.find(each => kindOf(each) === kind && each.metadata.name === one.metadata.name)
    if (found === undefined) {
      return [{ workload, reason: phrase('staging.noObject'), cause: 'progress' as const }]
    }
    const waiting = status(found)
    if (waiting === undefined) return []
    return [{ workload, ...waiting, ...waiting.cause === 'progress' && reasonOfPods(podsOf(found, pods)) }]
  })
}

type Standing = Pick<Waiting, 'reason' | 'cause'> | undefined

const statusOf: Readonly<Record<string, (object: Manifest) => Standing>> = {
  'Deployment.apps': deploymentStatus,
  'StatefulSet.apps': statefulSetStatus,
  'Job.batch': jobStatus
}

function deploymentStatus (object: Manifest): Standing {
  const replicas = number(object, 'spec', 'replicas', 1)
  const [updated, all, available] = ['updatedReplicas', 'replicas', 'availableReplicas'].map(field =>
    number(object, 'status', field, 0)
  ) as [number, number, number]
  const progressing = condition(object, 'Progressing')
  const failure = condition(object, 'ReplicaFailure')
  if (failure?.status === 'True') return { reason: failure.message, cause: causeOf(failure.message) }
  if (!isObserved(object)) return { reason: phrase('staging.unseen'), cause: 'progress' }
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return { reason: progressing.message, cause: 'progress' }
  }
  if (updated < replicas || available < replicas) {
    return {
      reason: phrase('staging.ready', { ready: Math.min(updated, available), replicas }),
      cause: 'progress'
    }
  }
  if (all > updated) return { reason: phrase('staging.oldPods', { count: all - updated }), cause: 'progress' }
  return undefined
}

function statefulSetStatus (object: Manifest): Standing {
  const replicas = number(object, 'spec', 'replicas', 1)
  const ready = number(object, 'status', 'readyReplicas', 0)
  if (!isObserved(object)) return { reason: phrase('staging.unseen'), cause: 'progress' }
  const isUpdated = at(object, 'status', 'updateRevision') === at(object, 'status', 'currentRevision') ||
    number(object, 'status', 'updatedReplicas', 0) >= replicas
  return ready >= replicas && isUpdated
    ? undefined
    : { reason: phrase('staging.ready', { ready, replicas }), cause: 'progress' }
}

function jobStatus (object: Manifest): Standing {
  if (condition(object, 'Complete')?.status === 'True') return undefined
  const failed = condition(object, 'Failed')
  if (failed?.status === 'True') {
    return { reason: phrase('staging.jobFailed', { reason: failed.message }), cause: 'final' }
  }
  return { reason: phrase('staging.jobRuns'), cause: 'progress' }
}

/** The first pod that says what is wrong with it. */
function reasonOfPods (pods: readonly Manifest[]): Partial<Waiting> {
  for (const pod of pods) {
    for (const field of ['initContainerStatuses', 'containerStatuses']) {
      for (const status of listAt(pod, 'status', field)) {
        const found = reasonOfContainer(pod.metadata.name, status)
        if (found !== undefined) return found
      }
    }
    const scheduled = condition(pod, 'PodScheduled')
    if (scheduled?.status === 'False') {
      return { reason: phrase('staging.unscheduled', { pod: pod.metadata.name, reason: scheduled.message }) }
    }
  }
  return {}
}

function reasonOfContainer (pod: string, status: unknown): Pick<Waiting, 'reason' | 'cause'> | undefined {
  const container = text(status, 'name')
  const waiting = text(status, 'state', 'waiting', 'reason')
  const said = text(status, 'state', 'waiting', 'message')
  if (waitsForImage.includes(waiting)) {
    return {
      reason: phrase('staging.image', { pod, image: text(status, 'image'), reason: said || waiting }),
      cause: 'image'
    }
  }
  if (neverStarts.includes(waiting)) {
    return {
      reason: phrase('staging.container', { pod, container, reason: `${waiting} ${said}`.trim() }),
      cause: waiting.includes('Image') ? 'image' : 'progress'
    }
  }
  const ended = at(status, 'state', 'terminated') ?? at(status, 'lastState', 'terminated')
  const restarts = number(status, 'restartCount', undefined, 0)
  if (ended !== undefined && restarts > 0) {
    const code = number(ended, 'exitCode', undefined, 0)
    const why = text(ended, 'reason')
    return { reason: phrase('staging.crashes', { pod, container, code, why, restarts }), cause: 'progress' }
  }
  return undefined
}

/** Those that its selector takes. */
function podsOf (object: Manifest, pods: readonly Manifest[]): Manifest[] {
  const labels = Object.entries(
    Object(at(object, 'spec', 'selector', 'matchLabels')) as Record<string, unknown>
  )
  return labels.length === 0
    ? []
    : pods.filter(({ metadata }) => labels.every(([name, value]) => metadata.labels?.[name] === value))
}

function isObserved (object: Manifest): boolean {
  return number(object, 'status', 'observedGeneration', 0) >= number(object, 'metadata', 'generation', 0)
}

function causeOf (message: string): Waiting['cause'] {
  return message.includes('exceeded quota')
    ? 'quota'
    : message.includes('violates PodSecurity')
    ? 'final'
    : 'progress'
}

function condition (
  object: unknown,
  type: string
): { status: string, reason: string, message: string } | undefined {
  const found = listAt(object, 'status', 'conditions').find(each => at(each, 'type') === type)
  return found === undefined
    ? undefined
    : { status: text(found, 'status'), reason: text(found, 'reason'), message: text(found, 'message') }
}

function text (value: unknown, ...path: string[]): string {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : ''
}

function number (value: unknown, first: string, second: string | undefined, otherwise: number): number {
  const found = second === undefined ? at(value, first) : at(value, first, second)
  return typeof found === 'number' ? found : otherwise
}
