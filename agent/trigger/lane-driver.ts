import { setTimeout as delay } from 'node:timers/promises'
import type { PipelineConfig } from '../config/repository-schema.js'
import { PacklineError, toPacklineError } from '../errors.js'
import type { Batch, BatchRunner } from './batch-runner.js'
import { chooseBatch, chooseProbe } from './changes.js'
import type { Choice } from './changes.js'
import type { Lane, Report, Run } from './lane.js'
import { effectsOf } from './lane-effects.js'
import type { Effect } from './lane-effects.js'
import { advance } from './lane-events.js'
import type { LaneEvent } from './lane-events.js'
import { limitsOf } from './lane-limits.js'
import type { Limits } from './lane-limits.js'
import type { LaneStore } from './lane-store.js'
import type { Source } from './source.js'

export interface LaneDriverOptions {
  lane: Lane
  store: LaneStore
  pipeline: PipelineConfig
  source: Source
  runner: BatchRunner
  /** Sets a status on commits; undefined where the repository has no forge. */
  report: ((report: Report, commits: string[], signal: AbortSignal) => Promise<void>) | undefined
  workFolder: string
  now: () => number
  /** How long a start that was not answered may still be on its way to Jenkins. */
  settleMs: number
  /** The first pause after something failed; the next ones double. */
  retryMs: number
  onProblem: (lane: Lane, error: PacklineError) => void
  /** Called after each change, with undefined when the lane is gone. */
  onChange: (lane: Lane | undefined) => void
  signal: AbortSignal
}

const maxRetryMs = 300_000

/**
 * Does what a lane asks for. Each step is written down before the next one begins, and what comes next
 * follows from what is written: a process that is killed goes on where it was.
 */
export class LaneDriver {
  readonly #options: LaneDriverOptions
  readonly #stop = new AbortController()
  readonly #signal: AbortSignal
  readonly #active = new Map<string, Promise<void>>()
  readonly #limits: Limits
  #lane: Lane
  #line: Promise<unknown> = Promise.resolve()
  #choice: { id: string, choice: Choice } | undefined
  #reportTries = 0

  constructor (options: LaneDriverOptions) {
    this.#options = options
    this.#lane = options.lane
    this.#limits = limitsOf(options.pipeline)
    this.#signal = AbortSignal.any([options.signal, this.#stop.signal])
  }

  get lane (): Lane {
    return this.#lane
  }

  /** Nothing is under way or waited for. */
  get isAtRest (): boolean {
    return this.#active.size === 0 && effectsOf(this.#lane, this.#limits).length === 0
  }

  start (): void {
    this.#schedule()
  }

  /** Resolves when the lane with the event in it is written. */
  async apply (event: LaneEvent): Promise<void> {
    const done = this.#line.then(async () => {
      this.#signal.throwIfAborted()
      const next = advance(this.#lane, event, this.#options.now(), this.#limits)
      if (JSON.stringify(next) !== JSON.stringify(this.#lane)) await this.#options.store.write(next)
      this.#lane = next
      this.#options.onChange(next)
    })
    this.#line = done.catch(() => {})
    await done
    this.#schedule()
  }

  async close (): Promise<void> {
    this.#stop.abort(new PacklineError('INTERRUPTED'))
    await Promise.all(this.#active.values())
    await this.#line
  }

  #schedule (): void {
    if (this.#signal.aborted) return
    for (const effect of effectsOf(this.#lane, this.#limits)) {
      const key = keyOf(effect)
      if (this.#active.has(key)) continue
      const work = this
        .#perform(effect)
        .catch(async (thrown: unknown) => {
          await this.#fail(effect, thrown)
        })
        .finally(() => {
          this.#active.delete(key)
          this.#schedule()
        })
      this.#active.set(key, work)
    }
  }

  async #perform (effect: Effect): Promise<void> {
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
      case 'remove':
        return await this.#remove()
    }
  }

  async #fail (effect: Effect, thrown: unknown): Promise<void> {
    if (this.#signal.aborted) return
    const error = toPacklineError(thrown)
    this.#options.onProblem(this.#lane, error)
    const tries = 'run' in effect ? effect.run.tries : this.#reportTries++
    const pauseMs = Math.min(this.#options.retryMs * 2 ** Math.min(tries, 20), maxRetryMs)
    try {
      if ('run' in effect) {
        const settleMs = error.code === 'JENKINS_OUTCOME_UNKNOWN' ? this.#options.settleMs : 0
        await this.apply({
          type: 'problem',
          id: effect.run.id,
          problem: { code: error.code, message: error.message.slice(0, 500) },
          retryAt: this.#options.now() + Math.max(pauseMs, settleMs)
        })
      } else await delay(pauseMs, undefined, { signal: this.#signal })
    } catch (again) {
      // Not even that could be written down: the disk may be full. What was written still says what is to be
      // done.
      if (this.#signal.aborted) return
      this.#options.onProblem(this.#lane, toPacklineError(again))
      await delay(pauseMs, undefined, { signal: this.#signal }).catch(() => {})
    }
  }

  /** A push moves the time that is waited for; the next look at the lane tells. */
  async #wait (until: number): Promise<void> {
    await delay(Math.max(0, until - this.#options.now()), undefined, { signal: this.#signal })
    await this.apply({ type: 'tick' })
  }

  async #choose (run: Run, maxFiles: number): Promise<void> {
    await this.#pause(run)
    const { source, pipeline } = this.#options
    const { lastGood } = this.#lane
    if (run.kind === 'probe') {
      const choice = await chooseProbe(source, pipeline, run.since, run.goal)
      if ('culprit' in choice) await this.apply({ type: 'culprit', id: run.id, commit: choice.culprit })
      else await this.#chosen(run, choice)
    } else {await this.#chosen(
        run,
        await chooseBatch(
          source,
          pipeline,
          run.since,
          lastGood !== null,
          run.goal,
          maxFiles
        )
      )}
  }

  async #chosen (run: Run, choice: Choice): Promise<void> {
    this.#choice = { id: run.id, choice }
    const { head, isFull, commits, paths } = choice
    await this.apply({
      type: 'chosen',
      id: run.id,
      head,
      isFull,
      commits: commits.length,
      files: paths?.length ?? 0
    })
  }

  async #start (run: Run): Promise<void> {
    await this.#pause(run)
    const { runner, settleMs, now } = this.#options
    const batch = await this.#batch(run)
    if (run.attemptAt !== null) {
      // The last attempt may have come through though nobody noted it, or may still be on its way.
      await delay(Math.max(0, run.attemptAt + settleMs - now()), undefined, { signal: this.#signal })
      const handle = await runner.find(batch, this.#signal)
      if (handle !== undefined) return await this.apply({ type: 'following', id: run.id, handle })
    }
    await this.apply({ type: 'attempt', id: run.id })
    if (this.#lane.run?.id !== run.id) return
    const handle = await runner.start(batch, this.#signal)
    await this.apply({ type: 'following', id: run.id, handle })
  }

  async #follow (run: Run): Promise<void> {
    await this.#pause(run)
    const { runner, pipeline } = this.#options
    const result = await runner.follow(run, pipeline, handle => {
      this.apply({ type: 'following', id: run.id, handle }).catch(() => {})
    }, this.#signal)
    await this.apply({ type: 'finished', id: run.id, result })
  }

  async #report (report: Report): Promise<void> {
    const { source } = this.#options
    if (this.#options.report !== undefined) {
      const commits = report.since.length === 0
        ? []
        : await source.commits(report.since, report.head, { isMainLine: false })
      await this.#options.report(
        report,
        [...new Set([...commits.map(({ id }) => id), report.head])].map(id => source.nameOf(id)),
        this.#signal
      )
    }
    this.#reportTries = 0
    await this.apply({ type: 'reported', id: report.id, state: report.state })
  }

  async #remove (): Promise<void> {
    await this.#options.store.remove(this.#lane)
    this.#stop.abort(new PacklineError('INTERRUPTED'))
    this.#options.onChange(undefined)
  }

  async #pause ({ retryAt }: Run): Promise<void> {
    if (retryAt !== null) {
      await delay(Math.max(0, retryAt - this.#options.now()), undefined, { signal: this.#signal })
    }
  }

  /** What was chosen, or after a restart the same again. */
  async #batch (run: Run): Promise<Batch> {
    const { source, pipeline, workFolder } = this.#options
    const { repository, branch, pipeline: pipelineName, lastGood } = this.#lane
    const base = run.since[0]
    const choice = this.#choice?.id === run.id
      ? this.#choice.choice
      : await chooseBatch(source, pipeline, run.since, lastGood !== null, run.head, Infinity)
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

function keyOf (effect: Effect): string {
  if ('run' in effect) return `${effect.type} ${effect.run.id}`
  if ('report' in effect) return 'report'
  return effect.type === 'wait' ? `wait ${effect.until}` : effect.type
}
