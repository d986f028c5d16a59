import { randomBytes } from 'node:crypto'
import { PacklineError } from '../errors.js'
import type { SeatStore } from './seat-store.js'
import { effectiveTerms } from './terms.js'
import type { Agreement } from './terms.js'

/**
 * An administrator takes a seat from whoever has it, or from `device` only. Throws LICENCE_SEAT_UNKNOWN and
 * LICENCE_SEAT_CHANGED.
 */
export async function forceSeatFree (
  store: SeatStore,
  licence: string,
  seat: number,
  { signal, device }: { signal: AbortSignal, device?: string }
): Promise<{ seat: number, device: string, epoch: number }> {
  const { seats } = await store.read(licence)
  const held = seats[seat]
  if (held === undefined) {
    throw new PacklineError('LICENCE_SEAT_UNKNOWN', {
      licence,
      seat,
      last: seats.length - 1
    })
  }
  if (device !== undefined && device !== held.device) {
    throw new PacklineError('LICENCE_SEAT_CHANGED', {
      licence,
      seat,
      expected: device,
      device: held.device || '–'
    })
  }
  await store.transact(
    licence,
    { type: 'force', seat, id: randomBytes(4).toString('hex') },
    await store.ready(signal)
  )
  return { seat, device: held.device, epoch: held.epoch }
}

/** `device` among the pinned ones, or no longer. Throws when that cannot be. */
export function withPin (
  licence: string,
  agreement: Agreement,
  device: string,
  isPinned: boolean
): Agreement {
  const terms = effectiveTerms(agreement)
  if (terms.mode !== 'pinned') throw new PacklineError('LICENCE_NOT_PINNED', { licence, mode: terms.mode })
  const others = terms.devices.filter(other => other !== device)
  if (!isPinned && others.length === terms.devices.length) {
    throw new PacklineError('LICENCE_DEVICE_NOT_PINNED', {
      licence,
      device,
      devices: terms.devices
    })
  }
  const pinned = (isPinned ? [...others, device] : others).sort()
  if (pinned.length > terms.seats) {
    throw new PacklineError('LICENCE_ALL_PINNED', {
      licence,
      device,
      seats: terms.seats,
      devices: terms.devices
    })
  }
  return { ...agreement, pinned }
}
