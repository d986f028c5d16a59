import type { PipelineConfig } from '../config/repository-schema.js'
import type { Jenkins } from '../jenkins/configured-jenkins.js'
import type { Build } from '../jenkins/jenkins-jobs.js'
import { NamedBuilds } from '../jenkins/named-builds.js'
import type { Batch, BatchRunner } from './batch-runner.js'
import type { Handle, Result, Run } from './lane.js'

// Jenkins hands parameters to tools as environment variables, of which Linux takes 128 kB each.
const maxListBytes = 32_000

interface JenkinsRunnerOptions {
  jenkins: Jenkins
  /** Longest pause between two looks at a queue item or a build; the first ones are shorter. */
  pollMs: number
}

/** Runs batches as builds of a Jenkins job. */
export class JenkinsRunner implements BatchRunner {
  readonly #builds: NamedBuilds

  constructor ({ jenkins: { jobs }, pollMs }: JenkinsRunnerOptions) {
    this.#builds = new NamedBuilds({ jobs, parameter: 'PACKLINE_BATCH', pollMs })
  }

  async find ({ run, pipeline }: Batch, signal: AbortSignal): Promise<Handle | undefined> {
    return await this.#builds.find(jobOf(pipeline), run.id, run.attemptAt, signal)
  }

  async start (batch: Batch, signal: AbortSignal): Promise<Handle> {
    return await this.#builds.start(jobOf(batch.pipeline), batch.run.id, buildParameters(batch), signal)
  }

  async follow (
    { id, attemptAt, handle }: Run,
    pipeline: PipelineConfig,
    onMove: (handle: Handle) => void,
    signal: AbortSignal
  ): Promise<Result> {
    const place = handle ?? { queueItem: null, number: null, url: null }
    const end = await this.#builds.follow(jobOf(pipeline), id, attemptAt, place, onMove, signal)
    if (end === 'lost') return end
    return end === 'cancelled' ? 'aborted' : results[end.result ?? 'NOT_BUILT']
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
  { repository, branch, choice, pipeline, commit, base, commits }: Batch
): Record<string, string> {
  return {
    ...pipeline.parameters,
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

function jobOf ({ job }: PipelineConfig): string {
  if (job === undefined) throw new TypeError('this pipeline runs here')
  return job
}
