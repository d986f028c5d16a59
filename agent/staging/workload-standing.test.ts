import t from 'tap'
import { kubectlFailure, reasonIn } from './kubectl-failure.js'
import type { Manifest } from './kubernetes-object.js'
import { waitingFor } from './workload-standing.js'

const labels = { app: 'u' }

function workload (kind: string, status: object, spec: object = {}): Manifest {
  const apiVersion = kind === 'Job' ? 'batch/v1' : 'apps/v1'
  const metadata = { name: 'u', generation: 2 }
  return {
    apiVersion,
    kind,
    metadata,
    spec: { replicas: 2, selector: { matchLabels: labels }, ...spec },
    status
  }
}

function pod (status: object): Manifest {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'u-1', labels }, status }
}

const good = { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 }
const reason = (one: Manifest, ...pods: Manifest[]): string =>
  waitingFor([one], [one, ...pods]).map(({ reason, cause }) => `${cause}: ${reason}`).join()

t.test('a workload runs once the cluster has seen it and all its pods are new and ready', async t => {
  t.equal(reason(workload('Deployment', good)), '')
  t.match(reason(workload('Deployment', { ...good, observedGeneration: 1 })), /has not looked/)
  t.match(reason(workload('Deployment', {})), /has not looked/)
  t.match(reason(workload('Deployment', { ...good, availableReplicas: 1 })), /1 of 2 pods/)
  t.match(reason(workload('Deployment', { ...good, updatedReplicas: 1 })), /1 of 2 pods/)
  t.match(reason(workload('Deployment', { ...good, replicas: 3 })), /1 pods of before/)
  t.equal(reason(workload('Deployment', { observedGeneration: 2 }, { replicas: 0 })), '', 'none are wanted')
  const set = { observedGeneration: 2, readyReplicas: 2, currentRevision: 'a', updateRevision: 'a' }
  t.equal(reason(workload('StatefulSet', set)), '')
  t.match(reason(workload('StatefulSet', { ...set, updateRevision: 'b', updatedReplicas: 1 })), /2 of 2/)
  t.match(reason(workload('Job', {})), /has not ended/)
  t.equal(reason(workload('Job', { conditions: [{ type: 'Complete', status: 'True' }] })), '')
  const failed = [{ type: 'Failed', status: 'True', message: 'BackoffLimitExceeded' }]
  t.match(reason(workload('Job', { conditions: failed })), /^final: the job failed: Backoff/)
  const wanted = workload('Deployment', good)
  t.match(waitingFor([wanted], []), [{ reason: /^the cluster does not have it$/ }])
  t.strictSame(waitingFor([{ apiVersion: 'v1', kind: 'Service', metadata: { name: 's' } }], []), [])
})

t.test('why it does not is what its pods say', async t => {
  const waits = workload('Deployment', { ...good, availableReplicas: 0 })
  const container = (state: object, more: object = {}): Manifest =>
    pod({ containerStatuses: [{ name: 'web', image: 'r/u:1', restartCount: 0, state, ...more }] })
  const pulls = container({ waiting: { reason: 'ErrImagePull', message: 'not found' } })
  t.match(reason(waits, pulls), /^image: u-1 cannot pull r\/u:1: not found/)
  t.match(reason(waits, container({ waiting: { reason: 'InvalidImageName' } })), /^image: .*InvalidImageName/)
  const ended = { lastState: { terminated: { exitCode: 3, reason: 'Error' } }, restartCount: 2 }
  t.match(
    reason(waits, container({ waiting: { reason: 'CrashLoopBackOff' } }, ended)),
    /^progress: web in u-1 ended with 3/
  )
  t.match(reason(waits, container({ waiting: { reason: 'ContainerCreating' } })), /0 of 2/)
  const unscheduled = { conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes' }] }
  t.match(reason(waits, pod(unscheduled)), /no machine takes the pod u-1: 0\/3 nodes/)
  const other: Manifest = { ...pulls, metadata: { name: 'x', labels: { app: 'x' } } }
  t.match(reason(waits, other), /0 of 2/, "another's pod says nothing")
  const quota = [{ type: 'ReplicaFailure', status: 'True', message: 'is forbidden: exceeded quota: q' }]
  t.match(reason(workload('Deployment', { ...good, conditions: quota })), /^quota: /)
})

/** Recorded from kubectl and kube-apiserver 1.34.2. */
const said: Record<string, string> = {
  STAGING_UNREACHABLE: 'E1130 16:25:04.738461    8185 memcache.go:265] "Unhandled Error" err="…"\n' +
    'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?',
  STAGING_KUBECONFIG: 'Error in configuration: context was not found for specified context: nope',
  STAGING_FORBIDDEN:
    'Error from server (Forbidden): namespaces is forbidden: User "viewer" cannot list resource ' +
    '"namespaces" in API group "" at the cluster scope',
  STAGING_QUOTA:
    'Error from server (Forbidden): pods "a" is forbidden: exceeded quota: packline, requested: pods=1',
  STAGING_CONFLICT:
    'error: Apply failed with 1 conflict: conflict with "kubectl-set" using apps/v1: .spec.replicas',
  STAGING_INVALID:
    'Error from server: failed to create typed patch object (a/b; /v1, Kind=Service): .spec.selektor: ' +
    'field not declared in schema',
  STAGING_FAILED: 'Error from server (NotFound): namespaces "a" not found'
}

t.test('what kubectl says has its error', async t => {
  for (const [code, text] of Object.entries(said)) {
    t.equal(kubectlFailure({ cluster: 'c', kubeconfig: 'k', work: 'apply', said: text }).code, code)
  }
  t.equal(
    reasonIn(`${said.STAGING_UNREACHABLE}\nWarning: old\n`),
    'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?'
  )
  t.equal(reasonIn('error: a\nerror: a\n'), 'a')
  // Recorded from Google's kubectl 1.32.4.
  const logged =
    'E1130 17:47:46.535415   11714 run.go:72] "command failed" err="invalid: json: unknown field \\"a\\""'
  t.equal(reasonIn(logged), 'invalid: json: unknown field "a"')
})
