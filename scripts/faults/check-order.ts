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
  const queue = new Map<string, Waiter>()
  const seats = new Map<string, Seat>()
  const sessionOf = new Map<string, string>()
  const holderOf = new Map<string, string>()
  const result: CheckedOrder = {
    transactions: transactions.length,
    seatGrants: 0,
    orderViolations: 0,
    tokensTwice: 0
  }
  for (const { changes, session, endsSession, zxid } of transactions) {
    for (const [index, seat] of grantsIn(changes)) {
      const before = seats.get(index)
      if (before?.epoch === seat.epoch && before.device === seat.device && before.slots > 0) continue
      result.seatGrants++
      const token = `${index} ${seat.epoch}`
      if ((holderOf.get(token) ?? seat.device) !== seat.device) result.tokensTwice++
      holderOf.set(token, seat.device)
      const passed = passedBy(seat, index)
      if (passed.length === 0) continue
      result.orderViolations++
      result.firstViolation ??= `transaction ${zxid.toString(16)}: ${seat.device} got seat ${index} before ${
        passed.map(each => `${each.device} (${each.seq})`).join(', ')
      }; seats ${JSON.stringify([...seats])}`
    }
    for (const change of changes) apply(change, session)
    if (endsSession) {
      for (const [path, owner] of sessionOf) if (owner === session) apply({ type: 'remove', path }, session)
    }
  }
  return result

  /** Those of the same priority that waited longer and had no seat, or had lost this one. */
  function passedBy ({ device, priority }: Seat, granted: string): Waiter[] {
    // Who had not queued for it, or with another priority, came last.
    const seq =
      [...queue.values()].find(waiter => waiter.device === device && waiter.priority === priority)?.seq ??
        Infinity
    const isSeated = (waiter: Waiter): boolean =>
      [...seats].some(([index, seat]) => index !== granted && seat.slots > 0 && seat.device === waiter.device)
    return [...queue.values()].filter(waiter =>
      waiter.device !== device && waiter.priority === priority && waiter.seq < seq && !isSeated(waiter)
    )
  }

  function apply (change: Change, session: string): void {
    const { path } = change
    if (change.type === 'remove') sessionOf.delete(path)
    else if (change.type === 'create' && change.isEphemeral) sessionOf.set(path, session)
    const seat = seatOf(change)
    if (seat !== undefined) seats.set(...seat)
    const waiter = waiterAt(path)
    if (waiter !== undefined && change.type === 'create') queue.set(path, waiter)
    if (change.type === 'remove') queue.delete(path)
  }

  function grantsIn (changes: Change[]): Array<[string, Seat]> {
    return changes.flatMap(change => {
      const seat = seatOf(change)
      return seat === undefined || seat[1].slots === 0 ? [] : [seat]
    })
  }

  function seatOf (change: Change): [string, Seat] | undefined {
    const index = new RegExp(`^${licencePath}/seats/(\\d+)$`).exec(change.path)?.[1]
    if (index === undefined || change.type === 'remove') return undefined
    const { device, epoch, priority = 0, slots } = JSON.parse(change.data.toString()) as {
      device: string
      epoch: number
      priority?: number
      slots: object
    }
    return [index, { device, epoch, priority, slots: Object.keys(slots).length }]
  }

  function waiterAt (path: string): Waiter | undefined {
    const match = new RegExp(`^${licencePath}/queue/(\\d+)-(\\d)-[0-9a-f]+-(.+)$`).exec(path)
    return match === null
      ? undefined
      : { seq: Number(match[1]), priority: Number(match[2]), device: match[3]! }
  }
}
