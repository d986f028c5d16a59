import type { LicenceConfig } from '../config/agent-schema.js'
import { PacklineError } from '../errors.js'
import type { Terms } from './model.js'

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
      `${name} is ${JSON.stringify(here)} here and ${JSON.stringify(agreed)} there`
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
  return (Object.keys(here) as Array<keyof Terms>)
    .filter(name => JSON.stringify(agreed[name]) !== JSON.stringify(here[name]))
    .map(name => ({ name, agreed: agreed[name], here: here[name] }))
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
