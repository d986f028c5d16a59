import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { ReasonError, errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { readPropertyList } from '../../formats/property-list.js'
import type { PropertyListValue } from '../../formats/property-list-value.js'
import { phrase } from '../../messages/phrase.js'

/** What Apple allows a team's app to be and to do. Its own signature is Apple's affair, and the device's. */
export interface ProvisioningProfile {
  /** As the project names it. */
  file: string
  name: string
  team: string
  /** Before the first dot of what it is for; mostly the team. */
  prefix: string
  /** After it: a bundle id, or one that ends with `*`. */
  bundlePattern: string
  kind: 'app-store' | 'ad-hoc' | 'development' | 'enterprise'
  /** Undefined where any device will do. */
  devices?: number
  /** Their UDIDs. */
  deviceIds?: string[]
  expires: Date
  entitlements: ReadonlyMap<string, PropertyListValue>
  certificates: X509Certificate[]
}

const maxBytes = 16 * 1024 ** 2
const [start, end] = [Buffer.from('<?xml'), Buffer.from('</plist>')]

/** Throws PACKAGE_PROFILE_DAMAGED. */
export async function readProfile (path: string, file: string): Promise<ProvisioningProfile> {
  return parseProfile(await readFile(path), file)
}

/** The property list stands in clear within the signed message. */
export function parseProfile (bytes: Buffer, file: string): ProvisioningProfile {
  try {
    const [from, to] = [bytes.indexOf(start), bytes.lastIndexOf(end)]
    if (bytes.length > maxBytes || from < 0 || to < from) throw new ReasonError(phrase('profile.noList'))
    const values = readPropertyList(file, bytes.subarray(from, to + end.length))
    if (!(values instanceof Map)) throw new ReasonError(phrase('plist.noDictionary'))
    return profileOf(values, file)
  } catch (cause) {
    const reason = errorText(cause)
    throw new PacklineError('PACKAGE_PROFILE_DAMAGED', { file, reason }, { cause })
  }
}

function profileOf (values: ReadonlyMap<string, PropertyListValue>, file: string): ProvisioningProfile {
  const entitlements = values.get('Entitlements')
  const expires = values.get('ExpirationDate')
  const [team] = listOf(values.get('TeamIdentifier'))
  if (!(entitlements instanceof Map)) throw new ReasonError(phrase('profile.noEntitlements'))
  if (!(expires instanceof Date)) throw new ReasonError(phrase('profile.noExpiration'))
  if (typeof team !== 'string') throw new ReasonError(phrase('profile.noTeam'))
  const identifier = entitlements.get('application-identifier')
  if (typeof identifier !== 'string' || !identifier.includes('.')) {
    throw new ReasonError(phrase('profile.noIdentifier'))
  }
  const dot = identifier.indexOf('.')
  const devices = values.get('ProvisionedDevices')
  const name = values.get('Name')
  return {
    file,
    name: typeof name === 'string' ? name : file,
    team,
    prefix: identifier.slice(0, dot),
    bundlePattern: identifier.slice(dot + 1),
    kind: kindOf(values, entitlements),
    ...Array.isArray(devices) && {
      devices: devices.length,
      deviceIds: devices.filter(each => typeof each === 'string')
    },
    expires,
    entitlements,
    certificates: listOf(values.get('DeveloperCertificates')).flatMap(each =>
      each instanceof Uint8Array ? [new X509Certificate(each)] : []
    )
  }
}

function kindOf (
  values: ReadonlyMap<string, PropertyListValue>,
  entitlements: ReadonlyMap<string, PropertyListValue>
): ProvisioningProfile['kind'] {
  if (values.get('ProvisionsAllDevices') === true) return 'enterprise'
  if (!values.has('ProvisionedDevices')) return 'app-store'
  return entitlements.get('get-task-allow') === true ? 'development' : 'ad-hoc'
}

function listOf (value: PropertyListValue | undefined): PropertyListValue[] {
  return Array.isArray(value) ? value : []
}

/** The profile for a bundle id: its own before the one with the longest beginning. */
export function profileFor (
  profiles: readonly ProvisioningProfile[],
  bundleId: string
): ProvisioningProfile | undefined {
  return profiles
    .filter(({ bundlePattern }) =>
      bundlePattern.endsWith('*')
        ? bundleId.startsWith(bundlePattern.slice(0, -1))
        : bundlePattern === bundleId
    )
    .toSorted((a, b) => rank(b.bundlePattern) - rank(a.bundlePattern))[0]
}

function rank (pattern: string): number {
  return pattern.endsWith('*') ? pattern.length - 1 : Infinity
}
