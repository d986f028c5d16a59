/** A version as its four numbers: 1.2 is [1, 2, 0, 0]. */
export type VersionNumbers = readonly [number, number, number, number]

const pattern = /^\d{1,9}(\.\d{1,9}){0,3}$/

/** The numbers of `text`, undefined when it is no version: one to four numbers of at most nine digits, parted by dots. */
export function parseVersion (text: string): VersionNumbers | undefined {
  if (!pattern.test(text)) return undefined
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number)
  return [a, b, c, d]
}

/** Below zero when `a` is older than `b`, 0 when they are the same version. Numbers are compared, not texts: 1.10 is newer than 1.9. */
export function compareNumbers (a: VersionNumbers, b: VersionNumbers): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]
}

/** As `compareNumbers`, for texts that are known to be versions. */
export function compareVersions (a: string, b: string): number {
  return compareNumbers(known(a), known(b))
}

function known (text: string): VersionNumbers {
  const numbers = parseVersion(text)
  if (numbers === undefined) throw new RangeError(`${text} is no version`)
  return numbers
}
