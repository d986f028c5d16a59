import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'

export function readJsonArgument (name: string, text: string, maxLength = 1_000_000): unknown {
  if (text.length > maxLength) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: name,
      value: JSON.stringify(`${text.slice(0, 100)}…`),
      expected: phrase('expected.atMost', { most: maxLength })
    })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: name,
      value: JSON.stringify(text.slice(0, 100)),
      expected: phrase('expected.json', { reason: errorText(error) })
    }, { cause: error })
  }
}

/** Milliseconds since 1970 of a moment that was given; now without one. */
export function momentOf (option: string, text: string | undefined): number {
  const moment = text === undefined ? Date.now() : Date.parse(text)
  if (Number.isNaN(moment)) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option,
      value: JSON.stringify(text),
      expected: phrase('expected.moment')
    })
  }
  return moment
}

/** `5.25` as 525 hundredths of a percent. */
export function parsePercent (text: string): number {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text)
  const share = match === null ? NaN : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  if (!(share <= 10_000)) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--percent',
      value: JSON.stringify(text),
      expected: phrase('expected.percentage')
    })
  }
  return share
}

/**
 * A copy of `value` with `set` (`match.platform=["ios"]`, values as JSON or else as text) and without
 * `unset`.
 */
export function edited (value: object, set: readonly string[], unset: readonly string[]): unknown {
  const copy: Fields = structuredClone({ ...value })
  for (const each of set) {
    const [, path, text = ''] = /^([A-Za-z][\w.-]*)=(.*)$/su.exec(each) ?? []
    if (path === undefined) {
      throw new PacklineError('USAGE_BAD_VALUE', {
        option: '--set',
        value: JSON.stringify(each),
        expected: phrase('expected.fieldValue')
      })
    }
    const { parent, name } = placeOf(copy, path, true)
    parent[name] = jsonOrText(text)
  }
  for (const path of unset) {
    const { parent, name } = placeOf(copy, path, false)
    delete parent[name]
  }
  return copy
}

type Fields = Record<string, unknown>

function placeOf (value: Fields, path: string, isMade: boolean): { parent: Fields, name: string } {
  const folders = path.split('.')
  const name = folders.pop() ?? ''
  if (path.split('.').includes('__proto__')) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--set',
      value: JSON.stringify(path),
      expected: phrase('expected.field')
    })
  }
  let parent = value
  for (const folder of folders) {
    const next: unknown = Object.hasOwn(parent, folder) ? parent[folder] : isMade ? parent[folder] = {} : {}
    if (!isFields(next)) {
      throw new PacklineError('USAGE_BAD_VALUE', {
        option: '--set',
        value: JSON.stringify(path),
        expected: phrase('expected.below', { folder })
      })
    }
    parent = next
  }
  return { parent, name }
}

function isFields (value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

export function jsonOrText (text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
