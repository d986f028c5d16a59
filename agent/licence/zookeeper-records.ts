import type { ZooKeeperSession } from '../coordination/zookeeper-session.js'
import { anyVersion } from '../coordination/zookeeper-types.js'
import type { MultiOperation } from '../coordination/zookeeper-types.js'
import { PacklineError, hasCode } from '../errors.js'
import type { Changes } from './changes.js'
import { freeSeat } from './model.js'
import type { LicenceState, Terms } from './model.js'
import { parseAuditEntry } from './records.js'
import type { AuditEntry, StoreSession } from './seat-store.js'
import { effectiveTerms } from './terms.js'
import type { Agreement } from './terms.js'
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

/** The nodes of licences: made when they are missing, read as a whole, and written in one transaction. */
export class ZooKeeperRecords {
  readonly #session: ZooKeeperSession
  readonly #terms: Readonly<Record<string, Terms>>
  readonly #prepared = new Map<string, Promise<void>>()

  constructor (session: ZooKeeperSession, terms: Readonly<Record<string, Terms>>) {
    this.#session = session
    this.#terms = terms
  }

  /** As configured here. Throws LICENCE_UNKNOWN. */
  termsOf (licence: string): Terms {
    const terms = this.#terms[licence]
    if (terms === undefined) {
      throw new PacklineError('LICENCE_UNKNOWN', {
        licence,
        known: Object.keys(this.#terms).join(', ') || 'none'
      })
    }
    return terms
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

  /** The write of `changes`, under the versions of `before`. The seats come first. */
  operations (
    licence: string,
    before: Snapshot,
    after: LicenceState,
    changes: Changes,
    owner: string
  ): MultiOperation[] {
    const version = (seat: number): number => before.versions[seat] ?? 0
    const queue = layout.queue(licence)
    return [
      ...changes.seats.map((seat): MultiOperation => ({
        type: 'set',
        path: layout.seat(licence, seat),
        data: encode(after.seats[seat]!),
        version: version(seat)
      })),
      ...changes.checks.map((seat): MultiOperation => ({
        type: 'check',
        path: layout.seat(licence, seat),
        version: version(seat)
      })),
      ...changes.attach.map((seat): MultiOperation => ({
        type: 'create',
        path: layout.life(licence, seat, owner),
        data: Buffer.alloc(0),
        mode: 'ephemeral'
      })),
      ...changes.detach.map((seat): MultiOperation => ({
        type: 'remove',
        path: layout.life(licence, seat, owner),
        version: anyVersion
      })),
      ...changes.leave === undefined
        ? []
        : [{ type: 'remove', path: layout.waiter(licence, changes.leave), version: anyVersion } as const],
      ...changes.enter === undefined
        ? []
        : [
          { type: 'set', path: queue, data: Buffer.alloc(0), version: before.queueVersion } as const,
          {
            type: 'create',
            path: layout.waiter(licence, changes.enter),
            data: Buffer.alloc(0),
            mode: 'ephemeral'
          } as const
        ],
      ...changes.needsQueueUnchanged
        ? [{ type: 'check', path: queue, version: before.queueVersion } as const]
        : []
    ]
  }

  async changeAgreement (licence: string, change: (agreement: Agreement) => Agreement): Promise<Agreement> {
    await this.#prepare(licence)
    const { nodes, generation } = this.#session
    const path = layout.licence(licence)
    for (;;) {
      const { data, stat } = await nodes.get(path)
      const agreement = change(parseAgreement(path, data))
      const { seats } = agreement.configured
      await this.#ensureSeats(licence, seats)
      const surplus = (await nodes.children(layout.seats(licence))).filter(name => Number(name) >= seats)
      for (const name of surplus) {
        await nodes.remove(layout.seat(licence, Number(name)), anyVersion, { generation }).catch(
          (error: unknown) => {
            throw hasCode(error, 'ZOOKEEPER_NOT_EMPTY')
              ? new PacklineError('LICENCE_SEAT_IN_USE', { licence, seat: Number(name), seats }, {
                cause: error
              })
              : error
          }
        )
      }
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
    const terms = this.termsOf(licence)
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
