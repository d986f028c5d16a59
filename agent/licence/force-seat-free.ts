import { randomBytes } from 'node:crypto'
import { PacklineError } from '../errors.js'
import type { SeatStore } from './seat-store.js'

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
