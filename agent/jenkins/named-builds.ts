import { setTimeout as delay } from 'node:timers/promises'
import { PacklineError } from '../errors.js'
import type { Build, BuildSearch, JenkinsJobs } from './jenkins-jobs.js'

/** Where a build that was asked for is. */
export interface BuildPlace {
  queueItem: number | null
  number: number | null
  url: string | null
}

interface NamedBuildsOptions {
  jobs: JenkinsJobs
  /** The parameter that names a build: by it one is found again when the answer to its start was lost. */
  parameter: string
  /** Longest pause between two looks at a queue item or a build; the first ones are shorter. */
  pollMs: number
}

/** Builds of Jenkins jobs that carry a name of ours, so that none is started twice. */
export class NamedBuilds {
  readonly #options: NamedBuildsOptions

  constructor (options: NamedBuildsOptions) {
    this.#options = options
  }

  /** `sinceMs` is when it was asked for; the newest hundred builds are looked through in any case. */
  async find (
    job: string,
    name: string,
    sinceMs: number | null,
    signal: AbortSignal
  ): Promise<BuildPlace | undefined> {
    // A build that leaves the queue is nowhere for a moment.
    const found = await this.#search(job, name, sinceMs, signal) ??
      await this.#search(job, name, sinceMs, signal)
    if (found === undefined) return undefined
    return 'queueItem' in found ? inQueue(found.queueItem) : placeOf(found.build)
  }

  /** Throws JENKINS_JOB_PARAMETERS for a job that does not declare the parameter that names its builds. */
  async start (
    job: string,
    name: string,
    parameters: Record<string, string>,
    signal: AbortSignal
  ): Promise<BuildPlace> {
    const { jobs, parameter } = this.#options
    const declared = (await jobs.state(job, { signal })).parameters
    // Jenkins drops what a job does not declare; without the name a doubled start could not be told from a
    // single one.
    if (!declared.includes(parameter)) {
      throw new PacklineError('JENKINS_JOB_PARAMETERS', { job, missing: parameter })
    }
    return inQueue(await jobs.start(job, { ...parameters, [parameter]: name }, { signal }))
  }

  /** The build as it ended; `cancelled` when it never began, `lost` when Jenkins knows it no more. */
  async follow (
    job: string,
    name: string,
    sinceMs: number | null,
    from: BuildPlace,
    onMove: (place: BuildPlace) => void,
    signal: AbortSignal
  ): Promise<Build | 'cancelled' | 'lost'> {
    const { jobs, pollMs } = this.#options
    let place = from
    for (let pauseMs = pollMs / 16;; pauseMs = Math.min(pauseMs * 1.3, pollMs)) {
      if (place.number === null) {
        const next = await this.#leaveQueue(job, name, sinceMs, place, signal)
        if (next === 'cancelled' || next === 'lost') return next
        if (next !== undefined) onMove(place = next)
      } else {
        const build = await jobs.build(job, place.number, { signal })
        if (build === undefined) return 'lost'
        if (!build.isRunning && build.result !== undefined) return build
      }
      await delay(pauseMs, undefined, { signal })
    }
  }

  async #search (
    job: string,
    name: string,
    sinceMs: number | null,
    signal: AbortSignal
  ): Promise<BuildSearch | undefined> {
    const { jobs, parameter } = this.#options
    return await jobs.find(job, parameter, name, { signal, ...sinceMs !== null && { sinceMs } })
  }

  async #leaveQueue (
    job: string,
    name: string,
    sinceMs: number | null,
    { queueItem }: BuildPlace,
    signal: AbortSignal
  ): Promise<BuildPlace | 'cancelled' | 'lost' | undefined> {
    const { jobs } = this.#options
    const item = queueItem === null ? undefined : await jobs.queueItem(queueItem, { signal })
    if (item?.state === 'cancelled') return 'cancelled'
    if (item?.state === 'waiting') return undefined
    if (item?.number !== undefined) {
      const build = await jobs.build(job, item.number, { signal })
      return build === undefined ? 'lost' : placeOf(build)
    }
    // Jenkins forgets items five minutes after they left the queue, and all of them when it restarts.
    const found = await this.#search(job, name, sinceMs, signal)
    if (found === undefined) return 'lost'
    return 'build' in found ? placeOf(found.build) : undefined
  }
}

function inQueue (queueItem: number): BuildPlace {
  return { queueItem, number: null, url: null }
}

function placeOf ({ number, queueId, url }: Build): BuildPlace {
  return { queueItem: queueId, number, url: url === '' ? null : url }
}
