import { setTimeout as delay } from 'node:timers/promises'
import type { Staging, StagingCheck } from '../config/staging-schema.js'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { smokeProblem } from '../sites/smoke-check.js'
import type { Cluster } from './cluster.js'
import { reasonIn } from './kubectl-failure.js'
import { at, kindOf } from './kubernetes-object.js'
import type { Manifest } from './kubernetes-object.js'
import { hostIn } from './overlay.js'

interface SmokeOptions {
  cluster: Cluster
  namespace: string
  objects: readonly Manifest[]
  services: Staging['services']
  withinMs: number
  pollMs?: number
}

/** Asks every service that has a check until it answers as it should. Throws STAGING_SMOKE. */
export async function smokeEnvironment (options: SmokeOptions): Promise<string[]> {
  const { services, withinMs, pollMs = 2000, cluster } = options
  const untilMs = performance.now() + withinMs
  const asked: string[] = []
  for (const [service, { check }] of Object.entries(services)) {
    if (check === undefined) continue
    for (;;) {
      const problem = await problemOf(options, service, check)
      if (problem === undefined) break
      if (performance.now() >= untilMs) throw new PacklineError('STAGING_SMOKE', { service, problem })
      await delay(pollMs, undefined, { signal: cluster.signal })
    }
    asked.push(service)
  }
  return asked
}

async function problemOf (
  { cluster, namespace, objects }: SmokeOptions,
  service: string,
  check: StagingCheck
): Promise<Wording | undefined> {
  if (check.address !== undefined) {
    return await smokeProblem({ addresses: [hostIn(check.address, namespace)], check }, cluster.signal)
  }
  const found = objects.find(one => kindOf(one) === 'Service' && one.metadata.name === service)
  const port = check.port ?? at(found, 'spec', 'ports', 0, 'port')
  if (typeof port !== 'number') return phrase('staging.noPort', { service })
  // Through the API server, which reaches the pods where this machine need not.
  const place = `/api/v1/namespaces/${namespace}/services/${service}:${port}/proxy${check.path ?? '/'}`
  const { status, out, said } = await cluster.attempt(['get', `--raw=${place}`], {
    work: phrase('staging.work.ask'),
    timeoutMs: 20_000
  })
  if (status !== 0) return reasonIn(said)
  if (check.contains === undefined || out.includes(check.contains)) return undefined
  const [line = ''] = out.trim().split('\n')
  return phrase('site.otherAnswer', { answer: JSON.stringify(line.slice(0, 80)), expected: check.contains })
}
