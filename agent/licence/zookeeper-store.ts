import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { ZooKeeperSession } from '../coordination/zookeeper-session.js'
import { unavailable } from '../coordination/zookeeper-errors.js'
import { anyVersion } from '../coordination/zookeeper-types.js'
import type { MultiOperation, MultiResult } from '../coordination/zookeeper-types.js'
import { PacklineError, hasCode } from '../errors.js'
import { changesBetween, isNothing } from './changes.js'
import type { Changes } from './changes.js'
import { freeSeat, holds, reduce } from './model.js'
import type { LicenceEvent, LicenceState, Step, Terms } from './model.js'
import type { AuditEntry, HeldSlot, SeatStore, StoreSession, StoreWatch } from './seat-store.js'
import { agreedTerms } from './terms.js'
import type { Agreement } from './terms.js'
import { encode, layout, parseAgreement, parseSeat, parseWaiter } from './zookeeper-layout.js'

export interface ZooKeeperStoreOptions { session: ZooKeeperSession, servers: string, device: string, terms: Readonly<Record<string, Terms>> }

/** What was read, with the versions to write under. */
interface Snapshot { state: LicenceState, versions: number[], queueVersion: number }

const conflicts = ['ZOOKEEPER_BAD_VERSION', 'ZOOKEEPER_NO_NODE', 'ZOOKEEPER_NODE_EXISTS']
const keptAudit = 200
const longestWaitMs = 86_400_000

/**
 * Seats of the farm. Every change is one transaction under the versions that were read; a process shows that it lives by an
 * ephemeral node at its seat. Without a conflict, a seat costs one round trip to take and one to give back.
 */
export class ZooKeeperStore implements SeatStore {
  readonly device: string
  readonly now: () => number
  readonly terms: Readonly<Record<string, Terms>>
  readonly inheritedFd = undefined
  readonly #session: ZooKeeperSession
  readonly #servers: string
  readonly #prepared = new Map<string, Promise<void>>()
  readonly #known = new Map<string, Snapshot>()
  readonly #missedAt = new Map<string, Readonly<Record<string, number>>>()
  readonly #closed = new AbortController()
  #current: { generation: number, session: StoreSession, lose: AbortController } | undefined
  #failure: Error | undefined

  constructor ({ session, servers, device, terms }: ZooKeeperStoreOptions) {
    this.#servers = servers
    this.#session = session
    this.device = device
    this.terms = terms
    this.now = () => session.clock.monotonicMs()
    session.on('lost', (generation, reason) => { this.#lose(generation, reason) })
    session.on('failed', error => { this.#failure = error })
  }

  validUntil (): number { return this.#session.validUntil() }

  problem (waitedMs: number): PacklineError | undefined {
    return this.#session.state === 'connected' ? undefined : unavailable(this.#servers, waitedMs, undefined)
  }

  async ready (signal: AbortSignal, timeoutMs = longestWaitMs): Promise<StoreSession> {
    this.#session.start()
    const either = AbortSignal.any([signal, this.#closed.signal])
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure
      const generation = await this.#session.ready({ signal: either, timeoutMs })
      // Connected, but the first heartbeat of this session has not been confirmed yet.
      if (this.#session.isValid()) return await this.#begin(generation)
      await delay(10, undefined, { signal: either })
    }
  }

  async transact (licence: string, event: LicenceEvent, session: StoreSession): Promise<Step> {
    let known = this.#known.get(licence)
    for (let attempt = 0; ; attempt++) {
      const isFresh = known === undefined
      const before = known ?? await this.#load(licence, session)
      known = undefined
      const step = this.#apply(licence, before, event)
      const changes = changesBetween(before.state, step.state, session.owner)
      // What was remembered is good enough to try and write, since the versions tell; not to wait on.
      if (!isFresh && step.effects.some(effect => effect.type !== 'granted')) continue
      if (isNothing(changes)) {
        this.#known.set(licence, { ...before, state: step.state })
        return step
      }
      const outcome = await this.#commit(licence, before, step, changes, session)
      if (outcome === 'done') return step
      if (outcome === 'unknown') {
        const now = await this.#load(licence, session)
        if (hasHappened(now.state, step, session.owner)) return step
        known = now
      }
      if (attempt > 2) await delay(Math.random() * Math.min(100, 2 ** attempt))
    }
  }

  async read (licence: string): Promise<LicenceState> {
    const session = await this.ready(this.#closed.signal, this.#session.timeoutMs)
    return this.#apply(licence, await this.#load(licence, session), { type: 'look' }).state
  }

  watch (licence: string, watch: StoreWatch, listener: () => void): () => void {
    const unwatch = this.#watchNodes(licence, watch, listener)
    // A watch may get lost with a connection; whoever waits looks again now and then, seldom enough for thousands of waiters.
    const again = setInterval(listener, sessionsBetweenLooks * this.#session.timeoutMs)
    again.unref()
    return () => {
      clearInterval(again)
      unwatch()
    }
  }

  #watchNodes (licence: string, watch: StoreWatch, listener: () => void): () => void {
    const session = this.#session
    if (watch.type === 'queue') return session.watchChildren(layout.queue(licence), listener)
    if (watch.type === 'own') return session.watch(layout.seat(licence, watch.seat), listener)
    if (watch.type === 'waiter') {
      const waiter = this.#known.get(licence)?.state.queue.find(each => each.owner === watch.owner)
      return waiter === undefined ? session.watchChildren(layout.queue(licence), listener) : session.watch(layout.waiter(licence, waiter), listener)
    }
    const undo = watch.seats.flatMap(seat => [session.watch(layout.seat(licence, seat), listener), session.watchChildren(layout.seat(licence, seat), listener)])
    return () => { for (const each of undo) each() }
  }

  async verify (licence: string, held: HeldSlot): Promise<boolean> {
    const path = layout.seat(licence, held.seat)
    const { data, stat } = await this.#session.nodes.get(path)
    const seats = Array.from({ length: held.seat + 1 }, (_, index) => index === held.seat ? parseSeat(path, data) : freeSeat)
    if (!holds({ ...emptyQueue, terms: this.#termsOf(licence), seats }, held)) return false
    try {
      // A read may come from a server that lags behind; a transaction is confirmed by the majority.
      await this.#session.nodes.multi([{ type: 'check', path, version: stat.version }])
      return true
    } catch (error) {
      if (hasCode(error, 'ZOOKEEPER_BAD_VERSION')) return await this.verify(licence, held)
      throw error
    }
  }

  async changeAgreement (licence: string, change: (agreement: Agreement) => Agreement): Promise<Agreement> {
    const session = await this.ready(this.#closed.signal, this.#session.timeoutMs)
    await this.#prepare(licence)
    const path = layout.licence(licence)
    for (;;) {
      const { data, stat } = await this.#session.nodes.get(path)
      const agreement = change(parseAgreement(path, data))
      const seats = agreement.configured.seats
      await this.#ensureSeats(licence, seats)
      const surplus = (await this.#session.nodes.children(layout.seats(licence))).filter(name => Number(name) >= seats)
      for (const name of surplus) await this.#session.nodes.remove(layout.seat(licence, Number(name)), anyVersion, { generation: this.#session.generation })
      try {
        await this.#session.nodes.set(path, encode(agreement), stat.version)
        this.#known.delete(licence)
        if (session.lost.aborted) continue
        return agreement
      } catch (error) {
        if (!hasCode(error, 'ZOOKEEPER_BAD_VERSION')) throw error
      }
    }
  }

  async knownDevices (): Promise<string[]> {
    await this.ready(this.#closed.signal, this.#session.timeoutMs)
    return await this.#session.nodes.children(layout.devices)
  }

  async recordAudit (licence: string, entry: AuditEntry): Promise<void> {
    await this.ready(this.#closed.signal, this.#session.timeoutMs)
    const { nodes } = this.#session
    const folder = layout.audit(licence)
    await nodes.ensure(folder)
    await nodes.createSequential(`${folder}/`, encode(entry))
    const old = inOrder(await nodes.children(folder)).slice(0, -keptAudit)
    for (const name of old) await nodes.remove(`${folder}/${name}`, anyVersion).catch(() => {})
  }

  async readAudit (licence: string): Promise<AuditEntry[]> {
    await this.ready(this.#closed.signal, this.#session.timeoutMs)
    const { nodes } = this.#session
    const folder = layout.audit(licence)
    const names = await nodes.exists(folder) === undefined ? [] : inOrder(await nodes.children(folder)).slice(-20)
    return await Promise.all(names.map(async name => JSON.parse((await nodes.get(`${folder}/${name}`)).data.toString()) as AuditEntry))
  }

  async close (): Promise<void> {
    if (this.#closed.signal.aborted) return
    this.#closed.abort(new PacklineError('ZOOKEEPER_CLOSED'))
    await this.#session.close()
    if (this.#current !== undefined) this.#lose(this.#current.generation, 'closed')
  }

  async #begin (generation: number): Promise<StoreSession> {
    if (this.#current?.generation === generation) return this.#current.session
    if (this.#current !== undefined) this.#lose(this.#current.generation, 'replaced')
    const lose = new AbortController()
    this.#current = { generation, lose, session: { owner: randomBytes(8).toString('hex'), lost: lose.signal } }
    const { session } = this.#current
    await this.#session.nodes.ensure(layout.device(this.device), { generation })
    return session
  }

  #lose (generation: number, reason: string): void {
    this.#known.clear()
    if (this.#current?.generation !== generation) return
    this.#current.lose.abort(`the ZooKeeper session ended: ${reason}`)
    this.#current = undefined
  }

  #apply (licence: string, before: Snapshot, event: LicenceEvent): Step {
    const state = { ...before.state, missedAt: this.#missedAt.get(licence) ?? {} }
    const step = reduce(state, event.type === 'want' ? { ...event, seq: before.queueVersion } : event, this.now())
    this.#missedAt.set(licence, step.state.missedAt)
    return step
  }

  async #commit (licence: string, before: Snapshot, step: Step, changes: Changes, session: StoreSession): Promise<'done' | 'conflict' | 'unknown'> {
    if (this.#current?.session !== session) throw new PacklineError('ZOOKEEPER_SESSION_LOST', { reason: String(session.lost.reason) })
    const { generation } = this.#current
    try {
      const results = await this.#session.nodes.multi(this.#operations(licence, before, step.state, changes, session.owner), { generation })
      this.#remember(licence, before, step.state, changes, results)
      return 'done'
    } catch (error) {
      this.#known.delete(licence)
      if (conflicts.some(code => hasCode(error, code))) return 'conflict'
      if (hasCode(error, 'ZOOKEEPER_CONNECTION_LOSS')) return 'unknown'
      throw error
    }
  }

  #operations (licence: string, before: Snapshot, after: LicenceState, changes: Changes, owner: string): MultiOperation[] {
    const version = (seat: number): number => before.versions[seat] ?? 0
    const queue = layout.queue(licence)
    return [
      ...changes.seats.map((seat): MultiOperation => ({ type: 'set', path: layout.seat(licence, seat), data: encode(after.seats[seat]!), version: version(seat) })),
      ...changes.checks.map((seat): MultiOperation => ({ type: 'check', path: layout.seat(licence, seat), version: version(seat) })),
      ...changes.attach.map((seat): MultiOperation => ({ type: 'create', path: layout.life(licence, seat, owner), data: Buffer.alloc(0), mode: 'ephemeral' })),
      ...changes.detach.map((seat): MultiOperation => ({ type: 'remove', path: layout.life(licence, seat, owner), version: anyVersion })),
      ...changes.leave === undefined ? [] : [{ type: 'remove', path: layout.waiter(licence, changes.leave), version: anyVersion } as const],
      ...changes.enter === undefined
        ? []
        : [
            { type: 'set', path: queue, data: Buffer.alloc(0), version: before.queueVersion } as const,
            { type: 'create', path: layout.waiter(licence, changes.enter), data: Buffer.alloc(0), mode: 'ephemeral' } as const
          ],
      ...changes.needsQueueUnchanged ? [{ type: 'check', path: queue, version: before.queueVersion } as const] : []
    ]
  }

  #remember (licence: string, before: Snapshot, state: LicenceState, changes: Changes, results: MultiResult[]): void {
    const versions = [...before.versions]
    changes.seats.forEach((seat, index) => { versions[seat] = results[index]?.stat?.version ?? versions[seat]! + 1 })
    this.#known.set(licence, { state, versions, queueVersion: before.queueVersion + (changes.enter === undefined ? 0 : 1) })
  }

  async #load (licence: string, session: StoreSession): Promise<Snapshot> {
    await this.#prepare(licence)
    const { nodes } = this.#session
    const path = layout.licence(licence)
    const agreementRead = nodes.get(path)
    // In this order: who enters the queue after its version was read makes that version old, and the write fail.
    const queueRead = nodes.exists(layout.queue(licence))
    const waitersRead = nodes.children(layout.queue(licence))
    const [agreement, queue, waiters] = await Promise.all([agreementRead, queueRead, waitersRead])
    const terms = agreedTerms(licence, parseAgreement(path, agreement.data), this.#termsOf(licence))
    const seats = await Promise.all(Array.from({ length: terms.seats }, async (_, seat) => {
      const path = layout.seat(licence, seat)
      const [{ data, stat }, lives] = await Promise.all([nodes.get(path), nodes.children(path)])
      return { seat: parseSeat(path, data), version: stat.version, lives }
    }))
    const entries = waiters.map(parseWaiter).filter(waiter => waiter !== undefined)
    const live = [...new Set([session.owner, ...seats.flatMap(({ lives }) => lives), ...entries.map(({ owner }) => owner)])]
    const state: LicenceState = { terms, seats: seats.map(({ seat }) => seat), queue: entries, live, missedAt: {} }
    const snapshot = { state, versions: seats.map(({ version }) => version), queueVersion: queue?.version ?? 0 }
    this.#known.set(licence, snapshot)
    return snapshot
  }

  #termsOf (licence: string): Terms {
    const terms = this.terms[licence]
    if (terms === undefined) throw new PacklineError('LICENCE_UNKNOWN', { licence, known: Object.keys(this.terms).join(', ') || 'none' })
    return terms
  }

  /** Makes the nodes of a licence when this is the first machine that uses it. */
  async #prepare (licence: string): Promise<void> {
    const terms = this.#termsOf(licence)
    let prepared = this.#prepared.get(licence)
    if (prepared === undefined) {
      prepared = this.#make(licence, terms)
      this.#prepared.set(licence, prepared)
      prepared.catch(() => this.#prepared.delete(licence))
    }
    await prepared
  }

  async #make (licence: string, terms: Terms): Promise<void> {
    const { nodes } = this.#session
    await nodes.ensure('/licences')
    await this.#createOnce(layout.licence(licence), encode({ configured: terms }))
    await Promise.all([nodes.ensure(layout.queue(licence)), nodes.ensure(layout.seats(licence))])
    const { data } = await nodes.get(layout.licence(licence))
    await this.#ensureSeats(licence, parseAgreement(layout.licence(licence), data).configured.seats)
  }

  async #ensureSeats (licence: string, count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, async (_, seat) => { await this.#createOnce(layout.seat(licence, seat), encode(freeSeat)) }))
  }

  async #createOnce (path: string, data: Buffer): Promise<void> {
    const { nodes } = this.#session
    if (await nodes.exists(path) !== undefined) return
    await nodes.create(path, data).catch((error: unknown) => { if (!hasCode(error, 'ZOOKEEPER_NODE_EXISTS')) throw error })
  }
}

const sessionsBetweenLooks = 12

const emptyQueue = { queue: [], live: [], missedAt: {} }

/** The answer was lost: the slots that were to be ours are, or there was nothing to be granted. */
function hasHappened (state: LicenceState, step: Step, owner: string): boolean {
  const granted = step.effects.find(effect => effect.type === 'granted')
  return granted !== undefined && granted.slots.every(slot => holds(state, { owner, seat: granted.seat, epoch: granted.epoch, slot }))
}

function inOrder (names: string[]): string[] {
  return names.sort((a, b) => a.slice(-10).localeCompare(b.slice(-10)))
}
