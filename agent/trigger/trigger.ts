import { join } from 'node:path'
import type { PipelineConfig, RepositoriesConfig, RepositoryConfig } from '../config/repository-schema.js'
import type { Documents } from '../coordination/documents.js'
import { PacklineError } from '../errors.js'
import type { BatchRunner } from './batch-runner.js'
import type { Lane, Report } from './lane.js'
import { LaneDriver } from './lane-driver.js'
import { laneLog } from './lane-log.js'
import type { TriggerLog } from './lane-log.js'
import { LaneStore } from './lane-store.js'
import { LookQueue } from './look-queue.js'
import { RepositoryWatch } from './repository-watch.js'
import type { Drive, LookOutcome } from './repository-watch.js'
import type { Source } from './source.js'

/** Sets a report's status on commits. */
export type SetStatus = (
  pipeline: string,
  report: Report,
  commits: string[],
  signal: AbortSignal
) => Promise<void>

/** One pipeline of one repository. */
interface PipelinePlace {
  repository: string
  pipeline: string
  config: PipelineConfig
  source: Source
}

export interface TriggerOptions {
  repositories: RepositoriesConfig
  documents: Documents
  /** Where working copies are made. */
  folder: string
  sourceOf: (name: string, config: RepositoryConfig) => Source
  runnerOf: (place: PipelinePlace) => BatchRunner
  /** Undefined where nobody wants to know of a repository's runs. */
  statusOf: (name: string, config: RepositoryConfig) => SetStatus | undefined
  now: () => number
  log: TriggerLog
  onChange?: (lane: Lane) => void
  settleMs?: number
  retryMs?: number
}

const looksAtOnce = 4

/**
 * Watches repositories and starts a run for what is pushed to them. Only one process of a home may have one
 * open.
 */
export class Trigger {
  readonly #options: TriggerOptions
  readonly #watches = new Map<string, RepositoryWatch>()
  readonly #stop = new AbortController()
  #closing: Promise<void> | undefined

  constructor (options: TriggerOptions) {
    this.#options = options
    const queue = new LookQueue(looksAtOnce)
    for (const [name, config] of Object.entries(options.repositories)) {
      this.#watches.set(name, this.#watch(name, config, queue))
    }
  }

  /**
   * Goes on where the last process ended. With `isWatching` every repository is looked at, at once and from
   * then on.
   */
  async open ({ isWatching = true } = {}): Promise<void> {
    for (const watch of this.#watches.values()) await watch.open()
    if (isWatching) { for (const watch of this.#watches.values()) watch.poll() }
  }

  get lanes (): Lane[] {
    return [...this.#watches.values()].flatMap(watch => watch.lanes)
  }

  get isAtRest (): boolean {
    return [...this.#watches.values()].every(watch => watch.isAtRest)
  }

  /** Something may have been pushed. Returns at once. */
  wake (name: string): void {
    this.#watches.get(name)?.wake()
  }

  /** Resolves when each of them was looked at; `onError` tells of those that could not be. */
  async look (
    names: readonly string[] = [...this.#watches.keys()],
    onError: (error: PacklineError) => void = () => {}
  ): Promise<void> {
    await Promise.all(names.map(async name => {
      const watch = this.#watches.get(name)
      if (watch === undefined) throw new PacklineError('REPOSITORY_UNKNOWN', { repository: name })
      const error = await watch.look()
      if (error !== undefined) onError(error)
    }))
  }

  async close (): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  async #close (): Promise<void> {
    this.#stop.abort(new PacklineError('INTERRUPTED'))
    await Promise.all([...this.#watches.values()].map(async watch => {
      await watch.close()
    }))
  }

  #watch (name: string, config: RepositoryConfig, queue: LookQueue): RepositoryWatch {
    const { documents, now, sourceOf, runnerOf, statusOf } = this.#options
    const source = sourceOf(name, config)
    const store = new LaneStore(documents)
    const pipelines = new Map(
      Object.entries(config.pipelines).map(([pipeline, its]) => [pipeline, {
        config: its,
        runner: runnerOf({ repository: name, pipeline, config: its, source })
      }])
    )
    return new RepositoryWatch({
      name,
      pollSeconds: config.pollSeconds,
      pipelines,
      source,
      store,
      now,
      signal: this.#stop.signal,
      queue,
      onLook: outcome => {
        this.#noteLook(name, outcome)
      },
      drive: this.#drive(source, store, statusOf(name, config))
    })
  }

  #drive (source: Source, store: LaneStore, setStatus: SetStatus | undefined): Drive {
    const { folder, now, log, settleMs = 10_000, retryMs = 1000, onChange } = this.#options
    return (lane, { config, runner }, onDriven) => {
      const note = laneLog(log, lane)
      return new LaneDriver({
        lane,
        store,
        pipeline: config,
        source,
        runner,
        report: setStatus === undefined ? undefined : async (report, commits, ended) => {
          await setStatus(lane.pipeline, report, commits, ended)
        },
        workFolder: workFolderOf(folder, lane),
        now,
        settleMs,
        retryMs,
        signal: this.#stop.signal,
        onProblem: (stuck, error) => {
          this.#noteProblem(stuck, error)
        },
        onChange: next => {
          onDriven(next)
          if (next === undefined) return
          note(next)
          onChange?.(next)
        }
      })
    }
  }

  #noteLook (repository: string, outcome: LookOutcome): void {
    const { log } = this.#options
    if ('error' in outcome) {
      const { code, details } = outcome.error
      log('warn', { repository, code, ...details }, 'repository cannot be read')
    } else if (outcome.moved > 0) log('info', { repository, moved: outcome.moved }, 'pushes seen')
  }

  #noteProblem ({ repository, branch, pipeline, run }: Lane, { code, details }: PacklineError): void {
    this.#options.log(
      'warn',
      { repository, branch, pipeline, run: run?.id, code, ...details },
      'run cannot go on yet'
    )
  }
}

/** One per lane; of a branch's name only the end, since folders have names of limited length. */
function workFolderOf (folder: string, { repository, pipeline, branch, epoch }: Lane): string {
  const end = Buffer.from(branch).toString('hex').slice(-32)
  return join(folder, 'work', `${repository}.${pipeline}.${epoch.toString(36)}.${end}`)
}
