import type { Change, Transaction } from './transaction-log.js'

export interface CheckedOrder {
  transactions: number
  seatGrants: number
  /** A device got a seat though another one of its priority had waited longer. */
  orderViolations: number
  /** One fencing token went to two devices. */
  tokensTwice: number
  firstViolation?: string
}

interface Waiter {
  device: string
  priority: number
  seq: number
}
interface Seat {
  device: string
  epoch: number
  priority: number
  slots: number
}

/**
 * Judges who got a seat when by the servers' own record of all that happened, without any of the limiter's
 * code.
 */
export function checkOrder (transactions: Transaction[], licencePath: string): CheckedOrder {
  const check = new OrderCheck(licencePath)
  for (const transaction of transactions) check.follow(transaction)
  return { transactions: transactions.length, ...check.result }
}

class OrderCheck {
  readonly result: Omit<CheckedOrder, 'transactions'> = { seatGrants: 0, orderViolations: 0, tokensTwice: 0 }
  readonly #licencePath: string
  readonly #queue = new Map<string, Waiter>()
  readonly #seats = new Map<string, Seat>()
  readonly #sessionOf = new Map<string, string>()
  readonly #holderOf = new Map<string, string>()

  constructor (licencePath: string) {
    this.#licencePath = licencePath
  }

  follow ({ changes, session, endsSession, zxid }: Transaction): void {
    for (const [index, seat] of this.#grantsIn(changes)) this.#judge(index, seat, zxid)
    for (const change of changes) this.#apply(change, session)
    if (!endsSession) return
    for (const [path, owner] of this.#sessionOf) {
      if (owner === session) this.#apply({ type: 'remove', path }, session)
    }
  }

  #judge (index: string, seat: Seat, zxid: Transaction['zxid']): void {
    const { result } = this
    const before = this.#seats.get(index)
    if (before?.epoch === seat.epoch && before.device === seat.device && before.slots > 0) return
    result.seatGrants++
    const token = `${index} ${seat.epoch}`
    if ((this.#holderOf.get(token) ?? seat.device) !== seat.device) result.tokensTwice++
    this.#holderOf.set(token, seat.device)
    const passed = this.#passedBy(seat, index)
    if (passed.length === 0) return
    result.orderViolations++
    const names = passed.map(each => `${each.device} (${each.seq})`).join(', ')
    result.firstViolation ??=
      `transaction ${zxid.toString(16)}: ${seat.device} got seat ${index} before ${names}; ` +
      `seats ${JSON.stringify([...this.#seats])}`
  }

  /** Those of the same priority that waited longer and had no seat, or had lost this one. */
  #passedBy ({ device, priority }: Seat, granted: string): Waiter[] {
    const queue = [...this.#queue.values()]
    // Who had not queued for it, or with another priority, came last.
    const own = queue.find(waiter => waiter.device === device && waiter.priority === priority)
    const seq = own?.seq ?? Infinity
    const isSeated = (waiter: Waiter): boolean =>
      [...this.#seats].some(([index, seat]) =>
        index !== granted && seat.slots > 0 && seat.device === waiter.device
      )
    return queue.filter(waiter =>
      waiter.device !== device && waiter.priority === priority && waiter.seq < seq && !isSeated(waiter)
    )
  }

  #apply (change: Change, session: string): void {
    const { path } = change
    if (change.type === 'remove') this.#sessionOf.delete(path)
    else if (change.type === 'create' && change.isEphemeral) this.#sessionOf.set(path, session)
    const seat = this.#seatOf(change)
    if (seat !== undefined) this.#seats.set(...seat)
    const waiter = this.#waiterAt(path)
    if (waiter !== undefined && change.type === 'create') this.#queue.set(path, waiter)
    if (change.type === 'remove') this.#queue.delete(path)
  }

  #grantsIn (changes: Change[]): Array<[string, Seat]> {
    return changes.flatMap(change => {
      const seat = this.#seatOf(change)
      return seat === undefined || seat[1].slots === 0 ? [] : [seat]
    })
  }

  #seatOf (change: Change): [string, Seat] | undefined {
    const index = new RegExp(`^${this.#licencePath}/seats/(\\d+)$`).exec(change.path)?.[1]
    if (index === undefined || change.type === 'remove') return undefined
    const { device, epoch, priority = 0, slots } = JSON.parse(change.data.toString()) as {
      device: string
      epoch: number
      priority?: number
      slots: object
    }
    return [index, { device, epoch, priority, slots: Object.keys(slots).length }]
  }

  #waiterAt (path: string): Waiter | undefined {
    const pattern = new RegExp(`^${this.#licencePath}/queue/(\\d+)-(\\d)-[0-9a-f]+-(.+)$`)
    const [, seq, priority, device] = pattern.exec(path) ?? []
    return device === undefined ? undefined : { seq: Number(seq), priority: Number(priority), device }
  }
}
