import type { ActionRunnerSettings } from './action-runner-settings.js'
import { ActionCosts } from './action-costs.js'
import { actionKey, type ActionInputs, type ActionRecord } from '../../cache/action-cache.js'
import { canonicalJson } from '../../cache/canonical-json.js'
import { referenceTo } from '../../cache/content-store.js'
import type { BlobContent } from '../../files/blob-content.js'
import type { BlobReference } from '../../cache/content-store.js'
import { explainDifference } from '../../cache/action-difference.js'
import { SoonerMade } from '../../cache/remote/want.js'
import type { DoneAction } from './done-action.js'
import { findWhole, shareWhole } from './shared-blobs.js'
import type { SharedBlobs } from './shared-blobs.js'
import type { Action, ActionResult, Runner } from './runner.js'
import { phrase, type Wording } from '../../messages/phrase.js'

/** A blob of a result under the name that its action gave it. */
export function blobOf ({ blobs }: Pick<ActionResult, 'blobs'>, name: string): BlobReference {
  const blob = blobs[name]
  if (blob === undefined) throw new Error(`the action has made no ${name}`)
  return blob
}

export interface ActionOutcome {
  id: string
  rule: string
  set?: string
  key: string
  state: 'cached' | 'executed' | 'failed' | 'missing'
  durationMs: number
  costMs: number
  /** Found out when somebody asks: in a large set it takes as long as the action does. */
  reasons: () => Wording[]
}

const none = (): string[] => []

/** Runs a project's builds: results are kept in the action cache and the content store. */
export class ActionRunner implements Runner {
  readonly outcomes: ActionOutcome[] = []
  /** Sets that are sooner made than fetched. */
  readonly #madeAlone = new Map<string, SoonerMade>()
  /** Results that need not be sent where the server has them, by key. */
  readonly #soonerMade = new Map<string, SoonerMade>()
  /** In a dry run: rules with actions whose results are not known. */
  readonly unknownRules = new Set<string>()
  readonly #settings: ActionRunnerSettings
  readonly #costs: ActionCosts
  /** By key. */
  readonly #running = new Map<string, Promise<ActionResult & { costMs?: number } | undefined>>()
  readonly #done = new Map<string, DoneAction>()
  /** Records of the run before that somebody asked for: those of large sets take a while to read. */
  readonly #previous = new Map<string, ActionRecord | undefined>()

  constructor (settings: ActionRunnerSettings) {
    this.#settings = settings
    this.#costs = new ActionCosts(settings)
  }

  get isDryRun (): boolean {
    return this.#settings.isDryRun
  }

  async run<Value> (action: Action<Value>): Promise<ActionResult<Value> | undefined> {
    const result = await this.#once(action, async (key, reasons) => {
      if (!this.isDryRun) return await this.#execute(action, key, reasons)
      this.#record(action, key, 'missing', 0, reasons)
      return undefined
    })
    if (result === undefined) this.unknownRules.add(action.rule)
    return result
  }

  async decide<Value> (action: Action<Value>): Promise<ActionResult<Value>> {
    return await this.#once(
      action,
      async (key, reasons) => await this.#execute(action, key, reasons)
    )
  }

  /** What is cached, or else what `make` yields: once for actions with the same inputs. */
  async #once<Value, Result extends ActionResult<Value> & { costMs?: number } | undefined> (
    action: Action<Value>,
    make: (key: string, reasons: ActionOutcome['reasons']) => Promise<Result>
  ): Promise<Result> {
    const { cache, now, signal, isDryRun } = this.#settings
    signal.throwIfAborted()
    const key = actionKey(action.inputs)
    const known = cache.get(key)
    if (known !== undefined && this.#isWhole(known)) {
      if (!isDryRun) cache.touch(key, new Date(now()))
      if (this.#settings.isShard) await this.#offer(action, key, known)
      this.#record(action, key, 'cached', 0, none, known.costMs)
      this.#note(action.id, key, known)
      return known as unknown as Result
    }
    // Another action of this run, for another variant of the game, may do the same just now.
    const same = this.#running.get(key)
    if (same !== undefined) {
      const result = await same
      this.#record(action, key, 'cached', 0, none, result?.costMs)
      this.#note(action.id, key, result)
      return result as Result
    }
    const running = this.#elsewhere(action, key).then(async found =>
      found as Result ?? await make(key, this.#reasons(action, known !== undefined))
    )
    this.#running.set(key, running)
    try {
      const result = await running
      this.#note(action.id, key, result)
      return result
    } finally {
      // What a dry run has made is in no cache.
      if (!isDryRun) this.#running.delete(key)
    }
  }

  /** What another machine has made. */
  async #elsewhere<Value> (action: Action<Value>, key: string): Promise<ActionRecord | undefined> {
    const { cache, signal, isDryRun, isShard } = this.#settings
    const isKept = !isDryRun && !isShard
    const shared = await this.#sharedFor(action)
    const found = this.#madeAlone.get(action.set ?? '') ?? await shared?.find(key, isKept)
    signal.throwIfAborted()
    if (found === undefined) return undefined
    if (found instanceof SoonerMade) {
      this.#soonerMade.set(key, found)
      return undefined
    }
    const record = { inputs: action.inputs, ...found }
    if (isKept) cache.put(key, record)
    this.#record(action, key, 'cached', 0, none, found.costMs)
    return record
  }

  async #execute<Value> (
    action: Action<Value>,
    key: string,
    reasons: ActionOutcome['reasons']
  ): Promise<ActionResult<Value> & { costMs?: number }> {
    const { now, signal, isDryRun } = this.#settings
    const startedAt = now()
    const endMaking = (await this.#sharedFor(action))?.beginMaking(action.set ?? action.id)
    const costMs = this.#costs.begin(action)
    this.#tellStart(action)
    try {
      const { value = null, blobs = {} } = await action.run()
      signal.throwIfAborted()
      const record = {
        inputs: action.inputs,
        value: value as Value,
        blobs: await this.#keep(blobs),
        durationMs: Math.max(0, Math.round(now() - startedAt)),
        costMs: Math.round(costMs())
      }
      if (!isDryRun) {
        this.#settings.cache.put(key, record)
        await this.#offer(action, key, record)
      }
      this.#record(action, key, isDryRun ? 'missing' : 'executed', record.durationMs, reasons, record.costMs)
      return record
    } catch (error) {
      costMs()
      this.#record(action, key, 'failed', Math.round(now() - startedAt), reasons)
      throw error
    } finally {
      endMaking?.()
    }
  }

  async #offer (action: Action<unknown>, key: string, record: ActionRecord): Promise<void> {
    if (this.#soonerMade.get(key)?.isThere !== true) (await this.#sharedFor(action))?.offer(key, record)
  }

  /** The cache of other machines, where the result is of use to them. */
  async #sharedFor ({ isLocal }: Action<unknown>): ReturnType<ActionRunnerSettings['shared']> {
    return isLocal === true ? undefined : await this.#settings.shared()
  }

  async #keep (blobs: Record<string, BlobContent>): Promise<Record<string, BlobReference>> {
    const kept = Object.entries(blobs).map(async ([name, bytes]) =>
      [name, this.isDryRun ? referenceTo(bytes) : await this.#settings.store.put(bytes)] as const
    )
    return Object.fromEntries(await Promise.all(kept))
  }

  #tellStart ({ id, rule }: Action<unknown>): void {
    const expectedMs = this.#settings.lastDurationMs(id)
    this.#settings.emit({
      type: 'action-started',
      id,
      rule,
      ...expectedMs !== undefined && { expectedMs }
    })
  }

  remember (id: string, inputs: ActionInputs, { value, blobs }: ActionResult): void {
    const key = actionKey(inputs)
    this.#note(id, key, { blobs })
    const { cache } = this.#settings
    if (cache.get(key) === undefined) cache.put(key, { inputs, value, blobs, durationMs: 0 })
  }

  #note (id: string, key: string, result: Pick<ActionRecord, 'blobs' | 'costMs'> | undefined): void {
    if (result !== undefined) this.#done.set(id, { id, key, costMs: result.costMs ?? 0, blobs: result.blobs })
  }

  done (id: string): DoneAction | undefined {
    return this.#done.get(id)
  }

  recall (of: Pick<Action<unknown>, 'rule' | 'set'>, actions: readonly DoneAction[]): boolean {
    // Whoever joins shards has done none of them.
    if (this.#settings.isShard) return false
    const { cache, now } = this.#settings
    const at = new Date(now())
    if (!actions.every(action => this.#isWhole(action))) return false
    for (const action of actions) {
      // Of a set that came as one from another machine there are no records of its actions.
      cache.touch(action.key, at)
      this.#record({ ...of, id: action.id }, action.key, 'cached', 0, none, action.costMs)
      this.#done.set(action.id, action)
    }
    return true
  }

  hadBefore (id: string): boolean {
    return this.#settings.previousKeys.has(id)
  }

  previous (id: string): ActionRecord | undefined {
    if (!this.#previous.has(id)) {
      const key = this.#settings.previousKeys.get(id)
      this.#previous.set(id, key === undefined ? undefined : this.#settings.cache.get(key))
    }
    return this.#previous.get(id)
  }

  read (reference: BlobReference): Buffer | undefined {
    return this.#settings.store.read(reference.sha256)
  }

  async find (set: string, inputs: () => ActionInputs): Promise<ActionRecord | undefined> {
    const found = await findWhole(inputs, this.#settings, record => this.#isWhole(record))
    if (found === undefined || !('made' in found)) return found
    this.#madeAlone.set(set, found.made)
    this.#soonerMade.set(found.key, found.made)
    return undefined
  }

  async share (result: () => SharedBlobs): Promise<void> {
    await shareWhole(result, this.#settings, key => this.#soonerMade.get(key)?.isThere === true)
  }

  #isWhole (record: Pick<ActionRecord, 'blobs'>): boolean {
    return Object.values(record.blobs).every(blob =>
      this.#settings.isPublished(blob.sha256)
        ? this.#settings.store.has(blob.sha256, blob.size)
        : this.#settings.store.verify(blob)
    )
  }

  #reasons (action: Action<unknown>, isDamaged: boolean): ActionOutcome['reasons'] {
    if (isDamaged) return () => [phrase('why.damaged')]
    const { id, rule, inputs } = action
    return action.reasons ?? (() => {
      const previous = this.previous(id)
      if (previous !== undefined) return this.#differences(rule, previous.inputs, inputs)
      return [phrase(this.#settings.previousKeys.has(id) ? 'why.evicted' : 'why.never')]
    })
  }

  /** A parameter that changed comes before the option that has its value. */
  #differences (rule: string, before: ActionInputs, now: ActionInputs): Wording[] {
    const parameters = this.#settings.changedParameters(rule)
    const isTheirs = parameters.length > 0 && canonicalJson(before.options) !== canonicalJson(now.options)
    return [...isTheirs ? parameters : [], ...explainDifference(before, now)]
  }

  #record (
    { id, rule, set }: Pick<Action<unknown>, 'id' | 'rule' | 'set'>,
    key: string,
    state: ActionOutcome['state'],
    durationMs: number,
    reasons: ActionOutcome['reasons'],
    costMs = 0
  ): void {
    this.outcomes.push({
      id,
      rule,
      ...set !== undefined && { set },
      key,
      state,
      durationMs,
      costMs,
      reasons
    })
    this.#settings.emit({ type: 'action-ended', id, rule, state, durationMs })
  }
}
