import type { ZooKeeperSession } from '../coordination/zookeeper-session.js'
import { anyVersion } from '../coordination/zookeeper-types.js'
import { PacklineError, hasCode } from '../errors.js'
import { freeSeat, isHeld } from './licence-state.js'
import type { HeldSlot, LicenceState, Waiter } from './licence-state.js'
import { parseAuditEntry } from './record-check.js'
import type { AuditEntry, StoreSession, StoreWatch } from './seat-store.js'
import { effectiveTerms, knownLicence } from './terms.js'
import type { Agreement, Terms } from './terms.js'
import { encode, layout, parseAgreement, parseSeat, parseWaiter } from './zookeeper-layout.js'

/** What was read, with the versions to write under. */
export interface Snapshot {
  agreement: Agreement
  state: LicenceState
  versions: number[]
  queueVersion: number
}

const keptAudit = 200
const shownAudit = 20

/** The nodes of licences: made when they are missing, and read as a whole. */
export class ZooKeeperNodes {
  readonly #session: ZooKeeperSession
  readonly #terms: Readonly<Record<string, Terms>>
  readonly #prepared = new Map<string, Promise<void>>()

  constructor (session: ZooKeeperSession, terms: Readonly<Record<string, Terms>>) {
    this.#session = session
    this.#terms = terms
  }

  async load (licence: string, session: StoreSession): Promise<Snapshot> {
    await this.#prepare(licence)
    const { nodes } = this.#session
    const path = layout.licence(licence)
    const agreementRead = nodes.get(path)
    // In this order: who enters the queue after its version was read makes that version old, and the write
    // fail.
    const queueRead = nodes.exists(layout.queue(licence))
    const waitersRead = nodes.children(layout.queue(licence))
    const [{ data }, queue, waiters] = await Promise.all([agreementRead, queueRead, waitersRead])
    const agreement = parseAgreement(path, data)
    const terms = effectiveTerms(agreement)
    const seats = await Promise.all(Array.from({ length: terms.seats }, async (_, seat) => {
      const path = layout.seat(licence, seat)
      const [{ data, stat }, lives] = await Promise.all([nodes.get(path), nodes.children(path)])
      return { seat: parseSeat(path, data), version: stat.version, lives }
    }))
    const entries = waiters.map(parseWaiter).filter(waiter => waiter !== undefined)
    const live = [
      ...new Set([
        session.owner,
        ...seats.flatMap(({ lives }) => lives),
        ...entries.map(({ owner }) => owner)
      ])
    ]
    const state: LicenceState = {
      terms,
      seats: seats.map(({ seat }) => seat),
      queue: entries,
      live,
      missedAt: {}
    }
    return {
      agreement,
      state,
      versions: seats.map(({ version }) => version),
      queueVersion: queue?.version ?? 0
    }
  }

  /**
   * Asks for certain whether the slot is still held. A read may come from a server that lags behind; a
   * transaction is confirmed by the majority.
   */
  async verify (licence: string, held: HeldSlot): Promise<boolean> {
    const { nodes } = this.#session
    const path = layout.seat(licence, held.seat)
    for (;;) {
      const { data, stat } = await nodes.get(path)
      if (!isHeld(parseSeat(path, data), held)) return false
      try {
        await nodes.multi([{ type: 'check', path, version: stat.version }])
        return true
      } catch (error) {
        if (!hasCode(error, 'ZOOKEEPER_BAD_VERSION')) throw error
      }
    }
  }

  /** `queue`, as it was read last, says which node a waiter is. */
  watch (licence: string, watch: StoreWatch, queue: readonly Waiter[], listener: () => void): () => void {
    const session = this.#session
    if (watch.type === 'queue') return session.watchChildren(layout.queue(licence), listener)
    if (watch.type === 'own') return session.watch(layout.seat(licence, watch.seat), listener)
    if (watch.type === 'waiter') {
      const waiter = queue.find(each => each.owner === watch.owner)
      return waiter === undefined
        ? session.watchChildren(layout.queue(licence), listener)
        : session.watch(layout.waiter(licence, waiter), listener)
    }
    const undo = watch.seats.flatMap(seat => [
      session.watch(layout.seat(licence, seat), listener),
      session.watchChildren(layout.seat(licence, seat), listener)
    ])
    return () => {
      for (const each of undo) each()
    }
  }

  async changeAgreement (licence: string, change: (agreement: Agreement) => Agreement): Promise<Agreement> {
    await this.#prepare(licence)
    const { nodes } = this.#session
    const path = layout.licence(licence)
    for (;;) {
      const { data, stat } = await nodes.get(path)
      const agreement = change(parseAgreement(path, data))
      const { seats } = agreement.configured
      await this.#ensureSeats(licence, seats)
      await this.#removeSeats(licence, seats)
      try {
        await nodes.set(path, encode(agreement), stat.version)
        return agreement
      } catch (error) {
        if (!hasCode(error, 'ZOOKEEPER_BAD_VERSION')) throw error
      }
    }
  }

  async recordAudit (licence: string, entry: AuditEntry): Promise<void> {
    const { nodes } = this.#session
    const folder = layout.audit(licence)
    await nodes.ensure(folder)
    await nodes.createSequential(`${folder}/`, encode(entry))
    const old = inOrder(await nodes.children(folder)).slice(0, -keptAudit)
    for (const name of old) await nodes.remove(`${folder}/${name}`, anyVersion).catch(() => {})
  }

  async readAudit (licence: string): Promise<AuditEntry[]> {
    const { nodes } = this.#session
    const folder = layout.audit(licence)
    const names = await nodes.exists(folder) === undefined
      ? []
      : inOrder(await nodes.children(folder)).slice(-shownAudit)
    const entries = await Promise.all(
      names.map(async name => parseAuditEntry((await nodes.get(`${folder}/${name}`)).data.toString()))
    )
    return entries.filter(entry => entry !== undefined)
  }

  /** Makes the nodes of a licence when this is the first machine that uses it. */
  async #prepare (licence: string): Promise<void> {
    const terms = knownLicence(this.#terms, licence)
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
    await Promise.all(Array.from({ length: count }, async (_, seat) => {
      await this.#createOnce(layout.seat(licence, seat), encode(freeSeat))
    }))
  }

  /** Those from `count` on. Throws LICENCE_SEAT_IN_USE. */
  async #removeSeats (licence: string, count: number): Promise<void> {
    const { nodes, generation } = this.#session
    const surplus = (await nodes.children(layout.seats(licence))).filter(name => Number(name) >= count)
    for (const name of surplus) {
      const seat = Number(name)
      try {
        await nodes.remove(layout.seat(licence, seat), anyVersion, { generation })
      } catch (error) {
        if (!hasCode(error, 'ZOOKEEPER_NOT_EMPTY')) throw error
        throw new PacklineError('LICENCE_SEAT_IN_USE', { licence, seat, seats: count }, { cause: error })
      }
    }
  }

  async #createOnce (path: string, data: Buffer): Promise<void> {
    const { nodes } = this.#session
    if (await nodes.exists(path) !== undefined) return
    await nodes.create(path, data).catch((error: unknown) => {
      if (!hasCode(error, 'ZOOKEEPER_NODE_EXISTS')) throw error
    })
  }
}

function inOrder (names: string[]): string[] {
  return names.sort((a, b) => a.slice(-10).localeCompare(b.slice(-10)))
}
