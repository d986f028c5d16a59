import type { DirectoryConfig, PeopleMapping } from '../config/directory-schema.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { entryName } from './distinguished-name.js'
import type { Person } from './people-source.js'

export interface WantedEntry {
  id: string
  dn: string
  attributes: Readonly<Record<string, readonly string[]>>
  groups: readonly string[]
}

/** An entry or group that stays as it is, and why. */
export interface FailedEntry {
  name: string
  reason: Wording
}

export interface WantedEntries {
  /** By id in lower case, as directories compare names. */
  entries: ReadonlyMap<string, WantedEntry>
  /** Ids of people who are there, but not as an entry can be. */
  kept: ReadonlySet<string>
  failed: FailedEntry[]
  /** Whether everybody in the source is known by an id: else nobody can be told to be gone. */
  isWhole: boolean
}

const placeholder = /\{([^{}]+)\}/g
const longestValue = 4096

/** The columns that the mapping names. */
export function mappedColumns ({ people, groups }: DirectoryConfig): string[] {
  const texts = Object.values(people.attributes)
  const named = texts.flatMap(text => [...text.matchAll(placeholder)].map(([, column = '']) => column))
  return [...new Set([...named, ...groups === undefined ? [] : [groups.column]])]
}

export function wantedEntries (
  people: readonly Person[],
  { people: mapping, groups }: DirectoryConfig
): WantedEntries {
  const entries = new Map<string, WantedEntry>()
  const failed: FailedEntry[] = []
  const kept = new Set<string>()
  let isWhole = true
  for (const [index, person] of people.entries()) {
    const id = valueOf(mapping.attributes[mapping.id] ?? '', person)
    const key = id?.toLowerCase() ?? ''
    if (id === undefined) {
      isWhole = false
      failed.push({ name: `#${index + 1}`, reason: phrase('directory.noId', { attribute: mapping.id }) })
    } else if (kept.has(key) || entries.has(key)) {
      // Which of them is meant, nobody can tell.
      if (entries.delete(key)) failed.push({ name: id, reason: phrase('directory.twice') })
      kept.add(key)
    } else {
      const attributes = attributesOf(person, mapping)
      const bad = Object.entries(attributes).find(([, [value = '']]) => !isPlain(value))
      if (bad === undefined) {
        const memberships = groups === undefined ? [] : (person[groups.column] ?? '').split(groups.separator)
        entries.set(key, {
          id,
          dn: entryName(mapping.id, id, mapping.base),
          attributes,
          groups: memberships.map(each => each.trim()).filter(each => each !== '')
        })
      } else {
        kept.add(key)
        failed.push({ name: printable(id), reason: phrase('directory.badValue', { attribute: bad[0] }) })
      }
    }
  }
  return { entries, kept, failed, isWhole }
}

function attributesOf (person: Person, { attributes, mark }: PeopleMapping): Record<string, string[]> {
  const made = Object.entries(attributes).flatMap(([attribute, template]): Array<[string, string[]]> => {
    const value = valueOf(template, person)
    return value === undefined ? [] : [[attribute, [value]]]
  })
  return { ...Object.fromEntries(made), ...mark !== undefined && { [mark.attribute]: [mark.value] } }
}

/** Nothing where a column that the text names is empty. */
function valueOf (template: string, person: Person): string | undefined {
  let isEmpty = false
  const text = template.replace(placeholder, (_, column: string) => {
    const value = Object.hasOwn(person, column) ? person[column] ?? '' : ''
    if (value === '') isEmpty = true
    return value
  })
  return isEmpty || text === '' ? undefined : text
}

function isPlain (value: string): boolean {
  return value.length <= longestValue && !/\p{Cc}/u.test(value)
}

function printable (text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '·').slice(0, 100)
}
