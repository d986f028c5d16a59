import { memberId, type Alert, type Group } from '../alert/alert.js'
import type { CheckKind } from '../config/check-kinds.js'
import { kindOf } from '../health/check.js'
import { wordedLater } from '../messages/message.js'
import type { FarmRegistry } from './farm-registry.js'
import type { FarmRow } from './farm-row.js'
import type { ReportReason } from './farm-machine.js'

/** A service that so many machines miss is down for all: one thing to tell, not one for each machine. */
export interface SharedCause {
  /** The check of the machines. */
  id: string
  /** No machine has such a name. */
  subject: string
  reason: ReportReason
}

const leastMachines = 2
const ofTheFarm: CheckKind[] = ['service', 'sharedCache']

/** What at least half of the machines that can tell, and more than one, blame on the same service. */
export function sharedCauses (rows: readonly FarmRow[]): SharedCause[] {
  const telling = rows.filter(({ isSilent }) => !isSilent)
  const found = new Map<string, { count: number, reason: ReportReason }>()
  for (const reason of telling.flatMap(({ reasons }) => reasons)) {
    const kind = kindOf(reason.id)
    if (kind === undefined || !ofTheFarm.includes(kind)) continue
    found.set(reason.id, { reason, count: (found.get(reason.id)?.count ?? 0) + 1 })
  }
  return [...found]
    .filter(([, { count }]) => count >= Math.max(leastMachines, telling.length / 2))
    .map(([id, { reason }]) => ({ id, subject: farmSubject(id), reason }))
}

/** What an alert of the whole farm is about. */
function farmSubject (id: string): string {
  return `farm/${id.slice(id.indexOf('.') + 1)}`
}

export const coordinator = 'service.zookeeper'

export const coordinatorAlert: Alert = {
  check: coordinator,
  subject: farmSubject(coordinator),
  severity: 'critical',
  summary: wordedLater('alert.coordinator'),
  details: {}
}

/**
 * Whether this agent may tell of it now. One that was cut off does not know whether another is the warden and
 * has told of its end already: a word of it would open an incident that nobody closes.
 */
export function mayTell (
  registry: Pick<FarmRegistry, 'isWarden'>,
  { members }: Pick<Group, 'members'>
): boolean {
  return registry.isWarden() || members[memberId(coordinatorAlert)] !== undefined
}
