import { PacklineError } from '../errors.js'
import type { Seat, Waiter } from './licence-state.js'
import { isAgreement, isSeat } from './record-check.js'
import type { Agreement } from './terms.js'

/** Where the records of licences are, below the chroot. */
export const layout = {
  devices: '/devices',
  device: (device: string): string => `/devices/${device}`,
  licence: (licence: string): string => `/licences/${licence}`,
  seats: (licence: string): string => `/licences/${licence}/seats`,
  seat: (licence: string, seat: number): string => `/licences/${licence}/seats/${seat}`,
  /** Ephemeral: lives as long as the owner's session. */
  life: (licence: string, seat: number, owner: string): string =>
    `/licences/${licence}/seats/${seat}/${owner}`,
  /** Its data version counts the arrivals. */
  queue: (licence: string): string => `/licences/${licence}/queue`,
  waiter: (licence: string, waiter: Waiter): string => `/licences/${licence}/queue/${waiterName(waiter)}`,
  audit: (licence: string): string => `/licences/${licence}/audit`
}

/** All that others need to know of a waiter, so that one list of names shows the whole queue. */
export function waiterName ({ seq, priority, owner, device }: Waiter): string {
  return `${String(seq).padStart(10, '0')}-${priority}-${owner}-${device}`
}

export function parseWaiter (name: string): Waiter | undefined {
  const [, seq, priority, owner, device] = /^(\d{10})-(\d)-([0-9a-f]{16})-(.+)$/.exec(name) ?? []
  return owner === undefined || device === undefined
    ? undefined
    : { seq: Number(seq), priority: Number(priority), owner, device }
}

export function encode (record: Seat | Agreement | object): Buffer {
  return Buffer.from(JSON.stringify(record))
}

export function parseSeat (path: string, data: Buffer): Seat {
  const seat = parse(data)
  if (!isSeat(seat)) throw damaged(path)
  return seat
}

export function parseAgreement (path: string, data: Buffer): Agreement {
  const agreement = parse(data)
  if (!isAgreement(agreement)) throw damaged(path)
  return agreement
}

function parse (data: Buffer): unknown {
  try {
    return JSON.parse(data.toString())
  } catch {
    return undefined
  }
}

function damaged (path: string): PacklineError {
  return new PacklineError('LICENCE_RECORD_DAMAGED', { path })
}
