/** The language that a `ResTable_config` of `size` bytes is for, as BCP 47; empty for all. */
export function localeOf (config: Buffer, size: number): string {
  if (size < 12) return ''
  const language = letters(config.subarray(8, 10), 'a')
  if (language === '') return ''
  const region = letters(config.subarray(10, 12), '0')
  // Set where somebody wrote it, not where it follows from the language.
  const script = size >= 40 ? asText(config.subarray(36, 40)) : ''
  return [language, script, region].filter(part => part !== '').join('-')
}

/** Two letters as they are, or three in 15 bits, which the highest bit tells (`unpackLanguageOrRegion`). */
function letters (bytes: Buffer, base: 'a' | '0'): string {
  const [first = 0, second = 0] = bytes
  if ((first & 0x80) === 0) return asText(bytes)
  const codes = [second & 0x1f, (second & 0xe0) >>> 5 | (first & 0x03) << 3, (first & 0x7c) >>> 2]
  return String.fromCharCode(...codes.map(code => code + base.charCodeAt(0)))
}

function asText (bytes: Buffer): string {
  return bytes.toString('latin1').replace(/\0.*$/s, '')
}
