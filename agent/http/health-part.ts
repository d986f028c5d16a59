import { randomUUID } from 'node:crypto'
import type { NeededTools } from '../assets/run/missing-tools.js'
import type { AgentContext, Part } from '../part.js'
import { openAlerts } from '../alert/open-alerts.js'
import type { Alerts } from '../alert/alerts.js'
import { Farm } from '../farm/farm.js'
import { modelMedian } from '../farm/model-median.js'
import { openRegistry } from '../farm/open-registry.js'
import { mayTell } from '../farm/shared-causes.js'
import type { FarmRegistry } from '../farm/farm-registry.js'
import { obstacleTo } from '../health/obstacle.js'
import { AgentHealth } from '../health/agent-health.js'
import { realMachine } from '../health/machine.js'
import { HealthMetrics } from '../health/metrics.js'
import { PacklineError } from '../errors.js'
import { configuredJenkins } from '../jenkins/configured-jenkins.js'
import { workersOf } from '../resident/worker-status.js'
import { packlineVersion } from '../version.js'
import { farmJobs } from './farm-jobs.js'
import { farmPagePatches } from './farm-pages.js'
import { farmRoutes } from './farm-routes.js'
import { healthRoutes } from './health-routes.js'
import { extraMetrics } from './extra-metrics.js'
import { LicenceView } from './licence-view.js'
import { ownAddress } from './own-address.js'
import { WorkView } from './work-view.js'
import { pageRoutes } from './page-routes.js'

/** What the routes show. */
interface Shown {
  registry: FarmRegistry
  work: WorkView
  licences: LicenceView
  health: AgentHealth
  alerts: Alerts
  farm: Farm
}

type Closer = () => Promise<void>

/** This machine's health, its place in the farm, its alerts, and the pages that show all that. */
export async function healthPart (context: AgentContext): Promise<Part> {
  const closers: Closer[] = []
  const close = async (): Promise<void> => {
    for (const each of closers.splice(0).reverse()) await each()
  }
  try {
    const shown = await openShown(context, closer => closers.push(closer))
    shown.health.start()
    let tools: NeededTools | undefined
    context.jobs.refuseFor(async ({ kind, workspace, parameters }) => {
      const reasons = obstacleTo(shown.health.document.checks)
      if (reasons !== undefined) return new PacklineError('JOB_NOT_HERE', { reasons })
      if (kind !== 'assets') {
        const { labelObstacle } = await import('./label-obstacle.js')
        return await labelObstacle(
          { kind, workspace, parameters },
          shown.farm.record,
          async () => await shown.registry.machines(context.signal)
        )
      }
      tools ??= new (await import('../assets/run/missing-tools.js')).NeededTools()
      const { only } = parameters
      const rule = typeof only === 'string' ? only : undefined
      const missing = await tools.missing(workspace, rule, context.environment)
      return missing.length === 0
        ? undefined
        : new PacklineError('JOB_TOOLS_MISSING', { tools: missing.join(', ') })
    })
    shown.farm.start()
    return { name: 'health', routes: routesOf(context, shown), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Opens one after the other; each is closed before those that it needs. */
async function openShown (context: AgentContext, onOpen: (closer: Closer) => void): Promise<Shown> {
  const { config, environment, home, cwd, now, jobs } = context
  const registry = await openRegistry(context)
  onOpen(async () => {
    await registry.close()
  })
  const work = new WorkView(jobs, context.home)
  const licences = new LicenceView({ config, environment, home, cwd, now })
  onOpen(async () => {
    await licences.close()
  })
  const health = await openHealth(context, registry, licences)
  onOpen(async () => {
    await health.close()
  })
  const { alerts, close, movedTo } = await openAlerts({
    config,
    environment,
    cwd,
    home,
    mayTell: group => mayTell(registry, group)
  })
  onOpen(close)
  if (movedTo !== undefined) {
    context.log.error({ movedTo }, 'the store of alerts could not be read and was started anew')
  }
  const farm = await openFarm(context, { registry, health, work, alerts })
  onOpen(async () => {
    await farm.close()
  })
  return { registry, work, licences, health, alerts, farm }
}

async function openHealth (
  { config, environment, home, device, now, jobs, repositories, noticeProblems }: AgentContext,
  registry: FarmRegistry,
  licences: LicenceView
): Promise<AgentHealth> {
  return await AgentHealth.open({
    config,
    environment,
    home,
    device,
    version: packlineVersion,
    machine: { ...realMachine(environment), nowMs: now },
    nodeFile: process.execPath,
    waitingJobs: () => jobs.counts().queued,
    isIdle: () => jobs.counts().running === 0,
    ...Object.keys(config.repositories).length > 0 && { repositories },
    ...config.notices.receivers.length > 0 && { noticeProblems },
    licences: async () => await licences.standings(device),
    modelMedian: async (facts, signal) => modelMedian(facts, await registry.machines(signal)),
    clocks: registry.clock === undefined ? [] : [registry.clock]
  })
}

async function openFarm (
  { config, environment, home, cwd, device, now, log, jobs }: AgentContext,
  { registry, health, work, alerts }: Pick<Shown, 'registry' | 'health' | 'work' | 'alerts'>
): Promise<Farm> {
  const jenkins = await configuredJenkins(config, environment, cwd).catch((error: unknown) => {
    if (config.jenkins?.manageNodes === true) throw error
    return undefined
  })
  return new Farm({
    config,
    home,
    device,
    version: packlineVersion,
    instance: randomUUID(),
    address: ownAddress(config),
    registry,
    health,
    jobs: farmJobs(jobs, work),
    alerts,
    nowMs: now,
    onProblem: (what, error) => {
      log.warn({ err: error instanceof Error ? error : new Error(String(error)) }, what)
    },
    ...jenkins === undefined ? {} : { jenkins: jenkins.nodes }
  })
}

function routesOf (context: AgentContext, shown: Shown): NonNullable<Part['routes']> {
  const { jobs, home, device, now, cwd, config: { http: { tokensFile } } } = context
  const { health } = shown
  const metrics = new HealthMetrics(
    () => health.document,
    packlineVersion,
    extraMetrics({
      jobs,
      ...shown,
      workers: () => workersOf(home),
      noticeProblems: context.noticeProblems
    })
  )
  return async app => {
    await app.register(healthRoutes({ health, metrics }))
    await app.register(
      farmRoutes({
        ...shown,
        home,
        storePlace: shown.licences.place,
        now,
        isBusy: () => jobs.counts().running > 0,
        pagePatches: request => farmPagePatches({ ...shown, device, now }, request)
      })
    )
    await app.register(pageRoutes({ ...shown, jobs, home, device, now, cwd, tokensFile }))
  }
}
