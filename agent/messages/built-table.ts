import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Text } from './define-texts.js'

/** What the build has written; undefined where an update or somebody has taken it away. */
export function builtTable<Entry> (name: string): Record<string, Entry> | undefined {
  const text = readIfThere(name)
  return text === undefined ? undefined : JSON.parse(text) as Record<string, Entry>
}

function readIfThere (name: string): string | undefined {
  try {
    return readFileSync(join(import.meta.dirname, `../${name}.json`), 'utf8')
  } catch {
    return undefined
  }
}

/** Most commands say a few texts, and the whole table takes 2 ms. */
const mostSought = 8

interface ReadTable {
  /** An entry each line. */
  text: string
  sought: number
  entries?: Readonly<Record<string, string>>
}

const read = new Map<string, ReadTable>()

/** The text of a key, in one language; the file is read once. */
export function builtText (name: string, key: string): string | undefined {
  const table = read.get(name) ?? { text: readIfThere(name) ?? '{}', sought: 0 }
  read.set(name, table)
  if (table.sought++ < mostSought) return textInLine(table.text, key)
  table.entries ??= JSON.parse(table.text) as Record<string, string>
  return Object.hasOwn(table.entries, key) ? table.entries[key] : undefined
}

function textInLine (text: string, key: string): string | undefined {
  const begin = `\n${JSON.stringify(key)}:`
  const at = text.indexOf(begin)
  if (at < 0) return undefined
  const line = text.slice(at + begin.length, text.indexOf('\n', at + 1))
  return JSON.parse(line.replace(/,$/, '')) as string
}

/** A text whose languages are read when they are spoken. */
export class BuiltText implements Text {
  readonly #table: string
  readonly #key: string

  constructor (table: string, key: string) {
    this.#table = table
    this.#key = key
  }

  get en (): string {
    return builtText(`${this.#table}.en`, this.#key) ?? this.#key
  }

  get zh (): string {
    return builtText(`${this.#table}.zh`, this.#key) ?? this.#key
  }
}
