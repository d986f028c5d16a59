import { addressParts } from '../release/shared-database.js'

const usualPorts: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  mongodb: 27_017,
  redis: 6379,
  rediss: 6379
}

/** The port of an address, or the usual one of its scheme. */
export function portOf (address: string): number | undefined {
  const { scheme, port } = addressParts(address)
  const number = port === '' ? usualPorts[scheme] : Number(port)
  return number !== undefined && number >= 1 && number <= 65_535 ? number : undefined
}

/** A name, or an address without the brackets of IPv6. */
export function hostOf (address: string): string {
  return addressParts(address).host.replace(/^\[(.*)\]$/, '$1')
}

export function isTls (address: string): boolean {
  return ['https', 'wss', 'rediss'].includes(addressParts(address).scheme)
}

/** Which database it is, by its scheme or else its usual port. */
export function databaseKind (address: string): 'mongodb' | 'redis' | 'other' {
  const { scheme } = addressParts(address)
  if (/^mongodb(\+srv)?$/.test(scheme) || scheme === '' && portOf(address) === 27_017) return 'mongodb'
  if (/^rediss?$/.test(scheme) || scheme === '' && portOf(address) === 6379) return 'redis'
  return 'other'
}
