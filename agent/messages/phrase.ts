import { errorDefinitions } from '../error-catalogue.js'
import { boardTexts } from './board-texts.js'
import { phraseTexts } from './phrase-texts.js'
import { innerReasonNames, listNames } from './value-names.js'

type PhraseKey = keyof typeof phraseTexts
type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never
type Filled<Key extends PhraseKey> = Placeholders<typeof phraseTexts[Key]['en']>

/** A reason in English, as it is recorded and sent to programs. */
export function phrase<Key extends PhraseKey> (
  key: Key,
  ...[parameters]: [Filled<Key>] extends [never] ? [] : [Record<Filled<Key>, string | number>]
): string {
  const given: Record<string, string | number> = parameters ?? {}
  return phraseTexts[key].en.replace(placeholder, (whole, name: string) => String(given[name] ?? whole))
}

/** Of releases at a target, as they are recorded. */
const stateTexts: ReadonlyMap<string, string> = new Map(
  Object.entries(boardTexts).flatMap(([key, { zh }]): Array<[string, string]> =>
    key.startsWith('board.state.') ? [[key.slice('board.state.'.length), zh]] : []
  )
)
const placeholder = /\{(\w+)\}/g
/** `{count#file|files}` once it is escaped. */
const counted = /\\\{\w+#(.*?)\\\|(.*?)\\\}/g
/** Longer than any reason: a program's output is not looked through. */
const maxLength = 2000

interface Pattern {
  english: RegExp
  names: readonly string[]
  chinese: string
  /** Characters of its own: of two that fit, the one with more of them is meant. */
  literal: number
  /** Has what otherwise parts several reasons. */
  isList: boolean
}

let patterns: readonly Pattern[] | undefined
let sentences: readonly Pattern[] | undefined
/** Own characters that tell a sentence from a value with a colon in it. */
const leastOfSentence = 8

/**
 * A reason in Chinese, where it is one of ours; parts of it, also those that `phrase` was given, are looked
 * at in the same way. Anything else, such as the words of the system or of a tool, stays as it is.
 */
function inChinese (text: string): string {
  if (text.length > maxLength) return text
  patterns ??= Object.values(phraseTexts).map(patternOf).sort((one, other) => other.literal - one.literal)
  return wholePhrase(text, patterns.filter(({ isList }) => isList)) ?? sentenceOf(text) ??
    listed(text, '; ', '；') ?? listed(text, ', ', '、') ?? wholePhrase(text, patterns) ??
    prefixedPhrase(text) ?? text
}

/** What an error says that is the reason of another one: its own words end in a full stop or have a colon. */
function sentenceOf (text: string): string | undefined {
  if (!/\.$|:\s/.test(text) || patterns?.some(({ english }) => english.test(text)) === true) return undefined
  sentences ??= errorDefinitions()
    .map(({ text: own }) => patternOf(own))
    .filter(({ literal }) => literal >= leastOfSentence)
    .sort((one, other) => other.literal - one.literal)
  return wholePhrase(text, sentences)
}

function wholePhrase (text: string, candidates: readonly Pattern[]): string | undefined {
  for (const { english, names, chinese } of candidates) {
    const found = english.exec(text)
    if (found === null) continue
    const values = new Map(names.map((name, index) => [name, valueInChinese(name, found[index + 1] ?? '')]))
    return chinese.replace(placeholder, (whole, name: string) => values.get(name) ?? whole)
  }
  return undefined
}

function valueInChinese (name: string, value: string): string {
  if (innerReasonNames.has(name)) return inChinese(value)
  if (name === 'state') return stateTexts.get(value) ?? value
  return listNames.has(name) ? value.replaceAll(', ', '、') : value
}

/** `one; the other`; undefined where none of them is ours. */
function listed (text: string, separator: string, chinese: string): string | undefined {
  const parts = text.split(separator)
  if (parts.length === 1) return undefined
  const worded = parts.map(inChinese)
  return worded.some((part, index) => part !== parts[index]) ? worded.join(chinese) : undefined
}

/** `zk1:2181: no answer yet`. */
function prefixedPhrase (text: string): string | undefined {
  const [, prefix, rest = ''] = /^(\S+): (.+)$/s.exec(text) ?? []
  if (prefix === undefined) return undefined
  const worded = inChinese(rest)
  return worded === rest ? undefined : `${prefix}：${worded}`
}

function patternOf ({ en, zh }: { en: string, zh: string }): Pattern {
  const parts = en.split(placeholder)
  return {
    english: new RegExp(
      `^${parts.map((part, index) => index % 2 === 0 ? escaped(part) : '(.+?)').join('')}$`,
      's'
    ),
    names: parts.filter((_, index) => index % 2 === 1),
    chinese: zh,
    literal: parts.reduce((sum, part, index) => index % 2 === 0 ? sum + part.length : sum, 0),
    isList: /[,;] /.test(en)
  }
}

function escaped (text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(counted, '(?:$1|$2)')
}

/** A reason as a reader of that language gets it. */
export function worded (locale: 'en' | 'zh-CN', text: string): string {
  return locale === 'en' ? text : inChinese(text)
}
