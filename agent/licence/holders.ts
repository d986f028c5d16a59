import type { Holder } from './limiter.js'
import { seatState } from './model.js'
import type { LicenceState } from './model.js'

/** The seats that are not free, as people and programs are told about them. */
export function holdersOf (state: LicenceState): Holder[] {
  return state.seats.flatMap((seat, index) => {
    const current = seatState(state, index)
    return current === 'free'
      ? []
      : [{
        seat: index,
        device: seat.device,
        since: seat.since,
        jobs: Object.keys(seat.slots).length,
        state: current
      }]
  })
}
