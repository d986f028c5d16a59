/** The name of an entry below `base`. Whatever the value holds, it stays one value (RFC 4514, 2.4). */
export function entryName (attribute: string, value: string, base: string): string {
  return `${attribute}=${escapedValue(value)},${base}`
}

function escapedValue (value: string): string {
  return value
    .replaceAll(/[\\,+"<>;=]/g, sign => `\\${sign}`)
    .replaceAll(/\p{Cc}/gu, sign => hexOf(sign))
    .replace(/^[ #]/, sign => `\\${sign}`)
    .replace(/(?<!\\) $/, '\\ ')
}

function hexOf (sign: string): string {
  return [...Buffer.from(sign)].map(byte => `\\${byte.toString(16).padStart(2, '0')}`).join('')
}

/** The same for names that a directory takes for one: case, blanks and ways to escape may differ. */
export function comparableName (name: string): string {
  const unescaped = name.replaceAll(
    /(?:\\[0-9A-Fa-f]{2})+/g,
    hex => escapedValue(Buffer.from(hex.replaceAll('\\', ''), 'hex').toString())
  )
  return unescaped.replaceAll(/\s*(?<!\\)([,=+])\s*/g, '$1').toLowerCase()
}
