import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { ZooKeeperSession } from '../coordination/zookeeper-session.js'
import { PacklineError, hasCode } from '../errors.js'
import { holds, slotsOf } from './licence-state.js'
import type { HeldSlot, LicenceState } from './licence-state.js'
import { reduce } from './model.js'
import type { LicenceEvent, Step } from './model.js'
import type { AuditEntry, SeatStore, StoreSession, StoreWatch } from './seat-store.js'
import { agreedTerms, knownLicence } from './terms.js'
import type { Agreement, Terms } from './terms.js'
import { layout } from './zookeeper-layout.js'
import { ZooKeeperNodes } from './zookeeper-nodes.js'
import type { Snapshot } from './zookeeper-nodes.js'
import { changesBetween, isNothing, operationsFor, snapshotAfter } from './zookeeper-write.js'
import type { Changes } from './zookeeper-write.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface ZooKeeperStoreOptions {
  session: ZooKeeperSession
  device: string
  terms: Readonly<Record<string, Terms>>
}

const conflicts = ['ZOOKEEPER_BAD_VERSION', 'ZOOKEEPER_NO_NODE', 'ZOOKEEPER_NODE_EXISTS']
const sessionsBetweenLooks = 20
const longestWaitMs = 86_400_000

/**
 * Seats of the farm. Every change is one transaction under the versions that were read; a process shows that
 * it lives by an ephemeral node at its seat. Without a conflict, a seat costs one round trip to take and one
 * to give back.
 */
export class ZooKeeperStore implements SeatStore {
  readonly device: string
  readonly now: () => number
  readonly terms: Readonly<Record<string, Terms>>
  readonly inheritedFd = undefined
  readonly #session: ZooKeeperSession
  readonly #nodes: ZooKeeperNodes
  readonly #known = new Map<string, Snapshot>()
  readonly #missedAt = new Map<string, Readonly<Record<string, number>>>()
  readonly #closed = new AbortController()
  #current: { generation: number, session: StoreSession, lose: AbortController } | undefined
  #failure: Error | undefined
  /** Per licence with a seat: ends the heartbeats that keep it certain. */
  readonly #keptValid = new Map<string, () => void>()

  constructor ({ session, device, terms }: ZooKeeperStoreOptions) {
    this.#session = session
    this.device = device
    this.terms = terms
    this.#nodes = new ZooKeeperNodes(session, terms)
    this.now = () => session.clock.monotonicMs()
    session.on('lost', (generation, reason) => {
      this.#lose(generation, reason)
    })
    session.on('failed', error => {
      this.#failure = error
    })
  }

  validUntil (): number {
    return this.#session.validUntil()
  }

  problem (waitedMs: number): PacklineError | undefined {
    return this.#session.state === 'connected' ? undefined : this.#session.problem(waitedMs)
  }

  async ready (signal: AbortSignal, timeoutMs = longestWaitMs): Promise<StoreSession> {
    this.#session.start()
    const either = AbortSignal.any([signal, this.#closed.signal])
    if (this.#failure !== undefined) throw this.#failure
    return await this.#begin(await this.#session.ready({ signal: either, timeoutMs }))
  }

  async #readyNow (): Promise<StoreSession> {
    return await this.ready(this.#closed.signal, this.#session.timeoutMs)
  }

  async transact (licence: string, event: LicenceEvent, session: StoreSession): Promise<Step> {
    let known = this.#known.get(licence)
    for (let attempt = 0;; attempt++) {
      const isFresh = known === undefined
      const before = known ?? await this.#load(licence, session)
      known = undefined
      // Who holds something under other terms has to be able to give it back.
      if (event.type === 'want') {
        agreedTerms(licence, before.agreement, knownLicence(this.terms, licence))
      }
      const step = this.#apply(licence, before, event)
      const changes = changesBetween(before.state, step.state, session.owner)
      // What was remembered is good enough to try and write, since the versions tell; not to wait on.
      if (!isFresh && step.effects.some(effect => effect.type !== 'granted')) continue
      if (isNothing(changes)) {
        this.#known.set(licence, { ...before, state: step.state })
        return step
      }
      const outcome = await this.#commit(licence, before, step, changes, session)
      if (outcome === 'done') {
        this.#keepValid(licence, step.state, session)
        return step
      }
      if (outcome === 'unknown') {
        const now = await this.#load(licence, session)
        this.#keepValid(licence, now.state, session)
        if (hasHappened(now.state, step, session.owner)) return step
        known = now
      }
      if (attempt > 2) await delay(Math.random() * Math.min(100, 2 ** attempt))
    }
  }

  async read (licence: string): Promise<LicenceState> {
    const session = await this.#readyNow()
    const { state } = this.#apply(licence, await this.#load(licence, session), { type: 'look' })
    this.#keepValid(licence, state, session)
    return state
  }

  watch (licence: string, watch: StoreWatch, listener: () => void): () => void {
    const unwatch = this.#nodes.watch(licence, watch, this.#known.get(licence)?.state.queue ?? [], listener)
    // A watch may get lost with a connection; whoever waits looks again now and then, seldom enough for
    // thousands of waiters.
    const again = setInterval(listener, sessionsBetweenLooks * this.#session.timeoutMs)
    again.unref()
    return () => {
      clearInterval(again)
      unwatch()
    }
  }

  async verify (licence: string, held: HeldSlot): Promise<boolean> {
    return await this.#nodes.verify(licence, held)
  }

  async changeAgreement (licence: string, change: (agreement: Agreement) => Agreement): Promise<Agreement> {
    await this.#readyNow()
    const agreement = await this.#nodes.changeAgreement(licence, change)
    this.#known.delete(licence)
    return agreement
  }

  async knownDevices (): Promise<string[]> {
    await this.#readyNow()
    return await this.#session.nodes.children(layout.devices)
  }

  async recordAudit (licence: string, entry: AuditEntry): Promise<void> {
    await this.#readyNow()
    await this.#nodes.recordAudit(licence, entry)
  }

  async readAudit (licence: string): Promise<AuditEntry[]> {
    await this.#readyNow()
    return await this.#nodes.readAudit(licence)
  }

  async close (): Promise<void> {
    if (this.#closed.signal.aborted) return
    this.#closed.abort(new PacklineError('ZOOKEEPER_CLOSED'))
    await this.#session.close()
    if (this.#current !== undefined) this.#lose(this.#current.generation, phrase('session.closed'))
  }

  async #begin (generation: number): Promise<StoreSession> {
    if (this.#current?.generation === generation) return this.#current.session
    if (this.#current !== undefined) this.#lose(this.#current.generation, phrase('session.replaced'))
    const lose = new AbortController()
    this.#current = {
      generation,
      lose,
      session: { owner: randomBytes(8).toString('hex'), lost: lose.signal }
    }
    const { session } = this.#current
    await this.#session.nodes.ensure(layout.device(this.device), { generation })
    return session
  }

  /** Only who has a seat needs to be certain of its session at every moment. */
  #keepValid (licence: string, { seats }: LicenceState, { owner }: StoreSession): void {
    const isSeated = seats.some(seat => slotsOf(seat, owner) > 0)
    const release = this.#keptValid.get(licence)
    if (isSeated && release === undefined) this.#keptValid.set(licence, this.#session.keepValid())
    if (isSeated || release === undefined) return
    this.#keptValid.delete(licence)
    release()
  }

  #lose (generation: number, reason: Wording): void {
    this.#known.clear()
    if (this.#current?.generation !== generation) return
    for (const release of this.#keptValid.values()) release()
    this.#keptValid.clear()
    this.#current.lose.abort(phrase('session.ended', { reason }))
    this.#current = undefined
  }

  async #load (licence: string, session: StoreSession): Promise<Snapshot> {
    const snapshot = await this.#nodes.load(licence, session)
    this.#known.set(licence, snapshot)
    return snapshot
  }

  #apply (licence: string, before: Snapshot, event: LicenceEvent): Step {
    const state = { ...before.state, missedAt: this.#missedAt.get(licence) ?? {} }
    const step = reduce(
      state,
      event.type === 'want' ? { ...event, seq: before.queueVersion } : event,
      this.now()
    )
    this.#missedAt.set(licence, step.state.missedAt)
    return step
  }

  async #commit (
    licence: string,
    before: Snapshot,
    step: Step,
    changes: Changes,
    session: StoreSession
  ): Promise<'done' | 'conflict' | 'unknown'> {
    if (this.#current?.session !== session) {
      throw new PacklineError('ZOOKEEPER_SESSION_LOST', {
        generation: session.owner,
        reason: String(session.lost.reason)
      })
    }
    const { generation } = this.#current
    try {
      const results = await this.#session.nodes.multi(
        operationsFor(licence, before, step.state, changes, session.owner),
        { generation }
      )
      this.#known.set(licence, snapshotAfter(before, step.state, changes, results))
      return 'done'
    } catch (error) {
      this.#known.delete(licence)
      if (conflicts.some(code => hasCode(error, code))) return 'conflict'
      if (hasCode(error, 'ZOOKEEPER_CONNECTION_LOSS')) return 'unknown'
      throw error
    }
  }
}

/** The answer was lost: the slots that were to be ours are, or there was nothing to be granted. */
function hasHappened (state: LicenceState, step: Step, owner: string): boolean {
  const granted = step.effects.find(effect => effect.type === 'granted')
  return granted !== undefined &&
    granted.slots.every(slot => holds(state, { owner, seat: granted.seat, epoch: granted.epoch, slot }))
}
