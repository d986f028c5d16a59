import { errorDefinition, errorDefinitions } from '../error-catalogue.js'
import type { Text } from './define-texts.js'
import { chineseFieldText } from './field-texts.js'
import { phrase, worded } from './phrase.js'
import { messageText, type MessageKey } from './message-texts.js'
import { listNames, reasonNames } from './value-names.js'
import { joinedSentences } from './joined-sentences.js'

export type Locale = 'en' | 'zh-CN'
export type { MessageKey }
export type MessageParameters = Record<string, unknown>

/** Reads every text that may be said: an agent may outlive the files of its version. */
export function readAllTexts (): void {
  message('zh-CN', 'list.comma')
  errorDefinitions()
}

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
  if (locale === 'zh-CN') return fillChinese(text.zh, parameters)
  return text.en.replace(placeholder, (whole, name: string, one?: string, several?: string) => {
    const value = parameters[name]
    if (value === undefined) return several ?? whole
    if (one !== undefined && several !== undefined) return isOne(locale, Number(value)) ? one : several
    return valueText(locale, value)
  })
}

/** Where a value of ours is Chinese, there is no blank between it and the Chinese around it. */
function fillChinese (template: string, parameters: MessageParameters): string {
  return template.replace(/( ?)\{(\w+)\}( ?)/g, (whole, before: string, name: string, after: string) => {
    const value = parameters[name]
    if (value === undefined) return whole
    const text = chineseValue(name, value)
    const isOurs = typeof value !== 'string' || name === 'purpose' || reasonNames.has(name)
    const [left, right] = isOurs ? [/^[\p{Script=Han}（]/u.test(text), /[\p{Script=Han}）]$/u.test(text)] : []
    return `${left === true ? '' : before}${text}${right === true ? '' : after}`
  })
}

/** A text as it stands before it is filled in, with the words for several. */
export function unfilled (template: string): string {
  return template.replace(placeholder, (whole, _name, _one, several?: string) => several ?? whole)
}

function chineseValue (name: string, value: unknown): string {
  const text = valueText('zh-CN', value)
  if (name === 'purpose') return chineseFieldText(text) ?? text
  // Names that people gave may be words of ours too: a target "active" is no state.
  if (name === 'known' && text !== none) return text.replaceAll(', ', message('zh-CN', 'list.comma'))
  if (name === 'problems') {
    return text.replaceAll(/^( *)(.+)$/gm, (_, indent, line: string) => `${indent}${worded('zh-CN', line)}`)
  }
  if (reasonNames.has(name) && typeof value === 'string') return worded('zh-CN', text)
  return listNames.has(name) ? text.replaceAll(', ', message('zh-CN', 'list.comma')) : text
}

function valueText (locale: Locale, value: unknown): string {
  if (typeof value === 'string') return value
  if (isListed(value)) return message(locale, value.key, value.parameters ?? {})
  if (Array.isArray(value) && value.length > 0) {
    const isNames = value.every(each => typeof each === 'string')
    if (isNames || value.every(isListed)) {
      return value
        .map(each => valueText(locale, each))
        .join(message(locale, isNames ? 'list.comma' : 'list.separator'))
    }
  }
  return JSON.stringify(value)
}

const rules = new Map<Locale, Intl.PluralRules>()

function isOne (locale: Locale, count: number): boolean {
  const known = rules.get(locale) ?? new Intl.PluralRules(locale)
  rules.set(locale, known)
  return known.select(count) === 'one'
}

/** An error of the catalogue, as `PacklineError` is one. */
export interface CataloguedError {
  readonly code: string
  readonly message: string
  readonly details: MessageParameters
}

/** What a person reads of an error: its sentence and, where there is one, what to do next. */
export function describeError (locale: Locale, error: CataloguedError): { message: string, hint?: string } {
  const definition = errorDefinition(error.code)
  const sentence = definition === undefined
    ? error.message
    : fill(locale, definition.text, {
      ...concise(error.details),
      ...listsOf(locale, error.details)
    })
  const hint = hintsOf(error).map(each => fill(locale, each, { called: 'help', ...error.details }))
  return hint.length === 0 ? { message: sentence } : { message: sentence, hint: joinedSentences(hint) }
}

/** What was meant in place of a word that is near one; where it may be none of them, also what there is. */
function hintsOf ({ code, details: { suggestion, known } }: CataloguedError): Text[] {
  const own = errorDefinition(code)?.hint
  if (typeof suggestion !== 'string') return own === undefined ? [] : [own]
  const meant = messageText('hint.didYouMean') ?? own
  return [meant, known === undefined ? undefined : own].filter(each => each !== undefined)
}

const none = phrase('list.none')

/** Details without what the sentence names anyway: `no such file (/x/y)`. */
function concise (details: MessageParameters): MessageParameters {
  const { reason } = details
  return typeof reason === 'string' ? { ...details, reason: withoutRepeatedPlace(reason, details) } : details
}

function withoutRepeatedPlace (reason: string, details: MessageParameters): string {
  const [, text, place = ''] = /^(.*) \(([^()]+)\)$/s.exec(reason) ?? []
  const isNamed = Object.values(details).some(value =>
    typeof value === 'string' && value !== reason && value !== '' &&
    (value === place || place.endsWith(`/${value}`) || value.endsWith(`//${place}`))
  )
  return text !== undefined && isNamed ? text : reason
}

/** What an error lists, a line each: items that name a message are worded in the reader's language. */
function listsOf (locale: Locale, details: MessageParameters): MessageParameters {
  const items = Object.values(details).find((value): value is Listed[] =>
    Array.isArray(value) && value.length > 0 && value.every(isListed)
  )
  if (items === undefined) return {}
  const lines = items
    .map(({ key, parameters, ...own }) => `  ${message(locale, key, parameters ?? own)}`)
    .join('\n')
  return { list: lines, mistakes: lines }
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
