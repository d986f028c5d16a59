import { isJsonObject } from '../json-object.js'
import type { Seat, Waiter } from './licence-state.js'
import type { AuditEntry } from './seat-store.js'
import type { Agreement } from './terms.js'

/**
 * What both stores keep as JSON, checked when it is read: another version, a person or a bad disk may have
 * written it.
 */

const maxSeats = 1000
const maxJobs = 256

export function isSeat (value: unknown): value is Seat {
  return isJsonObject(value) && typeof value.device === 'string' && isCount(value.epoch) &&
    isTime(value.since) &&
    typeof value.isIdle === 'boolean' && (value.priority === undefined || isCount(value.priority)) &&
    isJsonObject(value.slots) && Object.keys(value.slots).length <= maxJobs &&
    Object.entries(value.slots).every(([name, slot]) => /^\d{1,3}$/.test(name) && isSlot(slot))
}

export function isWaiter (value: unknown): value is Waiter {
  return isJsonObject(value) && typeof value.owner === 'string' && typeof value.device === 'string' &&
    isCount(value.priority) && value.priority <= 9 && isCount(value.seq)
}

export function isAgreement (value: unknown): value is Agreement {
  return isJsonObject(value) && isTerms(value.configured) &&
    (value.pinned === undefined || isNames(value.pinned))
}

/** An entry of the audit as a line of JSON; undefined when it is none. */
export function parseAuditEntry (line: string): AuditEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line)
    return isAuditEntry(entry) ? entry : undefined
  } catch {
    return undefined
  }
}

function isAuditEntry (value: unknown): value is AuditEntry {
  return isJsonObject(value) && isJsonObject(value.details) &&
    ['at', 'action', 'by', 'device', 'why'].every(name => typeof value[name] === 'string')
}

function isTerms (value: unknown): boolean {
  return isJsonObject(value) && isCount(value.seats) && value.seats >= 1 && value.seats <= maxSeats &&
    isCount(value.jobsPerDevice) && value.jobsPerDevice >= 1 && value.jobsPerDevice <= maxJobs &&
    isCount(value.graceMs) && (value.mode === 'pinned' || value.mode === 'floating') && isNames(value.devices)
}

function isSlot (value: unknown): boolean {
  return isJsonObject(value) && typeof value.owner === 'string' && isTime(value.since)
}

function isNames (value: unknown): boolean {
  return Array.isArray(value) && value.length <= maxSeats && value.every(name => typeof name === 'string')
}

export function isCount (value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isTime (value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value)
}
