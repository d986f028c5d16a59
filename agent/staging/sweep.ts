import { errorText } from '../error-text.js'
import { phrase, type Wording } from '../messages/phrase.js'
import type { Cluster } from './cluster.js'
import type { StagingEnvironment } from './environment-namespace.js'
import { Environments } from './environments.js'

export interface Sweep {
  cluster: string
  removed: StagingEnvironment[]
  /** What stands against the cluster: for health. */
  problems: Wording[]
}

/** A namespace takes its time to end: its pods have theirs. */
const endsWithinMs = 30 * 60_000

/**
 * Asks for the end of every environment whose time is over, by the clock of the API server. Only what was
 * read is removed: one that was extended meanwhile stays, and of two sweepers one comes too late. What is
 * wrong with the cluster is a problem, and not thrown.
 */
export async function sweepCluster (cluster: Cluster): Promise<Sweep> {
  const removed: StagingEnvironment[] = []
  const problems: Wording[] = []
  try {
    const environments = new Environments(cluster)
    const { found, odd } = await environments.list()
    const nowMs = await cluster.nowMs()
    for (const one of found) {
      const { namespace, endingSince, expiresAt } = one.environment
      if (endingSince !== undefined) {
        if (nowMs - Date.parse(endingSince) > endsWithinMs) {
          problems.push(phrase('staging.leftOver', { namespace, since: endingSince }))
        }
      } else if (nowMs >= Date.parse(expiresAt)) {
        try {
          if (await environments.remove(one)) removed.push(one.environment)
        } catch (error) {
          cluster.signal.throwIfAborted()
          problems.push(phrase('staging.notRemoved', { namespace, reason: errorText(error) }))
        }
      }
    }
    problems.push(...odd.map(namespace => phrase('staging.odd', { namespace })))
  } catch (error) {
    cluster.signal.throwIfAborted()
    problems.push(errorText(error))
  }
  return { cluster: cluster.name, removed, problems }
}
