import { ReasonError } from '../error-text.js'
import { phrase } from '../messages/phrase.js'
/** A version as its four numbers: 1.2 is [1, 2, 0, 0]. */
export type VersionNumbers = readonly [number, number, number, number]

const mostNumbers = 4
const mostDigits = 9

/**
 * The numbers of `text`, undefined when it is no version: one to four numbers of at most nine digits, parted
 * by dots.
 */
export function parseVersion (text: string): VersionNumbers | undefined {
  // Every request that is resolved comes through here: character by character this takes a third of the time
  // of an expression.
  const numbers: [number, number, number, number] = [0, 0, 0, 0]
  let [count, digits] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x2e) {
      if (digits === 0 || ++count === mostNumbers) return undefined
      digits = 0
    } else {
      if (code < 0x30 || code > 0x39 || ++digits > mostDigits) return undefined
      numbers[count] = numbers[count]! * 10 + code - 0x30
    }
  }
  return digits === 0 ? undefined : numbers
}

/**
 * Below zero when `a` is older than `b`, 0 when they are the same version. Numbers are compared, not texts:
 * 1.10 is newer than 1.9.
 */
export function compareNumbers (a: VersionNumbers, b: VersionNumbers): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]
}

/** As `compareNumbers`, for texts that are known to be versions. */
export function compareVersions (a: string, b: string): number {
  return compareNumbers(known(a), known(b))
}

/** The version that comes next in a line of hot updates: 1.4.0.7 becomes 1.4.0.8, and 1.4 becomes 1.4.0.1. */
export function versionAfter (version: string): string {
  const numbers = [...known(version)]
  const count = version.split('.').length
  // Two numbers are a native version; of three the last counts the updates.
  const last = count === 3 ? 2 : mostNumbers - 1
  return numbers.slice(0, last + 1).map((each, index) => index === last ? each + 1 : each).join('.')
}

function known (text: string): VersionNumbers {
  const numbers = parseVersion(text)
  if (numbers === undefined) throw new ReasonError(phrase('version.none', { text }))
  return numbers
}
