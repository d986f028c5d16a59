import type { DirectoryConfig, PeopleMapping } from '../config/directory-schema.js'
import { phrase } from '../messages/phrase.js'
import type { DirectoryEntry, EntryChange } from './directory-entry.js'
import { comparableName } from './distinguished-name.js'
import type { FailedEntry, WantedEntries, WantedEntry } from './wanted-entries.js'

export interface DirectoryPlan {
  people: number
  /** Entries that packline keeps there and that are in force. */
  owned: number
  changes: EntryChange[]
  failed: FailedEntry[]
}

/** What makes the entries as the source has them. Entries of others are never part of it. */
export function planDirectory (
  wanted: WantedEntries,
  present: { people: readonly DirectoryEntry[], groups: readonly DirectoryEntry[] },
  config: DirectoryConfig
): DirectoryPlan {
  const { people: mapping } = config
  const failed = [...wanted.failed]
  const byId = new Map(
    present.people.flatMap(entry => entry.values(mapping.id).map(id => [id.toLowerCase(), entry] as const))
  )
  const owned = present.people.filter(entry => isOurs(entry, mapping))
  const changes: EntryChange[] = []
  for (const [key, entry] of wanted.entries) {
    const there = byId.get(key)
    if (there === undefined) changes.push(addition(entry, mapping))
    else if (isOurs(there, mapping)) changes.push(...changesOf(entry, there, mapping))
    else failed.push({ name: entry.id, reason: phrase('directory.foreign') })
  }
  const stays = (entry: DirectoryEntry): boolean =>
    entry.values(mapping.id).some(id =>
      wanted.entries.has(id.toLowerCase()) || wanted.kept.has(id.toLowerCase())
    )
  const inForce = owned.filter(entry => !isDisabled(entry, mapping))
  const gone = wanted.isWhole ? inForce.filter(entry => !stays(entry)) : []
  changes.push(...gone.map(entry => departure(entry, mapping)))
  const groups = config.groups === undefined
    ? []
    : membershipChanges(wanted, owned, present.groups, failed, mapping)
  return {
    people: wanted.entries.size,
    owned: inForce.length,
    changes: [...changes, ...groups],
    failed
  }
}

/** Entries that would go. */
export function departures ({ changes }: DirectoryPlan): number {
  return changes.filter(({ kind }) => kind === 'remove' || kind === 'disable').length
}

function isOurs (entry: DirectoryEntry, { mark }: PeopleMapping): boolean {
  return mark === undefined || entry.values(mark.attribute).includes(mark.value)
}

function isDisabled (entry: DirectoryEntry, { disable }: PeopleMapping): boolean {
  return disable !== undefined && entry.values(disable.attribute).includes(disable.value)
}

function addition ({ id, dn, attributes }: WantedEntry, { objectClasses }: PeopleMapping): EntryChange {
  return { kind: 'add', name: id, dn, attributes: { objectClass: objectClasses, ...attributes }, before: {} }
}

function changesOf (wanted: WantedEntry, there: DirectoryEntry, mapping: PeopleMapping): EntryChange[] {
  const { id, attributes: mapped, disable } = mapping
  const managed = Object.keys(mapped).filter(name => name !== id)
  // Who has come back is in force again.
  if (disable !== undefined && isDisabled(there, mapping)) managed.push(disable.attribute)
  const differing = managed.filter(name => !isSame(there.values(name), wanted.attributes[name] ?? []))
  if (differing.length === 0) return []
  return [{
    kind: 'change',
    name: wanted.id,
    dn: there.dn,
    attributes: Object.fromEntries(differing.map(name => [name, wanted.attributes[name] ?? []])),
    before: Object.fromEntries(differing.map(name => [name, there.values(name)]))
  }]
}

function departure (entry: DirectoryEntry, { id, disable }: PeopleMapping): EntryChange {
  const [name = entry.dn] = entry.values(id)
  if (disable === undefined) return { kind: 'remove', name, dn: entry.dn, attributes: {}, before: {} }
  return {
    kind: 'disable',
    name,
    dn: entry.dn,
    attributes: { [disable.attribute]: [disable.value] },
    before: { [disable.attribute]: entry.values(disable.attribute) }
  }
}

/** Of the members only people that packline keeps are looked at; those of others stay. */
function membershipChanges (
  wanted: WantedEntries,
  owned: readonly DirectoryEntry[],
  groups: readonly DirectoryEntry[],
  failed: FailedEntry[],
  { id }: PeopleMapping
): EntryChange[] {
  const names = new Set(groups.flatMap(group => group.values('cn').map(cn => cn.toLowerCase())))
  const missing = new Set(
    [...wanted.entries.values()].flatMap(entry => entry.groups).filter(name => !names.has(name.toLowerCase()))
  )
  failed.push(...[...missing].map(name => ({ name, reason: phrase('directory.noGroup') })))
  const ours = new Map(owned.map(({ dn }) => [comparableName(dn), dn]))
  // Of people whose row cannot be used, memberships stay too.
  const untouched = new Set(
    owned
      .filter(entry => entry.values(id).some(each => wanted.kept.has(each.toLowerCase())) || !wanted.isWhole)
      .map(({ dn }) => comparableName(dn))
  )
  return groups.flatMap(group => {
    const [name = group.dn] = group.values('cn')
    const before = group.values('member')
    const members = [...wanted.entries.values()].filter(entry =>
      entry.groups.some(each => each.toLowerCase() === name.toLowerCase())
    )
    const isWanted = new Set(members.map(({ dn }) => comparableName(dn)))
    const staying = before.filter(member => {
      const key = comparableName(member)
      return !ours.has(key) || isWanted.has(key) || untouched.has(key)
    })
    const known = new Set(staying.map(comparableName))
    const after = [...staying, ...members.map(({ dn }) => dn).filter(dn => !known.has(comparableName(dn)))]
    return isSame(before, after)
      ? []
      : [{
        kind: 'group' as const,
        name,
        dn: group.dn,
        attributes: { member: after },
        before: { member: before }
      }]
  })
}

function isSame (one: readonly string[], other: readonly string[]): boolean {
  const values = new Set(one)
  return one.length === other.length && other.every(each => values.has(each))
}
