import { setTimeout as delay } from 'node:timers/promises'
import type { PipelineConfig } from '../config/repository-schema.js'
import { PacklineError } from '../errors.js'
import type { Jenkins } from '../jenkins/configured-jenkins.js'
import type { Build, BuildSearch } from '../jenkins/jenkins-jobs.js'
import type { Batch, BatchRunner } from './batch-runner.js'
import type { Handle, Result, Run } from './lane.js'

/** The parameter that names a run: by it a build is found again when the answer to its start was lost. */
const nameParameter = 'PACKLINE_BATCH'
// Jenkins hands parameters to tools as environment variables, of which Linux takes 128 kB each.
const maxListBytes = 32_000

interface JenkinsRunnerOptions {
  jenkins: Jenkins
  /** Longest pause between two looks at a queue item or a build; the first ones are shorter. */
  pollMs: number
}

/** Runs batches as builds of a Jenkins job. */
export class JenkinsRunner implements BatchRunner {
  readonly #options: JenkinsRunnerOptions

  constructor (options: JenkinsRunnerOptions) {
    this.#options = options
  }

  async find ({ run, pipeline }: Batch, signal: AbortSignal): Promise<Handle | undefined> {
    const job = jobOf(pipeline)
    // A build that leaves the queue is nowhere for a moment.
    const found = await this.#search(job, run, signal) ?? await this.#search(job, run, signal)
    if (found === undefined) return undefined
    return 'queueItem' in found
      ? { queueItem: found.queueItem, number: null, url: null }
      : handleOf(found.build)
  }

  async start (batch: Batch, signal: AbortSignal): Promise<Handle> {
    const { jenkins } = this.#options
    const job = jobOf(batch.pipeline)
    const { parameters } = await jenkins.jobs.state(job, { signal })
    // Jenkins drops what a job does not declare; without the name a doubled start could not be told from a
    // single one.
    if (!parameters.includes(nameParameter)) {
      throw new PacklineError('TRIGGER_JOB_PARAMETERS', { job, missing: nameParameter })
    }
    const queueItem = await jenkins.jobs.start(job, buildParameters(batch), { signal })
    return { queueItem, number: null, url: null }
  }

  async follow (
    run: Run,
    pipeline: PipelineConfig,
    onMove: (handle: Handle) => void,
    signal: AbortSignal
  ): Promise<Result> {
    const { jenkins, pollMs } = this.#options
    const job = jobOf(pipeline)
    let handle = run.handle ?? { queueItem: null, number: null, url: null }
    for (let pauseMs = pollMs / 16;; pauseMs = Math.min(pauseMs * 1.3, pollMs)) {
      if (handle.number === null) {
        const next = await this.#leaveQueue(job, run, handle, signal)
        if (next === 'cancelled') return 'aborted'
        if (next === 'lost') return 'lost'
        if (next !== undefined) onMove(handle = next)
      } else {
        const build = await jenkins.jobs.build(job, handle.number, { signal })
        if (build === undefined) return 'lost'
        if (!build.isRunning && build.result !== undefined) return results[build.result]
      }
      await delay(pauseMs, undefined, { signal })
    }
  }

  async #search (job: string, { id, attemptAt }: Run, signal: AbortSignal): Promise<BuildSearch | undefined> {
    return await this.#options.jenkins.jobs.find(job, nameParameter, id, {
      signal,
      ...attemptAt !== null && { sinceMs: attemptAt }
    })
  }

  async #leaveQueue (
    job: string,
    run: Run,
    { queueItem }: Handle,
    signal: AbortSignal
  ): Promise<Handle | 'cancelled' | 'lost' | undefined> {
    const { jenkins } = this.#options
    const item = queueItem === null ? undefined : await jenkins.jobs.queueItem(queueItem, { signal })
    if (item?.state === 'cancelled') return 'cancelled'
    if (item?.state === 'waiting') return undefined
    if (item?.number !== undefined) {
      const build = await jenkins.jobs.build(job, item.number, { signal })
      return build === undefined ? 'lost' : handleOf(build)
    }
    // Jenkins forgets items five minutes after they left the queue, and all of them when it restarts.
    const found = await this.#search(job, run, signal)
    if (found === undefined) return 'lost'
    return 'build' in found ? handleOf(found.build) : undefined
  }
}

const results: Record<NonNullable<Build['result']>, Result> = {
  SUCCESS: 'succeeded',
  UNSTABLE: 'failed',
  FAILURE: 'failed',
  ABORTED: 'aborted',
  NOT_BUILT: 'aborted'
}

function buildParameters (
  { repository, branch, run, choice, pipeline, commit, base, commits }: Batch
): Record<string, string> {
  return {
    ...pipeline.parameters,
    [nameParameter]: run.id,
    PACKLINE_REPOSITORY: repository,
    PACKLINE_BRANCH: branch,
    PACKLINE_COMMIT: commit,
    PACKLINE_BASE: choice.paths === undefined ? '' : base,
    PACKLINE_COMMITS: listWithin(commits),
    PACKLINE_PATHS: listWithin(choice.paths ?? []),
    PACKLINE_FULL: String(choice.isFull)
  }
}

/** One name a line; nothing where it would be too long, or a name holds a line break itself. */
function listWithin (names: readonly string[]): string {
  const text = names.join('\n')
  return Buffer.byteLength(text) > maxListBytes || names.some(name => name.includes('\n')) ? '' : text
}

function handleOf ({ number, queueId, url }: Build): Handle {
  return { queueItem: queueId, number, url: url === '' ? null : url }
}

function jobOf ({ job }: PipelineConfig): string {
  if (job === undefined) throw new TypeError('this pipeline runs here')
  return job
}
