import { Phrase } from './phrase.js'

/** What stands beside English texts in JSON: by field their keys, or for a list one for each of its items. */
type Words = Record<string, Word | Array<Word | null>>
interface Word {
  key: string
  parameters: Record<string, unknown>
}

/**
 * A document for JSON: each reason is its English text, and `words` beside it has what `reasonsOf` says it
 * in another language by: `{ reason, words: { reason: { key, parameters } } }`.
 */
export function wordsBeside<Document> (document: Document): Document
export function wordsBeside (value: unknown): unknown {
  if (Array.isArray(value)) return mapped(value)
  if (!isPlain(value)) return value
  const words: Words = {}
  let changed: Record<string, unknown> | undefined
  for (const [name, each] of Object.entries(value)) {
    const found = wordsOf(each)
    if (found !== undefined) words[name] = found
    const written = found === undefined ? wordsBeside(each) : textsOf(each)
    if (written !== each) changed = { ...changed ?? value, [name]: written }
  }
  return Object.keys(words).length === 0 ? changed ?? value : { ...changed, words }
}

/** The same document again, with the reasons in place of their texts. */
export function reasonsRead<Document> (document: Document): Document
export function reasonsRead (value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reasonsRead)
  if (!isPlain(value)) return value
  const { words, ...own } = value
  const read = Object.fromEntries(Object.entries(own).map(([name, each]) => [name, reasonsRead(each)]))
  if (!isPlain(words)) return words === undefined ? read : { ...read, words }
  for (const [name, word] of Object.entries(words)) read[name] = reasonRead(read[name], word)
  return read
}

/** JSON of a document that may have reasons in it. */
export function jsonOf (document: unknown, indent?: number): string {
  return JSON.stringify(wordsBeside(document), null, indent)
}

/** What such JSON holds. */
export function fromJson (text: string): unknown {
  return reasonsRead(JSON.parse(text) as unknown)
}

function reasonRead (text: unknown, word: unknown): unknown {
  if (Array.isArray(text) && Array.isArray(word)) {
    return text.map((each, index) => reasonRead(each, word[index]))
  }
  return typeof text === 'string' && isWord(word) ? new Phrase(word.key, word.parameters, text) : text
}

function wordsOf (value: unknown): Words[string] | undefined {
  if (value instanceof Phrase) return wordOf(value)
  if (!Array.isArray(value) || !value.some(each => each instanceof Phrase)) return undefined
  return value.map(each => each instanceof Phrase ? wordOf(each) : null)
}

function textsOf (value: unknown): unknown {
  return Array.isArray(value) ? value.map(each => each instanceof Phrase ? each.text : each) : String(value)
}

function wordOf ({ key, parameters }: Phrase): Word {
  return {
    key,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.map(innerOf) : innerOf(value)
      ])
    )
  }
}

function innerOf (value: unknown): unknown {
  return value instanceof Phrase ? wordOf(value) : value
}

/** The same list where nothing in it changes, as in most. */
function mapped (list: readonly unknown[]): readonly unknown[] {
  const written = list.map(wordsBeside)
  return written.some((each, index) => each !== list[index]) ? written : list
}

function isWord (value: unknown): value is Word {
  return isPlain(value) && typeof value.key === 'string' && isPlain(value.parameters)
}

function isPlain (value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
