import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultAgentConfig } from '../../agent/config/agent-config.js'
import type { StagingCluster } from '../../agent/config/staging-clusters-schema.js'
import { ProofRecords } from '../../agent/health/proof-records.js'
import { stagingPart } from '../../agent/http/staging-part.js'
import type { AgentContext } from '../../agent/part.js'

interface Told {
  level: string
  message: string
  problems?: string[]
}

/** An agent that does nothing but sweep the cluster `studio`, as often as a test can wait for it. */
export function stagingAgent (
  folder: string,
  device: string,
  cluster: Partial<StagingCluster> = {},
  path = process.env.PATH ?? ''
) {
  const home = join(folder, device)
  const told: Told[] = []
  const line = (level: string) => (fields: Record<string, unknown>, message: string) => {
    told.push({ ...fields, level, message })
  }
  const studio: StagingCluster = {
    kubeconfig: 'kubeconfig',
    context: 'packline',
    prefix: 'staging',
    projects: ['*'],
    people: [],
    longestHours: 168,
    most: 20,
    podSecurity: 'baseline',
    quota: {},
    kinds: [],
    secrets: {},
    sweepMinutes: 0.003,
    checkEveryHours: 2,
    ...cluster
  }
  const context: Partial<AgentContext> = {
    config: { ...defaultAgentConfig(), staging: { studio } },
    home,
    cwd: folder,
    environment: { PATH: path },
    device,
    now: Date.now,
    signal: new AbortController().signal,
    log: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
  }
  return {
    told,
    warnings: () => told.filter(({ level }) => level === 'warn'),
    start: async () => await stagingPart(context as AgentContext),
    record: async () => await new ProofRecords(home, 'staging').read('studio'),
    /** Namespaces that it ended, as the audit log has them. */
    audit: () => {
      const file = join(home, 'audit.jsonl')
      return existsSync(file)
        ? readFileSync(file, 'utf8').trim().split('\n').map(text => JSON.parse(text))
        : []
    }
  }
}
