import type { Locale } from '../messages/message.js'
import { worded } from '../messages/message.js'
import { phrase, type Wording } from '../messages/phrase.js'
import type { Check } from './check.js'

/** A check's value as people read it, with its unit. */
export function showValue (locale: Locale, { value, unit }: Pick<Check, 'value' | 'unit'>): string {
  if (value === null) return '–'
  if (typeof value !== 'number') return worded(locale, value)
  return worded(locale, (show[unit] ?? (number => `${rounded(number)} ${unit}`))(value))
}

const show: Record<string, (value: number) => Wording> = {
  bytes: showBytes,
  'bytes/s': value => `${showBytes(value)}/s`,
  ratio: value => `${rounded(value * 100)} %`,
  milliseconds: value => value < 1000 ? `${rounded(value)} ms` : `${rounded(value / 1000)} s`,
  'per core': value => phrase('value.perCore', { value: rounded(value) }),
  jobs: value => phrase('value.jobs', { value: rounded(value) }),
  celsius: value => `${rounded(value)} °C`,
  yes: value => value === 1 ? '✓' : '✗'
}

function showBytes (value: number): string {
  const power = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)))
  return `${rounded(value / 1000 ** power)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`
}

function rounded (value: number): string {
  return String(Number(value.toPrecision(value >= 1000 ? 4 : 3)))
}
