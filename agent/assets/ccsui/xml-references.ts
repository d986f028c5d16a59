import type { SourceText } from './source-text.js'

const predefined: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const longestReference = 12

/**
 * Replaces the five predefined entities and character references; `offset` is where `raw` starts in the source. No entity can
 * be declared, so nothing expands to more than it takes.
 */
export function decodeReferences (source: SourceText, raw: string, offset: number): string {
  let at = raw.indexOf('&')
  if (at < 0) return raw
  let decoded = ''
  let plainFrom = 0
  for (; at >= 0; at = raw.indexOf('&', plainFrom)) {
    const end = raw.indexOf(';', at)
    const name = end < 0 || end - at > longestReference ? undefined : raw.slice(at + 1, end)
    const value = name === undefined ? undefined : Object.hasOwn(predefined, name) ? predefined[name] : characterOf(name)
    if (value === undefined) throw source.error('CCSUI_ENTITY', offset + at, { entity: /^&[^&;<\s]{0,32};?/.exec(raw.slice(at))![0] })
    decoded += raw.slice(plainFrom, at) + value
    plainFrom = end + 1
  }
  return decoded + raw.slice(plainFrom)
}

function characterOf (name: string): string | undefined {
  const match = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name)
  if (match === null) return undefined
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16)
  return isXmlCharacter(code) ? String.fromCodePoint(code) : undefined
}

function isXmlCharacter (code: number): boolean {
  return code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xD7FF) || (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF)
}
