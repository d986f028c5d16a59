import { PacklineError } from '../errors.js'
import type { WaitStatus } from './limiter.js'

/** LICENCE_WAIT_TIMEOUT with everything that a person needs to find out why. */
export function waitTimeout (status: WaitStatus): PacklineError {
  const held = status.holders.map(({ device, seat, since, jobs }) =>
    `${device} (seat ${seat}, since ${new Date(since).toISOString()}, jobs ${jobs})`
  )
  return new PacklineError('LICENCE_WAIT_TIMEOUT', {
    ...status,
    waited: `${(status.waitedMs / 1000).toFixed(1)} s`,
    held: held.join(', ') || 'nobody'
  })
}
