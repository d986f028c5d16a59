import { PacklineError } from '../../errors.js'

export function readJsonArgument (name: string, text: string, maxLength = 1_000_000): unknown {
  if (text.length > maxLength) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: name,
      value: `${text.length} characters`,
      expected: `at most ${maxLength}`
    })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: name,
      value: JSON.stringify(text.slice(0, 100)),
      expected: `JSON (${(error as Error).message})`
    }, { cause: error })
  }
}

/** `5.25` as 525 hundredths of a percent. */
export function parsePercent (text: string): number {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text)
  const share = match === null ? NaN : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  if (!(share <= 10_000)) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--percent',
      value: JSON.stringify(text),
      expected: 'a percentage from 0 to 100 with at most two decimals'
    })
  }
  return share
}

/**
 * A copy of `value` with `set` (`match.platform=["ios"]`, values as JSON or else as text) and without
 * `unset`.
 */
export function edited (value: object, set: readonly string[], unset: readonly string[]): unknown {
  const copy = structuredClone(value)
  for (const each of set) {
    const [, path, text = ''] = /^([A-Za-z][\w.-]*)=(.*)$/su.exec(each) ?? []
    if (path === undefined) {
      throw new PacklineError('USAGE_BAD_VALUE', {
        option: '--set',
        value: JSON.stringify(each),
        expected: 'FIELD=VALUE, such as priority=20 or match.platform=["ios"]'
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

function placeOf (
  value: object,
  path: string,
  isMade: boolean
): { parent: Record<string, unknown>, name: string } {
  const names = path.split('.')
  if (names.includes('__proto__')) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--set',
      value: JSON.stringify(path),
      expected: 'the name of a field'
    })
  }
  let parent = value as Record<string, unknown>
  for (const name of names.slice(0, -1)) {
    const next = Object.hasOwn(parent, name) ? parent[name] : isMade ? parent[name] = {} : {}
    if (typeof next !== 'object' || next === null) {
      throw new PacklineError('USAGE_BAD_VALUE', {
        option: '--set',
        value: JSON.stringify(path),
        expected: `a field below an object, and ${name} is none`
      })
    }
    parent = next as Record<string, unknown>
  }
  return { parent, name: names.at(-1)! }
}

export function jsonOrText (text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
