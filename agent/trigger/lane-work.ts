import { setTimeout as delay } from 'node:timers/promises'
import type { PipelineConfig } from '../config/repository-schema.js'
import { chooseBatch, chooseProbe } from './batch-choice.js'
import type { Choice } from './batch-choice.js'
import type { Batch, BatchRunner } from './batch-runner.js'
import type { Lane, Report, Run } from './lane.js'
import type { Effect } from './lane-effects.js'
import type { LaneEvent } from './lane-events.js'
import type { Source } from './source.js'
import { readRange } from './unreadable-range.js'

export interface LaneWorkOptions {
  pipeline: PipelineConfig
  source: Source
  runner: BatchRunner
  /** Sets a status on commits; undefined where the repository has no forge. */
  report: ((report: Report, commits: string[], signal: AbortSignal) => Promise<void>) | undefined
  workFolder: string
  now: () => number
  /** How long a start that was not answered may still be on its way to Jenkins. */
  settleMs: number
}

/** The lane that the work is for: as it stands, and what it hears of the work. */
interface WorkedLane {
  current: () => Lane
  /** Resolves when the lane with the event in it is written. */
  apply: (event: LaneEvent) => Promise<void>
  signal: AbortSignal
}

/** Carries out what a lane wants done: asks the repository, the runner and the forge. */
export class LaneWork {
  readonly #options: LaneWorkOptions
  readonly #lane: WorkedLane
  #choice: { id: string, choice: Choice } | undefined
  #reportTries = 0

  constructor (options: LaneWorkOptions, lane: WorkedLane) {
    this.#options = options
    this.#lane = lane
  }

  async perform (effect: Exclude<Effect, { type: 'remove' }>): Promise<void> {
    switch (effect.type) {
      case 'wait':
        return await this.#wait(effect.until)
      case 'choose':
        return await this.#choose(effect.run, effect.maxFiles)
      case 'start':
        return await this.#start(effect.run)
      case 'follow':
        return await this.#follow(effect.run)
      case 'report':
        return await this.#report(effect.report)
    }
  }

  /** How often the effect has failed before; called once for each failure. */
  countFailure (effect: Effect): number {
    return 'run' in effect ? effect.run.tries : this.#reportTries++
  }

  /** A push moves the time that is waited for; the next look at the lane tells. */
  async #wait (until: number): Promise<void> {
    await this.#pauseUntil(until)
    await this.#lane.apply({ type: 'tick' })
  }

  async #choose (run: Run, maxFiles: number): Promise<void> {
    await this.#pauseUntil(run.retryAt)
    const { source, pipeline } = this.#options
    if (run.kind === 'batch') return await this.#chosen(run, await this.#batchAt(run, run.goal, maxFiles))
    const choice = await readRange(
      async () => await chooseProbe(source, pipeline, run.since, run.goal),
      unread => ({ unread })
    )
    if (!('head' in choice) && !('culprit' in choice)) {
      return await this.#lane.apply({ type: 'unsearchable', id: run.id, unread: choice.unread })
    }
    if (!('culprit' in choice)) return await this.#chosen(run, choice)
    await this.#lane.apply({ type: 'culprit', id: run.id, commit: choice.culprit })
  }

  async #chosen (run: Run, choice: Choice): Promise<void> {
    this.#choice = { id: run.id, choice }
    const { head, isFull, commits, paths, unread } = choice
    await this.#lane.apply({
      type: 'chosen',
      id: run.id,
      head,
      isFull,
      commits: commits.length,
      files: paths?.length ?? 0,
      ...unread !== undefined && { unread }
    })
  }

  async #start (run: Run): Promise<void> {
    await this.#pauseUntil(run.retryAt)
    const { runner, settleMs } = this.#options
    const { apply, current, signal } = this.#lane
    const batch = await this.#batch(run)
    if (run.attemptAt !== null) {
      // The last attempt may have come through though nobody noted it, or may still be on its way.
      await this.#pauseUntil(run.attemptAt + settleMs)
      const handle = await runner.find(batch, signal)
      if (handle !== undefined) return await apply({ type: 'following', id: run.id, handle })
    }
    await apply({ type: 'attempt', id: run.id })
    if (current().run?.id !== run.id) return
    const handle = await runner.start(batch, signal)
    await apply({ type: 'following', id: run.id, handle })
  }

  async #follow (run: Run): Promise<void> {
    await this.#pauseUntil(run.retryAt)
    const { runner, pipeline } = this.#options
    const { apply, signal } = this.#lane
    const result = await runner.follow(run, pipeline, handle => {
      apply({ type: 'following', id: run.id, handle }).catch(() => {})
    }, signal)
    await apply({ type: 'finished', id: run.id, result })
  }

  async #report (report: Report): Promise<void> {
    const { report: setStatus } = this.#options
    if (setStatus !== undefined) await setStatus(report, await this.#reported(report), this.#lane.signal)
    this.#reportTries = 0
    await this.#lane.apply({ type: 'reported', id: report.id, state: report.state })
  }

  /** The names of the commits that a report is about. */
  async #reported ({ since, head }: Report): Promise<string[]> {
    const { source } = this.#options
    const commits = since.length === 0
      ? []
      : await readRange(async () => await source.commits(since, head, { isMainLine: false }), () => [])
    return [...new Set([...commits.map(({ id }) => id), head])].map(id => source.nameOf(id))
  }

  async #pauseUntil (at: number | null): Promise<void> {
    if (at === null) return
    await delay(Math.max(0, at - this.#options.now()), undefined, { signal: this.#lane.signal })
  }

  async #batchAt (run: Run, head: string, maxFiles: number): Promise<Choice> {
    const { source, pipeline } = this.#options
    const isBased = this.#lane.current().lastGood !== null
    return await chooseBatch(source, pipeline, run.since, isBased, head, maxFiles)
  }

  /** What was chosen, or after a restart the same again. */
  async #batch (run: Run): Promise<Batch> {
    const { source, pipeline, workFolder } = this.#options
    const { repository, branch, pipeline: pipelineName } = this.#lane.current()
    const [base] = run.since
    const choice = this.#choice?.id === run.id
      ? this.#choice.choice
      : await this.#batchAt(run, run.head, Infinity)
    return {
      repository,
      branch,
      pipelineName,
      pipeline,
      run,
      choice,
      commit: source.nameOf(run.head),
      base: base === undefined ? '' : source.nameOf(base),
      commits: choice.commits.map(id => source.nameOf(id)),
      workFolder
    }
  }
}
