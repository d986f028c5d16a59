import { createRequire } from 'node:module'
import type * as Jsonc from 'jsonc-parser'
import type { Worded } from '../messages/message.js'
import { syntaxText } from './syntax-words.js'

interface Place {
  line: number
  column: number
}

/** Loaded for files that have comments or mistakes only: those without start a tenth faster. */
const jsonc = (): typeof Jsonc => createRequire(import.meta.url)('jsonc-parser') as typeof Jsonc

/** A text without its comments and commas after the last entry: JSON, with everything else where it was. */
export function withoutComments (text: string): string {
  const plain = text.split('')
  let comma: number | undefined
  const forget = (): void => {
    comma = undefined
  }
  const end = (): void => {
    if (comma !== undefined) plain[comma] = ' '
    comma = undefined
  }
  jsonc().visit(text, {
    onComment: (offset, length) => {
      for (let at = offset; at < offset + length; at++) if (plain[at] !== '\n') plain[at] = ' '
    },
    onSeparator: (character, offset) => {
      comma = character === ',' ? offset : undefined
    },
    onObjectProperty: forget,
    onObjectBegin: forget,
    onArrayBegin: forget,
    onLiteralValue: forget,
    onObjectEnd: end,
    onArrayEnd: end
  }, { allowTrailingComma: true })
  return plain.join('')
}

/** Where a text stops to be JSON, and what is wrong there. */
export function syntaxError (text: string): (Place & { reason: Worded }) | undefined {
  const { parse, printParseErrorCode } = jsonc()
  const errors: Jsonc.ParseError[] = []
  parse(text, errors, { allowTrailingComma: true })
  const [first] = errors
  if (first === undefined) return undefined
  return { ...placeAt(text, first.offset), reason: syntaxText(printParseErrorCode(first.error)) }
}

/** Where in `text` each of `paths` (`assets.rules[0].name`) is; of what is missing, what should hold it. */
export function placesOf (text: string, paths: readonly string[]): Place[] {
  const root = jsonc().parseTree(text, [], { allowTrailingComma: true })
  return paths.map(path => placeAt(text, root === undefined ? 0 : offsetOf(root, path)))
}

function offsetOf (node: Jsonc.Node, path: string): number {
  if (node.type === 'array') {
    const [whole = '', index] = /^\[(\d+)\]\.?/.exec(path) ?? []
    const item = index === undefined ? undefined : node.children?.[Number(index)]
    return item === undefined ? node.offset : offsetOf(item, path.slice(whole.length))
  }
  const members = (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key !== undefined && value !== undefined && isBeginning(String(key.value), path) ? [{ key, value }] : []
  )
  // A key may hold a dot: the longest that fits is meant.
  const [best] = members.sort((a, b) => b.key.length - a.key.length)
  if (node.type !== 'object' || best === undefined) return node.offset
  const rest = path.slice(String(best.key.value).length).replace(/^\./, '')
  return rest === '' ? best.key.offset : offsetOf(best.value, rest)
}

function isBeginning (key: string, path: string): boolean {
  return path.startsWith(key) && /^(?:$|\.|\[)/.test(path.slice(key.length))
}

function placeAt (text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
