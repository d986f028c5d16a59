import { PacklineError } from '../errors.js'
import { isJsonObject } from '../json-object.js'
import { phrase, type Wording } from '../messages/phrase.js'

export type Fields = Record<string, unknown>

/** An answer's fields. What lacks them is not Jenkins, or another version of it: JENKINS_ANSWER_INVALID. */
export function fieldsOf (value: unknown, what: Wording): Fields {
  if (isJsonObject(value)) return value
  throw new PacklineError('JENKINS_ANSWER_INVALID', {
    what,
    found: JSON.stringify(value)?.slice(0, 40) ?? 'nothing'
  })
}

export function booleanOf (fields: Fields, name: string, what: Wording): boolean {
  const value = fields[name]
  if (typeof value === 'boolean') return value
  throw new PacklineError('JENKINS_ANSWER_INVALID', { what, found: phrase('answer.noBoolean', { name }) })
}

export function numberOf (fields: Fields, name: string, what: Wording): number {
  const value = fields[name]
  if (typeof value === 'number') return value
  throw new PacklineError('JENKINS_ANSWER_INVALID', { what, found: phrase('answer.noNumber', { name }) })
}

export function textOf (fields: Fields, name: string): string {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}

/** The objects in a list; Jenkins leaves empty ones and nulls in the lists of actions. */
export function listOf (fields: Fields, name: string): Fields[] {
  const value = fields[name]
  return Array.isArray(value)
    ? value.filter((each): each is Fields => typeof each === 'object' && each !== null)
    : []
}
