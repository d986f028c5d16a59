import type { SourceText } from './source-text.js'

const predefined = new Map([['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"'], ['apos', "'"]])
const longestReference = 12

/**
 * The text between two offsets of a source: the five predefined entities and character references are
 * replaced, and line ends become LF. No entity can be declared, so nothing expands to more than it takes.
 */
export function decodeReferences (source: SourceText, start: number, end: number): string {
  let decoded = ''
  let plainFrom = start
  const { raw } = source
  for (let at = raw.indexOf('&', start); at >= 0 && at < end; at = raw.indexOf('&', plainFrom)) {
    const semicolon = raw.indexOf(';', at)
    const name = semicolon < 0 || semicolon >= end || semicolon - at > longestReference
      ? undefined
      : raw.slice(at + 1, semicolon)
    const value = name === undefined
      ? undefined
      : predefined.get(name) ?? characterOf(name)
    if (value === undefined) {
      const [entity = '&'] = /^&[^&;<\s]{0,32};?/.exec(source.decode(at, end)) ?? []
      throw source.error({ kind: 'entity', entity }, at)
    }
    decoded += literal(source, plainFrom, at) + value
    plainFrom = semicolon + 1
  }
  return decoded + literal(source, plainFrom, end)
}

function literal (source: SourceText, start: number, end: number): string {
  const text = source.decode(start, end)
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

function characterOf (name: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name) ?? []
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
  return isXmlCharacter(code) ? String.fromCodePoint(code) : undefined
}

function isXmlCharacter (code: number): boolean {
  return code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xD7FF) ||
    (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF)
}
