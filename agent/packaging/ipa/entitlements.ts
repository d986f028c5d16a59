import { isDeepStrictEqual } from 'node:util'
import { PacklineError } from '../../errors.js'
import type { PropertyListValue } from '../../formats/property-list-value.js'
import type { ProvisioningProfile } from './provisioning-profile.js'

export type Entitlements = Map<string, PropertyListValue>

/** What the profile alone says: who the app is, and what may be done with it. */
const ofProfile = ['get-task-allow', 'beta-reports-active', 'aps-environment']
const identifier = 'application-identifier'
const teamIdentifier = 'com.apple.developer.team-identifier'
const keychain = 'keychain-access-groups'

/**
 * The entitlements to sign a bundle with: what it asks for, under the identity of the profile, as far as the
 * profile grants it. Throws PACKAGE_ENTITLEMENT_NOT_GRANTED for what it does not: a device would refuse the
 * app. Without a wish, all that the profile grants by itself.
 */
export function mergeEntitlements (
  wanted: ReadonlyMap<string, PropertyListValue> | undefined,
  profile: ProvisioningProfile,
  bundleId: string,
  row: string
): Entitlements {
  const { prefix, team, entitlements: granted } = profile
  const notGranted = (entitlement: string): PacklineError =>
    new PacklineError('PACKAGE_ENTITLEMENT_NOT_GRANTED', {
      row,
      bundle: bundleId,
      entitlement,
      profile: profile.name
    })
  const merged: Entitlements = new Map<string, PropertyListValue>([
    [identifier, `${prefix}.${bundleId}`],
    [teamIdentifier, team],
    ['get-task-allow', false]
  ])
  for (const [name, value] of wanted ?? withoutWildcards(granted)) {
    if (name === identifier || name === teamIdentifier || ofProfile.includes(name)) continue
    const moved = moveTeam(value, teamsOf(wanted), prefix)
    if (!isGranted(moved, granted.get(name))) {
      throw notGranted(name)
    }
    merged.set(name, moved)
  }
  for (const name of ofProfile) {
    const value = granted.get(name)
    const isAsked = name !== 'aps-environment' || wanted === undefined || wanted.has(name)
    if (value !== undefined && isAsked) merged.set(name, value)
    else if (name === 'aps-environment' && wanted?.has(name) === true) throw notGranted(name)
  }
  if (!merged.has(keychain) && granted.has(keychain)) merged.set(keychain, [`${prefix}.${bundleId}`])
  return merged
}

/** A wildcard is a permission, and no value of an app. */
function withoutWildcards (granted: ReadonlyMap<string, PropertyListValue>): Entitlements {
  return new Map([...granted].filter(([, value]) => !JSON.stringify(value)?.includes('*')))
}

/** What identifiers of the app that was signed before begin with. */
function teamsOf (wanted: ReadonlyMap<string, PropertyListValue> | undefined): string[] {
  const before = wanted?.get(identifier)
  const team = wanted?.get(teamIdentifier)
  return [
    ...typeof before === 'string' ? [before.slice(0, before.indexOf('.'))] : [],
    ...typeof team === 'string' ? [team] : []
  ]
    .filter(each => each !== '')
}

function moveTeam (value: PropertyListValue, from: readonly string[], to: string): PropertyListValue {
  if (Array.isArray(value)) return value.map(each => moveTeam(each, from, to))
  if (typeof value !== 'string') return value
  const before = from.find(team => value.startsWith(`${team}.`))
  return before === undefined ? value : `${to}${value.slice(before.length)}`
}

function isGranted (value: PropertyListValue, granted: PropertyListValue | undefined): boolean {
  if (granted === undefined) return false
  if (Array.isArray(value)) return value.every(each => isGranted(each, granted))
  if (Array.isArray(granted)) return granted.some(each => isGranted(value, each))
  if (typeof granted === 'string' && typeof value === 'string' && granted.endsWith('*')) {
    return value.startsWith(granted.slice(0, -1))
  }
  return isDeepStrictEqual(value, granted)
}
