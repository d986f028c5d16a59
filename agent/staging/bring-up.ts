import { describeError } from '../messages/message.js'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import type { Staging } from '../config/staging-schema.js'
import { applyEnvironment, changesOf } from './apply-environment.js'
import type { Changes } from './apply-environment.js'
import type { Cluster } from './cluster.js'
import type { StagingEnvironment } from './environment-namespace.js'
import { Environments } from './environments.js'
import type { EnvironmentRequest } from './environments.js'
import { applyOwnObjects } from './own-objects.js'
import type { RenderedEnvironment } from './render-environment.js'
import type { Waiting } from './workload-standing.js'
import { smokeEnvironment } from './smoke-environment.js'
import { waitForRollout } from './wait-for-rollout.js'

interface BringUpOptions {
  cluster: Cluster
  rendered: RenderedEnvironment
  staging: Staging
  request: EnvironmentRequest
  cwd: string
  force: boolean
  withinMs: number
  pollMs?: number
  patienceMs?: number
  /** Told before anything is applied. */
  onChanges: (changes: Changes, isNew: boolean) => void
  onWait: (waiting: readonly Waiting[]) => void
}

export interface BroughtUp {
  environment: StagingEnvironment
  isNew: boolean
  removed: string[]
  /** Services that answered. */
  checked: string[]
}

const smokeMs = 60_000

/**
 * Makes an environment, or brings one to what was rendered: namespace, quota and secrets, objects, rollout,
 * smoke checks. Each step can be done again; what a killed run left the next one takes up, or the sweep
 * removes, since the end stands at the namespace from its first moment.
 */
export async function bringUp (options: BringUpOptions): Promise<BroughtUp> {
  const { cluster, rendered, staging, request, cwd, force, onChanges } = options
  const { project, name, run } = request
  const environments = new Environments(cluster)
  const { namespace, isNew } = await environments.begin(request)
  const checkOwn = async (): Promise<void> => {
    await environments.checkOwn(project, name, run)
  }
  try {
    await applyOwnObjects(cluster, namespace, { secrets: staging.secrets, cwd })
    const changes = await changesOf(cluster, rendered, { force })
    onChanges(changes, isNew)
    await checkOwn()
    await applyEnvironment(cluster, rendered, { force })
    const { objects } = rendered
    await waitForRollout({ ...options, namespace, objects, check: checkOwn })
    const { services } = staging
    const checked = await smokeEnvironment({ ...options, namespace, objects, services, withinMs: smokeMs })
    const environment = await environments.finish(request)
    return { environment, isNew, removed: changes.removed, checked }
  } catch (error) {
    await tellFailure(environments, request, error)
    throw error
  }
}

/** Of what went wrong before the reason is worth more than its record. */
async function tellFailure (
  environments: Environments,
  request: EnvironmentRequest,
  error: unknown
): Promise<void> {
  const isOurs = error instanceof PacklineError
  if (isOurs && (error.code === 'STAGING_OVERTAKEN' || error.code === 'STAGING_UNREACHABLE')) return
  const reason = isOurs ? describeError('en', error).message : errorText(error)
  await environments.finish(request, reason).catch(() => {})
}
