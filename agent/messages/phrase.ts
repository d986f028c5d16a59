import { phraseText, type phraseTexts } from './phrase-texts.js'

type PhraseKey = keyof typeof phraseTexts
type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never
type Filled<Key extends PhraseKey> = Placeholders<typeof phraseTexts[Key]['en']>

/** What fills a phrase; a reason within it is said in the same language. */
export type PhraseValue = string | number | Phrase | ReadonlyArray<string | Phrase>

/**
 * A reason by its key and what fills it, so that each reader gets it in the language asked for. As a string,
 * and in JSON, it is its English text; `wordsBeside` keeps the key beside that.
 */
export class Phrase {
  readonly key: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly text: string

  constructor (key: string, parameters: Readonly<Record<string, unknown>>, text: string) {
    this.key = key
    this.parameters = parameters
    this.text = text
  }

  toString (): string {
    return this.text
  }

  toJSON (): string {
    return this.text
  }
}

/** A reason of ours, or the words of a system, a tool or a person, which stay as they are. */
export type Wording = string | Phrase

export function phrase<Key extends PhraseKey> (
  key: Key,
  ...[parameters]: [Filled<Key>] extends [never] ? [] : [Record<Filled<Key>, PhraseValue>]
): Phrase {
  const given: Readonly<Record<string, PhraseValue>> = parameters ?? {}
  const english = (phraseText(key)?.en ?? key).replaceAll(
    /\{(\w+)\}/g,
    (whole, name: string) =>
      Array.isArray(given[name]) ? given[name].join('; ') : String(given[name] ?? whole)
  )
  return new Phrase(key, given, english)
}

export function isWording (value: unknown): value is Wording {
  return typeof value === 'string' || value instanceof Phrase
}

/** Several reasons as one, or names among which are reasons. */
export function allReasons (
  parts: readonly Wording[],
  joint: 'reasons.both' | 'names.both' = 'reasons.both'
): Wording {
  const [first = '', ...rest] = parts
  return rest.reduce<Wording>((one, other) => phrase(joint, { one, other }), first)
}

/** What a reason is about, before it. */
export function about (name: Wording, value: Wording): Phrase {
  return phrase('reason.about', { name, value })
}

/** A reason of a record that holds that much of its English text, from its end where that is negative. */
export function shortened (reason: Wording, most: number): Wording {
  const text = String(reason)
  return text.length <= Math.abs(most) ? reason : most < 0 ? text.slice(most) : text.slice(0, most)
}

/** Another program's words without what it puts before or behind them. */
export function withoutAffix (reason: Wording, affix: RegExp): Wording {
  return typeof reason === 'string' ? reason.replace(affix, '').trim() : reason
}

/** The same reason with other texts in it, as where they name secrets or come in another encoding. */
export function withTexts (reason: Wording, change: (text: string) => string): Wording {
  if (typeof reason === 'string') return change(reason)
  const parameters = Object.entries(reason.parameters).map(([name, value]) => [
    name,
    value instanceof Phrase || typeof value === 'string' ? withTexts(value, change) : value
  ])
  return new Phrase(reason.key, Object.fromEntries(parameters), change(reason.text))
}
