import { join } from 'node:path'
import pLimit from 'p-limit'
import type { RepositoriesConfig, RepositoryConfig } from '../config/repository-schema.js'
import type { Documents } from '../coordination/documents.js'
import { PacklineError } from '../errors.js'
import type { BatchRunner } from './batch-runner.js'
import type { Lane, Report } from './lane.js'
import { LaneDriver } from './lane-driver.js'
import { LaneStore } from './lane-store.js'
import { RepositoryWatch } from './repository-watch.js'
import type { Source } from './source.js'

export interface TriggerOptions {
  repositories: RepositoriesConfig
  documents: Documents
  /** Where working copies are made. */
  folder: string
  sourceOf: (name: string, config: RepositoryConfig) => Source
  runnerOf: (name: string, pipeline: string, source: Source) => BatchRunner
  reportOf: (
    name: string
  ) =>
    | ((pipeline: string, report: Report, commits: string[], signal: AbortSignal) => Promise<void>)
    | undefined
  now: () => number
  log: (level: 'info' | 'warn', fields: Record<string, unknown>, text: string) => void
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
    const limit = pLimit(looksAtOnce)
    for (const [name, config] of Object.entries(options.repositories)) {
      this.#watches.set(
        name,
        this.#watch(name, config, limit)
      )
    }
  }

  /**
   * Goes on where the last process ended. With `isWatching` every repository is looked at, at once and from
   * then on.
   */
  async open ({ isWatching = true } = {}): Promise<void> {
    for (const watch of this.#watches.values()) await watch.open()
    if (isWatching) { for (const watch of this.#watches.values()) watch.wake() }
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

  /** Tells the log when a run of the lane begins and ends. */
  #notes (lane: Lane): (next: Lane) => void {
    const { log } = this.#options
    let begun = lane.run?.id
    let ended = lane.history[0]?.id
    return ({ repository, branch, pipeline, run, history: [last] }) => {
      const fields = { repository, branch, pipeline }
      if (last !== undefined && last.id !== ended) {
        ended = last.id
        log(last.result === 'succeeded' ? 'info' : 'warn', {
          ...fields,
          run: last.id,
          kind: last.kind,
          result: last.result,
          head: last.head,
          commits: last.commits,
          durationMs: last.endedAt - last.at,
          url: last.url
        }, 'run ended')
      }
      if (run !== null && run.id !== begun) {
        begun = run.id
        // What it waited for while another run of the lane was not the reason.
        log('info', {
          ...fields,
          run: run.id,
          kind: run.kind,
          waitedMs: run.at - run.waitedSince,
          idleMs: run.at - Math.max(run.waitedSince, last?.endedAt ?? 0)
        }, 'run begins')
      }
    }
  }

  #watch (name: string, config: RepositoryConfig, limit: RepositoryWatchLimit): RepositoryWatch {
    const {
      documents,
      now,
      log,
      sourceOf,
      runnerOf,
      reportOf,
      folder,
      settleMs = 10_000,
      retryMs = 1000,
      onChange
    } = this.#options
    const source = sourceOf(name, config)
    const { signal } = this.#stop
    const store = new LaneStore(documents)
    const report = reportOf(name)
    const runners = new Map(
      Object.keys(config.pipelines).map(pipeline => [pipeline, runnerOf(name, pipeline, source)])
    )
    return new RepositoryWatch({
      name,
      config,
      source,
      store,
      now,
      signal,
      limit,
      onLook: outcome => {
        if ('error' in outcome) {
          log('warn', {
            repository: name,
            code: outcome.error.code,
            ...outcome.error.details
          }, 'repository cannot be read')
        } else if (outcome.moved > 0) log('info', { repository: name, moved: outcome.moved }, 'pushes seen')
      },
      drive: (lane, changed, note = this.#notes(lane)) =>
        new LaneDriver({
          lane,
          store,
          pipeline: config.pipelines[lane.pipeline]!,
          source,
          runner: runners.get(lane.pipeline)!,
          report: report === undefined ? undefined : async (each, commits, ended) => {
            await report(lane.pipeline, each, commits, ended)
          },
          workFolder: join(
            folder,
            'work',
            `${name}.${lane.pipeline}.${lane.epoch.toString(36)}.${
              Buffer
                .from(lane.branch)
                .toString('hex')
                .slice(-32)
            }`
          ),
          now,
          settleMs,
          retryMs,
          signal,
          onProblem: ({ branch, pipeline, run }, error) => {
            log('warn', {
              repository: name,
              branch,
              pipeline,
              run: run?.id,
              code: error.code,
              ...error.details
            }, 'run cannot go on yet')
          },
          onChange: next => {
            changed(next)
            if (next === undefined) return
            note(next)
            onChange?.(next)
          }
        })
    })
  }
}

type RepositoryWatchLimit = ConstructorParameters<typeof RepositoryWatch>[0]['limit']
