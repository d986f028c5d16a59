import { errorDefinition } from '../error-catalogue.js'
import type { Text } from './define-texts.js'
import { chineseFieldText } from './field-texts.js'
import { Phrase, phrase, type Wording } from './phrase.js'
import { phraseText } from './phrase-texts.js'
import { messageText, type MessageKey } from './message-texts.js'
import { listNames } from './list-names.js'
import { reasonsRead } from './words-beside.js'
import { joinedSentences } from './joined-sentences.js'

export type Locale = 'en' | 'zh-CN'
export type { MessageKey }
export type MessageParameters = Record<string, unknown>

/** Reads every text that may be said: an agent may outlive the files of its version. */
export function readAllTexts (): void {
  message('zh-CN', 'list.comma')
  worded('zh-CN', phrase('list.none'))
  errorDefinition('INTERNAL')
}

/** The message `key` in `locale`, its `{placeholders}` filled from `parameters`. */
export function message (locale: Locale, key: MessageKey, parameters: MessageParameters = {}): string {
  const text = messageText(key)
  return text === undefined ? key : fill(locale, text, parameters)
}

/** A reason in the language of its reader; one that another version of packline gave may be English only. */
export function worded (locale: Locale, reason: Wording): string {
  if (typeof reason === 'string') return reason
  return locale === 'en' ? reason.text : chineseText(reason) ?? reason.text
}

function chineseText ({ key, parameters }: Listed): string | undefined {
  const own = textOf(key)
  if (own !== undefined) return fill('zh-CN', own, parameters ?? {})
  return errorDefinition(key) === undefined
    ? undefined
    : describeError('zh-CN', { code: key, message: '', details: parameters ?? {} }).message
}

function textOf (key: string): Text | undefined {
  return phraseText(key) ?? messageText(key)
}

export type Worded = Phrase

/** A message that is said when it is read: in English for programs, in the reader's language for people. */
export function wordedLater (key: MessageKey, parameters: MessageParameters = {}): Phrase {
  return new Phrase(key, parameters, message('en', key, parameters))
}

/**
 * `{name}` is a value; `{name#file|files}` the word that goes with it as a number, for one and for several.
 */
const placeholder = /\{(\w+)(?:#([^|{}]*)\|([^{}]*))?\}/g

function fill (locale: Locale, text: Text, parameters: MessageParameters): string {
  const filled = locale === 'zh-CN' ? fillChinese(text.zh, parameters) : fillEnglish(text.en, parameters)
  const hasNothing = Object.values(parameters).includes('')
  return hasNothing ? filled.replaceAll(/ ?[(（][)）]/g, '') : filled
}

function fillEnglish (template: string, parameters: MessageParameters): string {
  return template.replace(placeholder, (whole, name: string, one?: string, several?: string) => {
    const value = parameters[name]
    if (value === undefined) return several ?? whole
    if (one !== undefined && several !== undefined) return Number(value) === 1 ? one : several
    return valueText('en', value)
  })
}

/** Where a value of ours is Chinese, there is no blank between it and the Chinese around it. */
function fillChinese (template: string, parameters: MessageParameters): string {
  const pattern = /( ?)\{(\w+)\}( ?)/g
  return template.replace(pattern, (whole, before: string, name: string, after: string, at: number) => {
    const value = parameters[name]
    if (value === undefined) return whole
    const text = chineseValue(name, value)
    const isOurs = typeof value !== 'string' || name === 'purpose'
    const isBeforeValue = template[at + whole.length] === '{'
    const left = isOurs && /^[\p{Script=Han}（]/u.test(text)
    const right = isOurs && !isBeforeValue && /[\p{Script=Han}）]$/u.test(text)
    return `${left ? '' : before}${text}${right ? '' : after}`
  })
}

/** A text as it stands before it is filled in, with the words for several. */
export function unfilled (template: string): string {
  return template.replace(placeholder, (whole, _name, _one, several?: string) => several ?? whole)
}

function chineseValue (name: string, value: unknown): string {
  const text = valueText('zh-CN', value)
  if (name === 'purpose') return chineseFieldText(text) ?? text
  return listNames.has(name) ? text.replaceAll(', ', message('zh-CN', 'list.comma')) : text
}

function valueText (locale: Locale, value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Phrase) return worded(locale, value)
  if (isListed(value)) {
    const own = textOf(value.key)
    return own === undefined ? value.key : fill(locale, own, value.parameters ?? {})
  }
  if (Array.isArray(value) && value.every(each => typeof each === 'string' || isListed(each))) {
    const hasNames = value.some(each => typeof each === 'string')
    return value
      .map(each => valueText(locale, each))
      .join(message(locale, hasNames ? 'list.comma' : 'list.separator'))
  }
  return JSON.stringify(value)
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
  const details = reasonsRead(error.details)
  const sentence = definition === undefined
    ? error.message
    : fill(locale, definition.text, {
      ...concise(details),
      ...listsOf(locale, details)
    })
  const hint = hintsOf(error).map(each => fill(locale, each, { called: 'help', ...details }))
  return hint.length === 0 ? { message: sentence } : { message: sentence, hint: joinedSentences(hint) }
}

/** What was meant in place of a word that is near one; where it may be none of them, also what there is. */
function hintsOf ({ code, details: { suggestion, known } }: CataloguedError): Text[] {
  const own = errorDefinition(code)?.hint
  if (typeof suggestion !== 'string') return own === undefined ? [] : [own]
  const meant = messageText('hint.didYouMean') ?? own
  return [meant, known === undefined ? undefined : own].filter(each => each !== undefined)
}

/** Details without what the sentence names anyway: `no such file (/x/y)`. */
function concise (details: MessageParameters): MessageParameters {
  const { reason } = details
  if (!(reason instanceof Phrase) || reason.key !== 'system.at') return details
  const { what, place } = reason.parameters
  const isNamed = typeof place === 'string' &&
    Object.values(details).some(value =>
      typeof value === 'string' && value !== '' &&
      (value === place || place.endsWith(`/${value}`) || value.endsWith(`//${place}`))
    )
  return isNamed ? { ...details, reason: what } : details
}

/** What an error lists, a line each: items that name a message are worded in the reader's language. */
function listsOf (locale: Locale, details: MessageParameters): MessageParameters {
  const items = Object.values(details).find((value): value is Listed[] =>
    Array.isArray(value) && value.length > 0 && value.every(isListed)
  )
  if (items === undefined) return {}
  const lines = items
    .map(({ key, parameters, ...own }) => `  ${valueText(locale, { key, parameters: parameters ?? own })}`)
    .join('\n')
  return { list: lines, mistakes: lines }
}

interface Listed {
  key: string
  parameters?: MessageParameters
}

function isListed (item: unknown): item is Listed {
  return typeof item === 'object' && item !== null && 'key' in item && typeof item.key === 'string' &&
    (item instanceof Phrase || textOf(item.key) !== undefined)
}

/**
 * zh-CN where the environment asks for Chinese, else English. PACKLINE_LANG wins over the system's variables.
 */
export function localeFrom (environment: Record<string, string | undefined>): Locale {
  const name = environment.PACKLINE_LANG || environment.LC_ALL || environment.LC_MESSAGES ||
    environment.LANG || 'en'
  return /^zh/i.test(name) ? 'zh-CN' : 'en'
}
