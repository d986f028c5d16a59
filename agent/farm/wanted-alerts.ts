import type { Alert } from '../alert/alert.js'
import { checkName, reasonHint } from '../health/check-hint.js'
import { type MessageKey, type MessageParameters, wordedLater } from '../messages/message.js'
import type { Wording } from '../messages/phrase.js'
import type { ReportReason } from './farm-machine.js'
import type { FarmRow } from './farm-row.js'
import { coordinator, coordinatorAlert, sharedCauses, type SharedCause } from './shared-causes.js'

/** All that is wrong with the farm now; `stuck` names machines whose Jenkins nodes do not move. */
export function wantedAlerts (rows: readonly FarmRow[], stuck: ReadonlyMap<string, Wording>): Alert[] {
  const shared = sharedCauses(rows)
  const known = new Set(shared.map(({ id }) => id))
  return [...shared.map(sharedAlert), ...rows.flatMap(row => alertsOf(row, known, stuck.get(row.device)))]
}

/** What an alert says, and what to do where a reason of a machine stands behind it. */
function saying (
  key: MessageKey,
  parameters: MessageParameters,
  reason?: ReportReason
): Pick<Alert, 'summary' | 'hint'> {
  const summary = wordedLater(key, parameters)
  return reason === undefined || reason.hint === null
    ? { summary }
    : { summary, hint: reasonHint(reason) ?? reason.hint }
}

function sharedAlert ({ id, subject, reason }: SharedCause): Alert {
  // The same that each agent tells while there is no warden: another wording would be news.
  if (id === coordinator) return coordinatorAlert
  return {
    check: id,
    subject,
    severity: 'error',
    ...saying('alert.shared', { check: checkName(id) }, reason),
    details: {}
  }
}

function alertsOf (row: FarmRow, shared: ReadonlySet<string>, stuck: Wording | undefined): Alert[] {
  const { device, grade, drain, reasons } = row
  // A machine that is drained is in somebody's hands.
  const told = drain === null ? reasons.filter(({ id }) => !shared.has(id)) : []
  const alerts = told.map((reason): Alert => {
    const { id, state, problem } = reason
    const words = { device, grade: wordedLater(`grade.${grade}`), check: checkName(id) }
    return {
      check: id,
      subject: device,
      severity: state === 'fail' ? 'critical' : 'warning',
      ...saying('alert.check', words, reason),
      details: problem === undefined || id === 'silent' ? {} : { problem }
    }
  })
  if (stuck === undefined) return alerts
  return [...alerts, {
    check: 'jenkins-node',
    subject: device,
    severity: 'error',
    ...saying('alert.node', { device }),
    details: { problem: stuck }
  }]
}
