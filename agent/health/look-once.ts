import { hintOf } from './check-hint.js'
import { machineFacts } from './machine-facts.js'
import { HealthMonitor } from './monitor.js'
import type { AgentHealthOptions, HealthDocument } from './agent-health.js'
import { probeTable } from './probe-table.js'

type LookOnceOptions = Pick<
  AgentHealthOptions,
  'config' | 'environment' | 'home' | 'device' | 'version' | 'machine'
>

/** One round of all probes without an agent: each look counts at once, and nothing is kept. */
export async function lookOnce (
  { config, device, version, machine, ...rest }: LookOnceOptions
): Promise<HealthDocument> {
  const monitor = new HealthMonitor({
    probes: probeTable({ config, machine, ownName: `${device}-${process.pid}`, ...rest }),
    hysteresis: { failAfter: 1, recoverAfter: 1 },
    limits: config.health.limits,
    nowMs: machine.nowMs,
    hintOf
  })
  try {
    const [health, facts] = await Promise.all([monitor.round(), machineFacts(machine)])
    return {
      device,
      labels: config.labels,
      version,
      startedAt: health.checkedAt,
      ...health,
      facts,
      baseline: null
    }
  } finally {
    await monitor.close()
  }
}
