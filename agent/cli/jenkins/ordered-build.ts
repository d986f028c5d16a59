import { setTimeout as delay } from 'node:timers/promises'
import { PacklineError, hasCode } from '../../errors.js'
import type { Build, JenkinsJobs } from '../../jenkins/jenkins-jobs.js'
import { NamedBuilds } from '../../jenkins/named-builds.js'
import type { BuildPlace } from '../../jenkins/named-builds.js'

export type BuildEvent =
  | { type: 'build-queued', queueItem: number | null }
  | { type: 'build-started', number: number, url: string | null }
  | { type: 'build-ended', url: string, result: string }
  | { type: 'jenkins-away', code: string }

const pollMs = 5000
/** A controller that is restarted is away for minutes; its builds are not. */
const awayMs = 900_000
const againMs = 10_000
const stopMs = 10_000
const away = ['JENKINS_UNREACHABLE', 'JENKINS_TIMEOUT', 'JENKINS_UNAVAILABLE'] as const
const maxDescription = 500

/** One build of a Jenkins job from its order to its end. */
export class OrderedBuild {
  readonly #jobs: JenkinsJobs
  readonly #builds: NamedBuilds
  readonly #job: string
  readonly #id: string
  readonly #emit: (event: BuildEvent) => void
  #place: BuildPlace = { queueItem: null, number: null, url: null }

  /** `id` names the build in Jenkins: who asks again for it finds it. */
  constructor (jobs: JenkinsJobs, job: string, id: string, emit: (event: BuildEvent) => void) {
    this.#jobs = jobs
    this.#builds = new NamedBuilds({ jobs, parameter: 'PACKLINE_REQUEST', pollMs })
    this.#job = job
    this.#id = id
    this.#emit = emit
  }

  /** Throws JENKINS_BUILD_FAILED. A build that is interrupted here is stopped there. */
  async run (
    parameters: Record<string, string>,
    signal: AbortSignal
  ): Promise<{ number: number, url: string, result: string }> {
    try {
      const found = await this.#builds.find(this.#job, this.#id, null, signal)
      this.#moved(found ?? await this.#start(parameters, signal))
      return this.#outcome(await this.#follow(signal))
    } catch (error) {
      if (signal.aborted) await this.#stop()
      throw error
    }
  }

  /** When the answer was lost there is a build all the same, or none. */
  async #start (parameters: Record<string, string>, signal: AbortSignal): Promise<BuildPlace> {
    try {
      return await this.#builds.start(this.#job, this.#id, parameters, signal)
    } catch (error) {
      if (!hasCode(error, 'JENKINS_OUTCOME_UNKNOWN')) throw error
      const found = await this.#builds.find(this.#job, this.#id, null, signal)
      if (found === undefined) throw error
      return found
    }
  }

  async #follow (signal: AbortSignal): Promise<Build | 'cancelled' | 'lost'> {
    for (let since = Date.now();;) {
      try {
        return await this.#builds.follow(this.#job, this.#id, null, this.#place, place => {
          since = Date.now()
          this.#moved(place)
        }, signal)
      } catch (error) {
        const code = away.find(each => hasCode(error, each))
        if (code === undefined || Date.now() - since > awayMs) throw error
        this.#emit({ type: 'jenkins-away', code })
        await delay(againMs, undefined, { signal })
      }
    }
  }

  #moved (place: BuildPlace): void {
    this.#place = place
    const { queueItem, number, url } = place
    this.#emit(
      number === null ? { type: 'build-queued', queueItem } : { type: 'build-started', number, url }
    )
  }

  #outcome (end: Build | 'cancelled' | 'lost'): { number: number, url: string, result: string } {
    if (end === 'lost') throw new PacklineError('JENKINS_BUILD_LOST', { job: this.#job })
    if (end === 'cancelled') {
      throw new PacklineError('JENKINS_BUILD_FAILED', {
        url: this.#job,
        result: 'CANCELLED',
        description: ''
      })
    }
    const { number, url, result = 'NOT_BUILT', description } = end
    this.#emit({ type: 'build-ended', url, result })
    if (result === 'SUCCESS') return { number, url, result }
    throw new PacklineError('JENKINS_BUILD_FAILED', { url, result, description: textOf(description) })
  }

  async #stop (): Promise<void> {
    const signal = AbortSignal.timeout(stopMs)
    const { queueItem, number } = this.#place
    if (number !== null) await this.#jobs.stop(this.#job, number, { signal })
    else if (queueItem !== null) {
      await this.#jobs.cancelItem(queueItem, { signal })
      // It may have left the queue just then.
      const found = await this.#builds.find(this.#job, this.#id, null, signal)
      if (found?.number != null) await this.#jobs.stop(this.#job, found.number, { signal })
    }
  }
}

/** A build's description may be HTML; what our steps add to it is. */
function textOf (description: string): string {
  return description.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ').trim().slice(0, maxDescription)
}
