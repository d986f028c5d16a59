import { isErrorCode, PacklineError } from '../../errors.js'
import type { FarmRow } from '../../farm/farm-row.js'
import { checkTitle } from '../../health/check-hint.js'
import type { SeenNode } from '../../farm/seen-nodes.js'
import type { StorePlace } from '../../licence/store-place.js'
import { describeError, message, type Locale, worded } from '../../messages/message.js'
import { agoText } from '../../messages/durations.js'
import { painted } from '../colours.js'
import type { CommandContext } from '../command.js'
import { requireAgent } from '../jobs/connect.js'
import { table, warn, warnLine } from '../terminal.js'

/** What `GET /v1/farm` of an agent answers. */
interface FarmAnswer {
  machines: FarmRow[]
  licenceStore?: StorePlace | null
  blindSince?: string | null
  warnings: Array<{ code: string, message: string, details: Record<string, unknown> }>
}

/**
 * The farm as this machine's agent sees it; what is wrong with the list of agents itself goes to standard
 * error.
 */
export async function askFarm (context: CommandContext): Promise<FarmAnswer> {
  const answer = await (await requireAgent(context)).call<FarmAnswer>('GET', '/v1/farm')
  for (const { code, message, details } of answer.warnings) {
    warnLine(
      context,
      isErrorCode(code) ? describeError(context.locale, new PacklineError(code, details)).message : message
    )
  }
  const { blindSince } = answer
  if (blindSince !== undefined && blindSince !== null) {
    warn(context, 'farm.blind', { since: blindSince })
  }
  return answer
}

/** One line for each machine, and where the seats of licences are recorded. */
export function farmTable (context: CommandContext, { machines, licenceStore }: FarmAnswer): string[] {
  const { locale } = context
  const nowMs = Date.now()
  const hasJenkins = machines.some(({ jenkins }) => jenkins !== undefined)
  const rows = machines.map(row => [
    row.device,
    hostOf(row.address),
    row.model,
    gradeText(context, row.grade),
    row.os,
    row.labels.join(','),
    String(row.running),
    drainText(locale, row),
    row.reasons.slice(0, 3).map(reason => reasonText(locale, reason)).join(message(locale, 'list.separator')),
    ...hasJenkins ? [row.jenkins === undefined ? '–' : nodeText(locale, row.jenkins, nowMs)] : []
  ])
  const head = columns.map(column => message(locale, `farm.column.${column}`))
  if (hasJenkins) head.push(message(locale, 'farm.column.jenkins'))
  const lines = table(context, head, rows)
  if (licenceStore !== null && licenceStore !== undefined) {
    lines.push('', message(locale, `licence.store.${licenceStore.kind}`, { at: licenceStore.at }))
  }
  return lines
}

/** A grade in the colour that it has on the pages. */
export function gradeText (context: CommandContext, grade: FarmRow['grade']): string {
  const meaning = ({ good: 'good', degraded: 'doubtful', poor: 'bad' } as const)[grade]
  return painted(context, 'stdout', meaning, message(context.locale, `grade.${grade}`))
}

const columns = [
  'machine',
  'address',
  'model',
  'grade',
  'system',
  'labels',
  'jobs',
  'drain',
  'reasons'
] as const
const problemLength = 60

function hostOf (address: string | null): string {
  return address?.replace(/^https?:\/\//, '').replace(/\/$/, '') ?? '–'
}

function drainText (locale: Locale, { drain }: FarmRow): string {
  return drain === null ? '' : message(locale, drain.isDone ? 'ui.drained' : 'ui.draining', { by: drain.by })
}

/** What is wrong, and in the system's own words how. */
function reasonText (locale: Locale, { id, problem }: FarmRow['reasons'][number]): string {
  const title = checkTitle(locale, id)
  return problem === undefined
    ? title
    : message(locale, 'list.pair', {
      name: title,
      value: worded(locale, problem).replaceAll(/\s+/g, ' ').slice(0, problemLength)
    })
}

function nodeText (locale: Locale, { state, cause, since }: SeenNode, nowMs: number): string {
  const age = since === null ? '' : agoText(locale, since, nowMs)
  return [message(locale, `jenkins.${state}`), age, cause].filter(Boolean).join(' ')
}
