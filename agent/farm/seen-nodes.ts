import { setTimeout as delay } from 'node:timers/promises'
import type { JenkinsNodes } from '../jenkins/jenkins-nodes.js'

/** What Jenkins itself says of a machine's node. */
export interface SeenNode {
  state: 'online' | 'offline' | 'disconnected'
  /** Who took it offline, and why, in Jenkins's words; empty while it is online. */
  cause: string
  since: string | null
}

const keptMs = 15_000
/** A page does not wait for a slow Jenkins: it shows what was read last. */
const patienceMs = 1500

/** The nodes of a controller as they were read last; one question for all, and seldom. */
export class SeenNodes {
  readonly #jenkins: Pick<JenkinsNodes, 'states'>
  readonly #nowMs: () => number
  #known: ReadonlyMap<string, SeenNode> = new Map()
  #askedAtMs = -Infinity
  #asking: Promise<void> = Promise.resolve()

  constructor (jenkins: Pick<JenkinsNodes, 'states'>, nowMs: () => number) {
    this.#jenkins = jenkins
    this.#nowMs = nowMs
  }

  async get (): Promise<ReadonlyMap<string, SeenNode>> {
    if (this.#nowMs() - this.#askedAtMs > keptMs) {
      this.#askedAtMs = this.#nowMs()
      // A Jenkins that is down is told by the machines' own checks.
      this.#asking = this.#ask().catch(() => {
        this.#known = new Map()
      })
    }
    const inTime = new AbortController()
    await Promise.race([
      this.#asking,
      delay(patienceMs, undefined, { signal: inTime.signal }).catch(() => {})
    ])
    inTime.abort()
    return this.#known
  }

  async #ask (): Promise<void> {
    const states = await this.#jenkins.states()
    this.#known = new Map([...states].map(([name, node]): [string, SeenNode] => {
      const { isOffline, isTakenOffline, offlineCause, offlineSinceMs } = node
      return [name, {
        state: isTakenOffline ? 'offline' : isOffline ? 'disconnected' : 'online',
        cause: isOffline ? offlineCause : '',
        since: isOffline && offlineSinceMs !== undefined ? new Date(offlineSinceMs).toISOString() : null
      }]
    }))
  }
}
