import type { Alert } from '../alert/alert.js'
import { checkWords, reasonHint } from '../health/check-hint.js'
import { message, type MessageKey, type MessageParameters } from '../messages/message.js'
import type { ReportReason } from './farm-machine.js'
import type { FarmRow } from './farm-row.js'
import { coordinator, coordinatorAlert, sharedCauses, type SharedCause } from './shared-causes.js'

/** All that is wrong with the farm now; `stuck` names machines whose Jenkins nodes do not move. */
export function wantedAlerts (rows: readonly FarmRow[], stuck: ReadonlyMap<string, string>): Alert[] {
  const shared = sharedCauses(rows)
  const known = new Set(shared.map(({ id }) => id))
  return [...shared.map(sharedAlert), ...rows.flatMap(row => alertsOf(row, known, stuck.get(row.device)))]
}

/** What an alert says, in English and by its keys; `words` fill it in other languages. */
function saying (
  key: MessageKey,
  parameters: MessageParameters,
  words: MessageParameters,
  reason?: ReportReason
): Pick<Alert, 'summary' | 'words' | 'hint'> {
  const hint = reason && reasonHint(reason)
  return {
    summary: message('en', key, parameters),
    words: { summary: { key, parameters: { ...parameters, ...words } }, ...hint && { hint } },
    ...reason !== undefined && reason.hint !== null && { hint: reason.hint }
  }
}

function sharedAlert ({ id, subject, reason }: SharedCause): Alert {
  // The same that each agent tells while there is no warden: another wording would be news.
  if (id === coordinator) return coordinatorAlert
  return {
    check: id,
    subject,
    severity: 'error',
    ...saying('alert.shared', { check: id }, { check: checkWords(id) }, reason),
    details: {}
  }
}

function alertsOf (row: FarmRow, shared: ReadonlySet<string>, stuck: string | undefined): Alert[] {
  const { device, grade, drain, reasons } = row
  // A machine that is drained is in somebody's hands.
  const told = drain === null ? reasons.filter(({ id }) => !shared.has(id)) : []
  const alerts = told.map((reason): Alert => {
    const { id, state, problem } = reason
    const words = { check: checkWords(id), grade: { key: `grade.${grade}` } }
    return {
      check: id,
      subject: device,
      severity: state === 'fail' ? 'critical' : 'warning',
      ...saying('alert.check', { device, grade, check: id }, words, reason),
      details: problem === undefined || id === 'silent' ? {} : { problem }
    }
  })
  if (stuck === undefined) return alerts
  return [...alerts, {
    check: 'jenkins-node',
    subject: device,
    severity: 'error',
    ...saying('alert.node', { device }, {}),
    details: { problem: stuck }
  }]
}
