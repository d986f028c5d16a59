import type { Alerts } from '../alert/alerts.js'
import type { AgentConfig } from '../config/agent-schema.js'
import type { JenkinsNodes } from '../jenkins/jenkins-nodes.js'
import { errorText } from '../error-text.js'
import { hasCode } from '../errors.js'
import type { FarmRow } from './farm-row.js'
import type { FarmRegistry } from './farm-registry.js'
import { farmSubject, sharedCauses, type SharedCause } from './shared-causes.js'
import { decide, type Look, type WardenTrack } from './warden.js'

interface WardenOptions {
  config: AgentConfig
  registry: FarmRegistry
  rows: (signal: AbortSignal) => Promise<FarmRow[]>
  jenkins?: Pick<JenkinsNodes, 'state' | 'takeOffline' | 'bringOnline'>
  alerts?: Alerts
  nowMs?: () => number
  onProblem: (what: string, error: unknown) => void
}

const coordinator = 'service.zookeeper'

/**
 * Looks at the whole farm again and again while this agent is the warden: tells of what is wrong, and moves
 * Jenkins's nodes.
 */
export class Warden {
  readonly #options: WardenOptions
  readonly #closing = new AbortController()
  #tracks = new Map<string, WardenTrack>()
  #wasWarden = false
  #told = ''
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> = Promise.resolve()

  constructor (options: WardenOptions) {
    this.#options = options
  }

  start (intervalMs: number): void {
    const next = (): void => {
      this.#looking = this
        .look()
        .catch(error => {
          if (!this.#closing.signal.aborted) this.#options.onProblem('warden', error)
        })
        .finally(() => {
          if (!this.#closing.signal.aborted) this.#timer = setTimeout(next, intervalMs).unref()
        })
    }
    this.#timer = setTimeout(next, intervalMs).unref()
  }

  /** One look; does nothing for others while another agent is the warden. */
  async look (): Promise<void> {
    const { registry, alerts, rows } = this.#options
    if (alerts !== undefined) await this.#tellOfCoordinator(alerts)
    if (!registry.isWarden()) {
      this.#wasWarden = false
      return
    }
    if (!this.#wasWarden) {
      // Whoever takes over forgets what it counted at another time, and can resolve what the last warden
      // raised.
      this.#tracks.clear()
      const open = await registry.openAlerts()
      if (open !== undefined) await alerts?.assume(open)
      this.#wasWarden = true
    }
    const found = await rows(this.#closing.signal)
    const stuck = await this.#moveNodes(found)
    if (alerts !== undefined) await this.#tell(alerts, found, stuck)
  }

  async close (): Promise<void> {
    clearTimeout(this.#timer)
    this.#closing.abort(new Error('the warden was closed'))
    await this.#looking
  }

  /** There is no warden then: each agent tells by itself, and all under one key. */
  async #tellOfCoordinator (alerts: Alerts): Promise<void> {
    const { registry: { blindSinceMs }, config, nowMs = Date.now } = this.#options
    if (blindSinceMs === undefined) return await alerts.resolveOthers(farmSubject(coordinator), new Set())
    if (nowMs() - blindSinceMs < config.farm.silentAfterMs) return
    await alerts.raise({
      check: coordinator,
      subject: farmSubject(coordinator),
      severity: 'critical',
      summary:
        'ZooKeeper cannot be reached: nobody sees to the farm, and licences with seats are not granted',
      details: {}
    })
  }

  /** Returns the machines whose nodes could not be brought to where they should be, with the reason. */
  async #moveNodes (rows: readonly FarmRow[]): Promise<Map<string, string>> {
    const { jenkins, config, onProblem } = this.#options
    const stuck = new Map<string, string>()
    const settings = config.jenkins
    if (jenkins === undefined || settings?.manageNodes !== true) return stuck
    const { signal } = this.#closing
    const looks = await Promise.all(rows.map(async (row): Promise<Look> => {
      const node = await jenkins.state(row.node, { signal }).catch((error: unknown) =>
        hasCode(error, 'JENKINS_NOT_FOUND') ? undefined : 'unknown' as const
      )
      return {
        device: row.device,
        grade: row.grade,
        isDraining: row.drain !== null,
        reason: reasonOf(row),
        node
      }
    }))
    const { tracks, actions } = decide(this.#tracks, looks, {
      poorChecks: settings.poorChecks ?? 3,
      goodChecks: settings.goodChecks ?? 5,
      maxShare: settings.maxOfflineShare ?? 0.25
    })
    this.#tracks = tracks
    for (const action of actions) {
      const node = rows.find(({ device }) => device === action.device)?.node ?? action.device
      try {
        // The client reads back what became of it, and never undoes what a person did.
        if (action.type === 'offline') await jenkins.takeOffline(node, action.reason, { signal })
        else if (action.type === 'online') await jenkins.bringOnline(node, { signal })
        else stuck.set(action.device, `the allowed share of nodes is offline already: ${action.reason}`)
      } catch (error) {
        signal.throwIfAborted()
        stuck.set(action.device, errorText(error))
        onProblem(`jenkins node ${node}`, error)
      }
    }
    return stuck
  }

  async #tell (alerts: Alerts, rows: readonly FarmRow[], stuck: ReadonlyMap<string, string>): Promise<void> {
    const shared = sharedCauses(rows)
    for (const { id, subject, reason: { hint } } of shared) {
      await alerts.raise({
        check: id,
        subject,
        severity: 'error',
        summary: `${id} is missed by most machines`,
        ...hint === null ? {} : { hint },
        details: {}
      })
    }
    for (const row of rows) {
      const checks = new Set<string>()
      // A machine that is drained is in somebody's hands.
      for (const { id, state, hint, problem } of row.drain === null ? row.reasons : []) {
        if (shared.some(cause => cause.id === id)) continue
        checks.add(id)
        await alerts.raise({
          check: id,
          subject: row.device,
          severity: state === 'fail' ? 'critical' : 'warning',
          summary: `${row.device} is ${row.grade}: ${id}`,
          ...hint === null ? {} : { hint },
          details: problem === undefined || id === 'silent' ? {} : { problem }
        })
      }
      const why = stuck.get(row.device)
      if (why !== undefined) {
        checks.add('jenkins-node')
        await alerts.raise({
          check: 'jenkins-node',
          subject: row.device,
          severity: 'error',
          summary: `${row.device}: its node in Jenkins is not as it should be`,
          details: { problem: why }
        })
      }
      await alerts.resolveOthers(row.device, checks)
    }
    await this.#resolveGone(alerts, new Set(rows.map(({ device }) => device)), shared)
    const open = alerts
      .groups
      .flatMap(({ members }) => Object.values(members))
      .filter(({ endsAt }) => endsAt === undefined)
      .map(({ check, subject }) => ({ check, subject }))
    const text = JSON.stringify(open)
    if (text === this.#told) return
    await this.#options.registry.setOpenAlerts(open)
    this.#told = text
  }

  async #resolveGone (
    alerts: Alerts,
    devices: ReadonlySet<string>,
    shared: readonly SharedCause[]
  ): Promise<void> {
    const subjects = new Set(
      alerts.groups.flatMap(({ members }) => Object.values(members)).map(({ subject }) => subject)
    )
    for (const subject of subjects) {
      const checks = shared.filter(cause => cause.subject === subject).map(({ id }) => id)
      if (!devices.has(subject)) await alerts.resolveOthers(subject, new Set(checks))
    }
  }
}

function reasonOf ({ grade, drain, reasons }: FarmRow): string {
  if (drain !== null) return `drained by ${drain.by}: ${drain.why}`
  return `${grade}: ${
    reasons.slice(0, 4).map(({ id, problem }) => problem === undefined ? id : `${id} (${problem})`).join(', ')
  }`
    .slice(0, 500)
}
