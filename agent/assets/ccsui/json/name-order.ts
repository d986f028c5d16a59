/**
 * The order in which Studio lists files, which is that of its Windows: signs before digits before letters,
 * whatever their case, and hyphens only where nothing else tells two names apart.
 */
export function compareNames (first: string, second: string): number {
  const [a, b] = [first.replaceAll('-', '').toLowerCase(), second.replaceAll('-', '').toLowerCase()]
  for (let index = 0; index < a.length && index < b.length; index++) {
    const [one, other] = [a.charCodeAt(index), b.charCodeAt(index)]
    if (one !== other) return rank(one) - rank(other) || one - other
  }
  return a.length - b.length || (first < second ? -1 : first === second ? 0 : 1)
}

function rank (code: number): number {
  if (code >= 48 && code <= 57) return 1
  return (code >= 97 && code <= 122) || code > 127 ? 2 : 0
}
