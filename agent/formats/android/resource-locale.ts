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

/** As long as aapt2 writes it; Android takes what it knows of it. */
const configBytes = 64

/** The `ResTable_config` for language, script and region, such as zh-Hant-TW; for all with `default`. */
export function configOf (language: string): Buffer {
  const config = Buffer.alloc(configBytes)
  config.writeUInt32LE(configBytes, 0)
  if (language === 'default') return config
  const [name = '', ...others] = language.split('-')
  pack(name, 'a').copy(config, 8)
  for (const part of others) {
    if (part.length === 4) config.write(part, 36, 'latin1')
    else pack(part, '0').copy(config, 10)
  }
  return config
}

/** The reverse of `letters`. */
function pack (text: string, base: 'a' | '0'): Buffer {
  if (text.length === 2) return Buffer.from(text, 'latin1')
  const [first = 0, second = 0, third = 0] = [...text].map(each => each.charCodeAt(0) - base.charCodeAt(0))
  return Buffer.from([0x80 | third << 2 | second >>> 3, (second & 7) << 5 | first])
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
