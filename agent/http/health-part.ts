import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { AgentContext, Part } from '../part.js'
import { openAlerts } from '../alert/open-alerts.js'
import { readSecret } from '../config/secret.js'
import { Farm, type FarmJobs } from '../farm/farm.js'
import { modelMedian } from '../farm/model-median.js'
import { PolledRegistry } from '../farm/polled-registry.js'
import type { FarmRegistry } from '../farm/registry.js'
import { ZooKeeperRegistry } from '../farm/zookeeper-registry.js'
import { AgentHealth } from '../health/agent-health.js'
import { realMachine } from '../health/machine.js'
import { HealthMetrics } from '../health/metrics.js'
import { configuredJenkins } from '../jenkins/configured-jenkins.js'
import type { JobQueue } from '../jobs/job-queue.js'
import { packlineVersion } from '../version.js'
import { farmRoutes } from './farm-routes.js'
import { healthRoutes } from './health-routes.js'
import { extraMetrics } from './extra-metrics.js'
import { LicenceView } from './licence-view.js'
import { WorkView } from './work-view.js'
import { pageRoutes } from './page-routes.js'

const pollMs = 250

/** This machine's health, its place in the farm, its alerts, and the pages that show all that. */
export async function healthPart (context: AgentContext): Promise<Part> {
  const { config, environment, home, cwd, device, now, log, jobs } = context
  const onProblem = (what: string, error: unknown): void => {
    log.warn({ err: error instanceof Error ? error : new Error(String(error)) }, what)
  }
  const closers: Array<() => Promise<void>> = []
  const close = async (): Promise<void> => {
    for (const each of closers.splice(0).reverse()) await each()
  }
  try {
    const registry = await openRegistry(context)
    closers.push(async () => {
      await registry.close()
    })
    const work = new WorkView(jobs)
    const licences = new LicenceView({ config, environment, home, cwd, now })
    closers.push(async () => {
      await licences.close()
    })
    const machine = { ...realMachine(environment), nowMs: now }
    const health = await AgentHealth.open({
      config,
      environment,
      home,
      device,
      version: packlineVersion,
      machine,
      nodeFile: process.execPath,
      waitingJobs: () => jobs.counts().queued,
      isIdle: () => jobs.counts().running === 0,
      licences: async () => await licences.standings(device),
      modelMedian: async (facts, signal) => modelMedian(facts, await registry.machines(signal)),
      clocks: registry instanceof ZooKeeperRegistry ? [registry.clock] : []
    })
    closers.push(async () => {
      await health.close()
    })
    const opened = await openAlerts({ config, environment, cwd, home })
    closers.push(opened.close)
    if (opened.movedTo !== undefined) {
      log.error({ movedTo: opened.movedTo }, 'the store of alerts could not be read and was started anew')
    }
    const jenkins = config.jenkins?.manageNodes === true
      ? await configuredJenkins(config, environment, cwd)
      : undefined
    const farm = new Farm({
      config,
      home,
      device,
      version: packlineVersion,
      instance: randomUUID(),
      address: ownAddress(context),
      registry,
      health,
      jobs: farmJobs(jobs, work),
      alerts: opened.alerts,
      nowMs: now,
      onProblem,
      ...jenkins === undefined ? {} : { jenkins: jenkins.nodes }
    })
    closers.push(async () => {
      await farm.close()
    })
    health.start()
    farm.start()
    const metrics = new HealthMetrics(
      () => health.document,
      packlineVersion,
      extraMetrics({ jobs, work, licences, alerts: opened.alerts })
    )
    return {
      name: 'health',
      routes: async app => {
        await app.register(healthRoutes({ health, metrics }))
        await app.register(farmRoutes({ farm, home, registry, now, isBusy: () => jobs.counts().running > 0 }))
        await app.register(
          pageRoutes({
            farm,
            health,
            jobs,
            work,
            licences,
            home,
            device,
            now,
            tokensFile: config.http.tokensFile ?? undefined,
            cwd
          })
        )
      },
      close
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function openRegistry ({ config, environment, home, cwd, now }: AgentContext): Promise<FarmRegistry> {
  if (config.zookeeper !== undefined) {
    const { configuredSession } = await import('../coordination/configured-session.js')
    return new ZooKeeperRegistry(await configuredSession(config.zookeeper, environment, cwd), now)
  }
  const { agents, pollMs, tokenFile } = config.farm
  return new PolledRegistry({
    agents,
    pollMs,
    home,
    nowMs: now,
    ...tokenFile === undefined ? {} : { token: await readSecret(tokenFile, environment, cwd) }
  })
}

/** Where others reach this agent; null for a socket or a loopback address. */
function ownAddress ({ config: { farm, listen, http } }: AgentContext): string | null {
  if (farm.address !== undefined) return farm.address
  const [, host, port] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(listen) ?? []
  if (host === undefined || /^(127\.|localhost$|::1$)/.test(host)) return null
  return `${http.tls === undefined ? 'http' : 'https'}://${
    host === '0.0.0.0' || host === '::' ? hostname() : host
  }:${port}`
}

function farmJobs (jobs: JobQueue, work: WorkView): FarmJobs {
  return {
    work: async () => await work.work(),
    runs: () => work.runs(),
    counts: () => ({ running: jobs.counts().running, waiting: jobs.counts().queued }),
    pause: () => jobs.pause(),
    whenIdle: async signal => {
      while (jobs.counts().running > 0) {
        signal.throwIfAborted()
        await new Promise(resolve => {
          setTimeout(resolve, pollMs)
        })
      }
    },
    handBack: async () => {
      for (const state of ['running', 'queued'] as const) {
        for (const { id } of jobs.list({ state, limit: 1000 })) await jobs.cancel(id)
      }
    }
  }
}
