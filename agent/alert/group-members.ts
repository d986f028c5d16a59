import { memberId, type Alert, type Group } from './alert.js'

/** The group with the alert in it; undefined when it says so already. */
export function withAlert (group: Group, alert: Alert, nowMs: number): Group | undefined {
  const id = memberId(alert)
  const known = group.members[id]
  const isOpen = known !== undefined && known.endsAt === undefined
  if (isOpen && known.severity === alert.severity && String(known.summary) === String(alert.summary)) {
    return undefined
  }
  const isNews = !isOpen || known.severity !== alert.severity
  const startsAt = isOpen ? known.startsAt : new Date(nowMs).toISOString()
  const { acknowledgedBy, ...rest } = group
  return {
    ...rest,
    ...isNews || acknowledgedBy === undefined ? {} : { acknowledgedBy },
    members: { ...group.members, [id]: { ...alert, startsAt } }
  }
}

/** The group with that alert over; undefined when it is not in it, or over already. */
export function withoutAlert (
  group: Group,
  alert: Pick<Alert, 'check' | 'subject'>,
  nowMs: number
): Group | undefined {
  const id = memberId(alert)
  const known = group.members[id]
  if (known === undefined || known.endsAt !== undefined) return undefined
  const endsAt = new Date(nowMs).toISOString()
  return { ...group, members: { ...group.members, [id]: { ...known, endsAt } } }
}

/** The group with an alert that another agent told of; undefined when it is in it already. */
export function withAssumed (
  group: Group,
  alert: Pick<Alert, 'check' | 'subject'>,
  destinations: readonly string[],
  nowMs: number
): Group | undefined {
  const id = memberId(alert)
  if (group.members[id] !== undefined) return undefined
  const told = Object.fromEntries(
    destinations.map(name => [name, { version: group.version + 1, isOpen: true }])
  )
  const member = {
    ...alert,
    severity: 'info' as const,
    summary: `${alert.subject}: ${alert.check}`,
    startsAt: new Date(nowMs).toISOString()
  }
  return { ...group, told: { ...told, ...group.told }, members: { ...group.members, [id]: member } }
}

/** The group with no other alerts than those; undefined when it has none. */
export function withOnly (group: Group, ids: ReadonlySet<string>): Group | undefined {
  const all = Object.entries(group.members)
  const members = all.filter(([id]) => ids.has(id))
  return members.length === all.length ? undefined : { ...group, members: Object.fromEntries(members) }
}
