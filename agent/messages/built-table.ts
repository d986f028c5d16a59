import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Text } from './define-texts.js'

/** What the build has written; undefined where an update or somebody has taken it away. */
export function builtTable<Entry> (name: string): Record<string, Entry> | undefined {
  try {
    const file = join(import.meta.dirname, `../${name}.json`)
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Entry>
  } catch {
    return undefined
  }
}

const read = new Map<string, Readonly<Record<string, string>>>()

/** Texts by their keys, in one language; read once. */
export function builtTexts (name: string): Readonly<Record<string, string>> {
  const known = read.get(name) ?? builtTable<string>(name) ?? {}
  read.set(name, known)
  return known
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
    return builtTexts(`${this.#table}.en`)[this.#key] ?? this.#key
  }

  get zh (): string {
    return builtTexts(`${this.#table}.zh`)[this.#key] ?? this.#key
  }
}
