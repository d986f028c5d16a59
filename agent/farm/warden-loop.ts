import { memberId } from '../alert/alert.js'
import type { Alerts } from '../alert/alerts.js'
import type { AgentConfig } from '../config/agent-schema.js'
import type { JenkinsNodes } from '../jenkins/jenkins-nodes.js'
import { errorText } from '../error-text.js'
import { hasCode } from '../errors.js'
import { checkName } from '../health/check-hint.js'
import type { FarmRow } from './farm-row.js'
import type { FarmRegistry, OpenAlert } from './farm-registry.js'
import { coordinator, coordinatorAlert } from './shared-causes.js'
import { wantedAlerts } from './wanted-alerts.js'
import { decide, type Look, type WardenTrack } from './warden.js'
import { phrase, type Wording, shortened, allReasons, about } from '../messages/phrase.js'

interface WardenOptions {
  config: AgentConfig
  registry: FarmRegistry
  rows: (signal: AbortSignal) => Promise<FarmRow[]>
  jenkins?: Pick<JenkinsNodes, 'state' | 'takeOffline' | 'bringOnline'>
  alerts?: Alerts
  /** What is wrong with this agent's own machine. */
  ownReasons?: () => ReadonlyArray<{ id: string }>
  nowMs?: () => number
  onProblem: (what: string, error: unknown) => void
}

/**
 * Looks at the whole farm again and again while this agent is the warden: tells of what is wrong, and moves
 * Jenkins's nodes.
 */
export class Warden {
  readonly #options: WardenOptions
  readonly #closing = new AbortController()
  #tracks = new Map<string, WardenTrack>()
  #wasWarden: boolean | undefined
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
      // While nobody may be, what was to be told is kept: whoever is the warden next tells what is still so.
      const isAnother = registry.blindSinceMs === undefined
      if (isAnother && this.#wasWarden !== false) await alerts?.forgetOthers([coordinatorAlert])
      this.#wasWarden = isAnother ? false : undefined
      return
    }
    if (this.#wasWarden !== true) await this.#takeOver()
    const found = await rows(this.#closing.signal)
    const stuck = await this.#moveNodes(found)
    if (alerts !== undefined) await this.#tell(alerts, found, stuck)
  }

  /** Forgets what was counted at another time, and can resolve what the last warden told of. */
  async #takeOver (): Promise<void> {
    const { registry, alerts } = this.#options
    this.#tracks.clear()
    const open = await registry.openAlerts()
    if (open !== undefined && alerts !== undefined) {
      // Each agent tells of the coordinator's end by itself: it may stand in no list.
      await alerts.forgetOthers([...open, coordinatorAlert])
      await alerts.assume(open)
    }
    this.#told = ''
    this.#wasWarden = true
  }

  async close (): Promise<void> {
    clearTimeout(this.#timer)
    this.#closing.abort(new Error('the warden was closed'))
    await this.#looking
  }

  /**
   * There is no warden then: each agent tells by itself, and all under one key. Whoever is the warden later
   * sees to its end with all the rest; the others only once their own machine misses nothing, since one that
   * said so too early would make two incidents of one.
   */
  async #tellOfCoordinator (alerts: Alerts): Promise<void> {
    const { registry, config, nowMs = Date.now, ownReasons = () => [] } = this.#options
    const { blindSinceMs } = registry
    if (blindSinceMs !== undefined) {
      if (nowMs() - blindSinceMs >= config.farm.silentAfterMs) await alerts.raise(coordinatorAlert)
    } else if (!registry.isWarden() && !ownReasons().some(({ id }) => id === coordinator)) {
      await alerts.resolve(coordinatorAlert)
    }
  }

  /** Returns the machines whose nodes could not be brought to where they should be, with the reason. */
  async #moveNodes (rows: readonly FarmRow[]): Promise<Map<string, Wording>> {
    const { jenkins, config, onProblem } = this.#options
    const stuck = new Map<string, Wording>()
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
        else stuck.set(action.device, phrase('warden.share', { reason: action.reason }))
      } catch (error) {
        signal.throwIfAborted()
        stuck.set(action.device, errorText(error))
        onProblem(`jenkins node ${node}`, error)
      }
    }
    return stuck
  }

  async #tell (alerts: Alerts, rows: readonly FarmRow[], stuck: ReadonlyMap<string, Wording>): Promise<void> {
    const wanted = wantedAlerts(rows, stuck)
    const open = openOf(alerts)
    // Before anybody is told: another warden could not resolve what it does not know of.
    await this.#record([...open, ...wanted])
    for (const alert of wanted) await alerts.raise(alert)
    for (const subject of new Set(open.map(alert => alert.subject))) {
      const checks = wanted.filter(alert => alert.subject === subject).map(({ check }) => check)
      await alerts.resolveOthers(subject, new Set(checks))
    }
    await this.#record(openOf(alerts))
  }

  async #record (alerts: readonly OpenAlert[]): Promise<void> {
    const open = new Map(
      alerts.map(({ check, subject }) => [memberId({ check, subject }), { check, subject }])
    )
    const sorted = [...open].sort(([a], [b]) => a < b ? -1 : 1).map(([, alert]) => alert)
    const text = JSON.stringify(sorted)
    if (text === this.#told) return
    await this.#options.registry.setOpenAlerts(sorted)
    this.#told = text
  }
}

/** Also what is over and not told yet: whoever is the warden next has to. */
function openOf (alerts: Alerts): OpenAlert[] {
  return alerts.groups.flatMap(({ members }) => Object.values(members))
}

/** Why its node goes offline, as people read it in Jenkins. */
function reasonOf ({ grade, drain, reasons }: FarmRow): Wording {
  if (drain !== null) return phrase('node.drained', { by: drain.by, why: drain.why })
  const checks = reasons.slice(0, 4).map(({ id, problem }) =>
    problem === undefined
      ? checkName(id)
      : phrase('check.withProblem', { check: checkName(id), problem: shortened(problem, 120) })
  )
  return about(phrase(`grade.${grade}`), allReasons(checks, 'names.both'))
}
