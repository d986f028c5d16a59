/** `1.4.2`, `2.0.0-beta.1`; what comes after `+` tells two archives of one version apart. */
export const versionPattern = /^\d{1,5}\.\d{1,5}\.\d{1,5}(?:-[0-9A-Za-z.-]{1,40})?(?:\+[0-9a-f]{8})?$/

/** Negative where `one` is older. A pre-release is older than its version; by semver's rules. */
export function compareVersions (one: string, other: string): number {
  const [left, right] = [parts(one), parts(other)]
  for (const [index, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[index] ?? 0)
    if (difference !== 0) return difference
  }
  if (left.pre === '' || right.pre === '') return Number(right.pre !== '') - Number(left.pre !== '')
  return left.pre.localeCompare(right.pre, 'en', { numeric: true })
}

function parts (version: string): { numbers: number[], pre: string } {
  const [, main = '', pre = ''] = /^([\d.]+)(?:-([^+]*))?/.exec(version) ?? []
  return { numbers: main.split('.').map(Number), pre }
}
