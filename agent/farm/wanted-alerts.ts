import type { Alert } from '../alert/alert.js'
import type { FarmRow } from './farm-row.js'
import { coordinator, coordinatorAlert, sharedCauses, type SharedCause } from './shared-causes.js'

/** All that is wrong with the farm now; `stuck` names machines whose Jenkins nodes do not move. */
export function wantedAlerts (rows: readonly FarmRow[], stuck: ReadonlyMap<string, string>): Alert[] {
  const shared = sharedCauses(rows)
  const known = new Set(shared.map(({ id }) => id))
  return [...shared.map(sharedAlert), ...rows.flatMap(row => alertsOf(row, known, stuck.get(row.device)))]
}

function sharedAlert ({ id, subject, reason: { hint } }: SharedCause): Alert {
  // The same that each agent tells while there is no warden: another wording would be news.
  if (id === coordinator) return coordinatorAlert
  return {
    check: id,
    subject,
    severity: 'error',
    summary: `${id} is missed by most machines`,
    ...hint === null ? {} : { hint },
    details: {}
  }
}

function alertsOf (row: FarmRow, shared: ReadonlySet<string>, stuck: string | undefined): Alert[] {
  const { device, grade, drain, reasons } = row
  // A machine that is drained is in somebody's hands.
  const told = drain === null ? reasons.filter(({ id }) => !shared.has(id)) : []
  const alerts = told.map(({ id, state, hint, problem }): Alert => ({
    check: id,
    subject: device,
    severity: state === 'fail' ? 'critical' : 'warning',
    summary: `${device} is ${grade}: ${id}`,
    ...hint === null ? {} : { hint },
    details: problem === undefined || id === 'silent' ? {} : { problem }
  }))
  if (stuck === undefined) return alerts
  return [...alerts, {
    check: 'jenkins-node',
    subject: device,
    severity: 'error',
    summary: `${device}: its node in Jenkins is not as it should be`,
    details: { problem: stuck }
  }]
}
