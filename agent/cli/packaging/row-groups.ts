import { PacklineError } from '../../errors.js'
import { describeError, message, worded } from '../../messages/message.js'
import type { Locale } from '../../messages/message.js'
import type { RowReport } from '../../packaging/package-report.js'
import type { Way } from '../../packaging/package-state.js'

/** `none` for a row that cannot be made. */
type PlannedWay = Way | 'none'

export function wayOf ({ way, error }: RowReport): PlannedWay {
  return error === undefined ? way : 'none'
}

/** More rows than a screen has are told in groups of one way and reason. */
export const mostSingleRows = 24
const namedAtMost = 6

export interface RowGroup {
  way: PlannedWay
  reason: string
  estimateMs: number
  /** Rows as --row takes them: `formal/android/*`, `gray/android/{a,b}`. */
  members: string[]
  count: number
}

export function reasonOf ({ why, error }: RowReport, locale: Locale): string {
  if (error === undefined) {
    return why.map(each => worded(locale, each)).join(message(locale, 'list.separator'))
  }
  const { message: sentence } = describeError(locale, new PacklineError(error.code, error.details))
  return `${sentence} [${error.code}]`
}

/** Rows by way and reason, in the order in which each first comes. */
export function groupRows (rows: readonly RowReport[], locale: Locale): RowGroup[] {
  const groups = new Map<string, { way: PlannedWay, reason: string, rows: RowReport[] }>()
  for (const row of rows) {
    const reason = withoutParts(reasonOf(row, locale), row)
    const way = wayOf(row)
    const key = JSON.stringify([way, reason])
    const group = groups.get(key) ?? { way, reason, rows: [] }
    group.rows.push(row)
    groups.set(key, group)
  }
  const channels = channelsByPattern(rows)
  return [...groups.values()].map(({ way, reason, rows: own }) => ({
    way,
    reason,
    estimateMs: own.reduce((sum, { estimateMs }) => sum + estimateMs, 0),
    members: [...channelsByPattern(own)].map(([pattern, names]) =>
      memberText(pattern, names, names.length === channels.get(pattern)?.length, locale)
    ),
    count: own.length
  }))
}

/** What only says which row it is would keep equal reasons apart. */
function withoutParts (reason: string, { id, target, channel, pairing }: RowReport): string {
  let text = reason.replaceAll(id, '{row}')
  for (const [name, value] of Object.entries({ target, channel, pairing })) {
    if (value !== undefined) text = text.replaceAll(JSON.stringify(value), `{${name}}`)
  }
  return text
}

const place = '\0'

function channelsByPattern (rows: readonly RowReport[]): Map<string, string[]> {
  const channels = new Map<string, string[]>()
  for (const { target, platform, channel, pairing } of rows) {
    const parts = [target, platform, channel === undefined ? undefined : place, pairing]
    const pattern = parts.filter(part => part !== undefined).join('/')
    const names = channels.get(pattern) ?? []
    if (channel !== undefined) names.push(channel)
    channels.set(pattern, names)
  }
  return channels
}

function memberText (pattern: string, names: readonly string[], isAll: boolean, locale: Locale): string {
  const [only = ''] = names
  if (names.length <= 1) return pattern.replace(place, only)
  if (isAll) return pattern.replace(place, '*')
  const more = names.length - namedAtMost
  const named = names.slice(0, namedAtMost).join(',')
  return pattern.replace(
    place,
    `{${named}${more > 0 ? `,${message(locale, 'package.moreRows', { count: more })}` : ''}}`
  )
}
