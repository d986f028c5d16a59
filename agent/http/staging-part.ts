import { setTimeout as delay } from 'node:timers/promises'
import { recordAudit } from '../farm/audit.js'
import { ProofRecords } from '../health/proof-records.js'
import type { AgentContext, Part } from '../part.js'

const minuteMs = 60_000

/** Removes staging environments whose time is over, on each cluster that the configuration names. */
export async function stagingPart (
  { config, home, cwd, environment, device, log, now, signal }: AgentContext
): Promise<Part> {
  const clusters = Object.entries(config.staging)
  if (clusters.length === 0) return { name: 'staging' }
  const [{ Cluster }, { sweepCluster }] = await Promise.all([
    import('../staging/cluster.js'),
    import('../staging/sweep.js')
  ])
  const records = new ProofRecords(home, 'staging')
  const closing = new AbortController()
  const ending = AbortSignal.any([signal, closing.signal])
  const told = new Map<string, string>()
  const sweep = async (name: string, of: typeof config.staging[string]): Promise<void> => {
    const cluster = new Cluster({ name, config: of, home, cwd, environment, signal: ending })
    const { removed, problems } = await sweepCluster(cluster)
    const at = new Date(now()).toISOString()
    for (const { namespace, owner, expiresAt } of removed) {
      const details = { cluster: name, namespace, owner, expiresAt }
      await recordAudit(home, { at, action: 'staging sweep', by: 'packline', from: 'agent', device, details })
      log.info(details, 'a staging environment is over and is being removed')
    }
    await records.looked(name, at, problems)
    const said = problems.join('\n')
    if (said === (told.get(name) ?? '')) return
    told.set(name, said)
    if (problems.length === 0) {
      log.info({ cluster: name }, 'nothing stands against a staging cluster any more')
    } else log.warn({ cluster: name, problems }, 'something stands against a staging cluster')
  }
  const loop = async (name: string, of: typeof config.staging[string]): Promise<void> => {
    while (!ending.aborted) {
      try {
        await sweep(name, of)
        await delay(of.sweepMinutes * minuteMs, undefined, { signal: ending, ref: false })
      } catch (error) {
        if (ending.aborted) return
        log.error({ err: error, cluster: name }, 'a sweep of staging failed')
        await delay(minuteMs, undefined, { signal: ending, ref: false }).catch(() => {})
      }
    }
  }
  const loops = clusters.map(async ([name, of]) => {
    await loop(name, of)
  })
  return {
    name: 'staging',
    close: async () => {
      closing.abort()
      await Promise.all(loops)
    }
  }
}
