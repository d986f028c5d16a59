import type { LicenceConfig } from '../config/licence-schema.js'
import { PacklineError } from '../errors.js'
import { phrase } from '../messages/phrase.js'

/** What all machines that share a licence have to agree on. */
export interface Terms {
  seats: number
  mode: 'pinned' | 'floating'
  devices: readonly string[]
  jobsPerDevice: number
  graceMs: number
}

/**
 * What is recorded for all: the terms as the first machine had them, and the pins that administrators set
 * since.
 */
export interface Agreement {
  configured: Terms
  pinned?: string[]
}

export function termsOf (config: LicenceConfig): Terms {
  const { seats, mode, devices, jobsPerDevice, graceMs } = config
  return { seats, mode, devices: [...devices].sort(), jobsPerDevice, graceMs }
}

/** The terms of a licence as this machine was configured. Throws LICENCE_UNKNOWN. */
export function knownLicence<T> (licences: Readonly<Record<string, T>>, licence: string): T {
  const known = Object.hasOwn(licences, licence) ? licences[licence] : undefined
  if (known === undefined) {
    throw new PacklineError('LICENCE_UNKNOWN', {
      licence,
      known: Object.keys(licences).join(', ') || phrase('list.none')
    })
  }
  return known
}

export function effectiveTerms ({ configured, pinned }: Agreement): Terms {
  return pinned === undefined ? configured : { ...configured, devices: pinned }
}

/**
 * The terms in force. Throws LICENCE_CONFIG_DIFFERS when this machine was configured otherwise than the first
 * one.
 */
export function agreedTerms (licence: string, agreement: Agreement, own: Terms): Terms {
  const differences = differencesBetween(agreement.configured, own)
  if (differences.length > 0) {
    const listed = differences.map(({ name, agreed, here }) =>
      phrase('terms.differ', { name, here: JSON.stringify(here), agreed: JSON.stringify(agreed) })
    )
    throw new PacklineError('LICENCE_CONFIG_DIFFERS', {
      licence,
      differences: listed.join('; '),
      list: differences
    })
  }
  return effectiveTerms(agreement)
}

export function differencesBetween (
  agreed: Terms,
  here: Terms
): Array<{ name: string, agreed: unknown, here: unknown }> {
  const there: Readonly<Record<string, unknown>> = { ...agreed }
  return Object
    .entries(here)
    .filter(([name, value]) => JSON.stringify(there[name]) !== JSON.stringify(value))
    .map(([name, value]) => ({ name, agreed: there[name], here: value }))
}
