import { errorDefinition } from '../error-catalogue.js'
import type { PacklineError } from '../errors.js'
import type { Text } from './define-texts.js'
import { worded } from './phrase.js'
import { messageText, messageTexts, type MessageKey } from './message-texts.js'

export type Locale = 'en' | 'zh-CN'
export type { MessageKey }
export type MessageParameters = Record<string, unknown>

/** The message `key` in `locale`, its `{placeholders}` filled from `parameters`. */
export function message (locale: Locale, key: MessageKey, parameters: MessageParameters = {}): string {
  const text = messageText(key)
  return text === undefined ? key : fill(locale, text, parameters)
}

/** A text that is worded when it is read: in English for programs, in the reader's language for people. */
export interface Worded {
  text: string
  key: MessageKey
  parameters: MessageParameters
}

export function wordedLater (key: MessageKey, parameters: MessageParameters = {}): Worded {
  return { text: message('en', key, parameters), key, parameters }
}

/**
 * `{name}` is a value; `{name#file|files}` the word that goes with it as a number, for one and for several.
 */
const placeholder = /\{(\w+)(?:#([^|{}]*)\|([^{}]*))?\}/g

function fill (locale: Locale, text: Text, parameters: MessageParameters): string {
  const template = locale === 'zh-CN' ? text.zh : text.en
  return template.replace(placeholder, (whole, name: string, one?: string, several?: string) => {
    const value = parameters[name]
    if (value === undefined) return several ?? whole
    if (one !== undefined && several !== undefined) return isOne(locale, Number(value)) ? one : several
    return valueText(locale, value)
  })
}

/** A text as it stands before it is filled in, with the words for several. */
export function unfilled (template: string): string {
  return template.replace(placeholder, (whole, _name, _one, several?: string) => several ?? whole)
}

function valueText (locale: Locale, value: unknown): string {
  if (typeof value === 'string') return value
  if (isListed(value)) return message(locale, value.key, value.parameters ?? {})
  if (isText(value)) return locale === 'zh-CN' ? value.zh : value.en
  if (Array.isArray(value) && value.length > 0 && value.every(isListed)) {
    return value.map(each => valueText(locale, each)).join(message(locale, 'list.separator'))
  }
  return JSON.stringify(value)
}

const rules = new Map<Locale, Intl.PluralRules>()

function isOne (locale: Locale, count: number): boolean {
  const known = rules.get(locale) ?? new Intl.PluralRules(locale)
  rules.set(locale, known)
  return known.select(count) === 'one'
}

/** What a person reads of an error: its sentence and, where there is one, what to do next. */
export function describeError (locale: Locale, error: PacklineError): { message: string, hint?: string } {
  const definition = errorDefinition(error.code)
  const sentence = definition === undefined
    ? error.message
    : fill(locale, definition.text, {
      ...wordedReasons(locale, error.details),
      ...listsOf(locale, error.details)
    })
  const isMisspelt = typeof error.details.suggestion === 'string'
  const hint = isMisspelt ? messageTexts['hint.didYouMean'] : definition?.hint
  return hint === undefined
    ? { message: sentence }
    : { message: sentence, hint: fill(locale, hint, error.details) }
}

const reasonNames = [
  'actual',
  'reason',
  'reasons',
  'problem',
  'grade',
  'wanted',
  'differences',
  'devices',
  'held',
  'expected'
]

/** What went wrong in detail, in the reader's language as far as the words are ours. */
function wordedReasons (locale: Locale, details: MessageParameters): MessageParameters {
  if (locale === 'en') return details
  const own = reasonNames.flatMap(name => {
    const text = details[name]
    return typeof text === 'string' ? [[name, worded(locale, text)] as const] : []
  })
  return { ...details, ...Object.fromEntries(own) }
}

/** What an error lists, a line each: items that name a message are worded in the reader's language. */
function listsOf (locale: Locale, details: MessageParameters): MessageParameters {
  const items = Object.values(details).find((value): value is Listed[] =>
    Array.isArray(value) && value.length > 0 && value.every(isListed)
  )
  if (items === undefined) return {}
  const lines = items
    .map(({ key, parameters, ...own }) =>
      `  ${message(locale, key, wordedReasons(locale, parameters ?? own))}`
    )
    .join('\n')
  return { list: lines, mistakes: lines }
}

function isText (value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'en' in value && typeof value.en === 'string' &&
    'zh' in value && typeof value.zh === 'string'
}

interface Listed {
  key: MessageKey
  parameters?: MessageParameters
}

function isListed (item: unknown): item is Listed {
  return typeof item === 'object' && item !== null && 'key' in item && typeof item.key === 'string' &&
    messageText(item.key) !== undefined
}

/**
 * zh-CN where the environment asks for Chinese, else English. PACKLINE_LANG wins over the system's variables.
 */
export function localeFrom (environment: Record<string, string | undefined>): Locale {
  const name = environment.PACKLINE_LANG || environment.LC_ALL || environment.LC_MESSAGES ||
    environment.LANG || 'en'
  return /^zh/i.test(name) ? 'zh-CN' : 'en'
}
