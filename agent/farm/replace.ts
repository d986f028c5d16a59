import { randomBytes } from 'node:crypto'
import { PacklineError } from '../errors.js'
import { seatState } from '../licence/licence-state.js'
import type { SeatStore } from '../licence/seat-store.js'
import { withPin } from '../licence/administration.js'
import { isAtWork } from './capacity.js'
import { gradeSeen, type DrainOrder } from './farm-machine.js'
import { knownMachine } from './known-machine.js'
import type { FarmRegistry } from './farm-registry.js'
import { phrase } from '../messages/phrase.js'

interface ReplaceOptions {
  registry: FarmRegistry
  store: SeatStore
  oldDevice: string
  newDevice: string
  order: DrainOrder
  nowMs: number
  silentAfterMs: number
  isForced: boolean
  signal: AbortSignal
}

interface Replaced {
  labels: readonly string[]
  licences: Array<{ licence: string, pinned: boolean, seats: number[] }>
}

/**
 * Lets one machine take another's place: it gets the labels and pins of the old one, which is drained and
 * loses its pins and seats. Refused when the new one is not at work, unless forced: nothing is changed then.
 */
export async function replaceMachine (
  { registry, store, oldDevice, newDevice, order, nowMs, silentAfterMs, isForced, signal }: ReplaceOptions
): Promise<Replaced> {
  const machines = await registry.machines(signal)
  const leaving = knownMachine(oldDevice, machines)
  const coming = knownMachine(newDevice, machines)
  if (oldDevice === newDevice || (!isForced && !isAtWork(coming, nowMs, silentAfterMs))) {
    throw new PacklineError('FARM_REPLACEMENT_UNFIT', {
      device: newDevice,
      why: oldDevice === newDevice
        ? phrase('replace.same')
        : coming.order === undefined
        ? phrase('replace.grade', { grade: phrase(`grade.${gradeSeen(coming, nowMs, silentAfterMs).grade}`) })
        : phrase('replace.drained')
    })
  }
  const labels = [...new Set([...coming.record.labels, ...leaving.record.labels])]
  // First what adds capacity, then what takes it: a replacement that fails half way leaves nobody without.
  await registry.setLabels(newDevice, labels)
  const session = await store.ready(signal)
  const licences: Replaced['licences'] = []
  for (const licence of Object.keys(store.terms)) {
    const state = await store.read(licence)
    const { terms } = state
    const isPinned = terms.mode === 'pinned' && terms.devices.includes(oldDevice)
    // As one change: a pinned licence has no more devices than seats.
    if (isPinned) {
      await store.changeAgreement(
        licence,
        agreement => withPin(licence, withPin(licence, agreement, oldDevice, false), newDevice, true)
      )
    }
    const held = state.seats.flatMap((seat, index) =>
      seat.device === oldDevice && seatState(state, index) !== 'free' ? [index] : []
    )
    licences.push({ licence, pinned: isPinned, seats: held })
  }
  await registry.setOrder(oldDevice, order)
  for (const { licence, seats } of licences) {
    for (const seat of seats) {
      await store.transact(licence, {
        type: 'force',
        seat,
        id: randomBytes(4).toString('hex')
      }, session)
    }
    if (seats.length > 0) {
      await store.recordAudit(licence, {
        at: order.at,
        action: 'replace',
        by: order.by,
        device: store.device,
        why: order.why,
        details: { from: oldDevice, to: newDevice, seats }
      })
    }
  }
  return { labels, licences: licences.filter(({ pinned, seats }) => pinned || seats.length > 0) }
}
