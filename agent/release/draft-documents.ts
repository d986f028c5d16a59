import type { DocumentOperation, Documents, DocumentValue } from '../coordination/documents.js'
import type { Moment } from './registry-model.js'

/** What a change reads and writes. Nothing is written before all of it is known. */
export interface Draft {
  /** Who changes, and when: the same in every document of the change. */
  moment: Moment
  revision: number
  read: <T>(key: string) => Promise<T | undefined>
  list: <T>(folder: string) => Promise<Map<string, T>>
  write: (key: string, value: unknown) => void
  /** Documents that are not what they were. */
  written: () => WrittenDocument[]
  /** Writes this one document in place of all others, and no history: what is to be done, not what was. */
  note: (key: string, value: unknown) => void
}

export interface WrittenDocument {
  key: string
  before: DocumentValue | undefined
  after: DocumentValue
}

/** The documents of one project: names below its folder, and how they are asked for. */
export interface ProjectDocuments {
  documents: Documents
  toKey: (key: string) => string
  options: { signal?: AbortSignal }
}

interface Seen {
  value: DocumentValue | undefined
  version: number | undefined
}

/** A document as what its name says that it holds: only this folder writes them. */
export function documentAs<T> (value: DocumentValue | undefined): T | undefined {
  return value as T | undefined
}

/** A copy of `value` as JSON keeps it. */
export function documentValue (value: unknown): DocumentValue {
  const copy: DocumentValue = JSON.parse(JSON.stringify(value))
  return copy
}

export class DraftDocuments implements Draft {
  readonly moment: Moment
  readonly revision: number
  readonly #project: ProjectDocuments
  readonly #seen = new Map<string, Seen>()
  /** Documents read by name. What was only listed needs no check: every change goes through the head. */
  readonly #named = new Set<string>()
  readonly #written = new Map<string, DocumentValue>()
  isNote = false

  constructor (project: ProjectDocuments, moment: Moment, revision: number) {
    this.#project = project
    this.moment = moment
    this.revision = revision
  }

  async read<T> (key: string): Promise<T | undefined> {
    this.#named.add(key)
    if (!this.#seen.has(key)) {
      const { documents, toKey, options } = this.#project
      const found = await documents.get(toKey(key), options)
      this.#seen.set(key, { value: found?.value, version: found?.version })
    }
    return documentAs<T>(this.#valueOf(key))
  }

  async list<T> (folder: string): Promise<Map<string, T>> {
    const { documents, toKey, options } = this.#project
    const names = new Set<string>()
    for (const { key, value, version } of await documents.list(toKey(folder), options)) {
      const name = key.slice(key.lastIndexOf('/') + 1)
      const own = `${folder}/${name}`
      if (!this.#seen.has(own)) this.#seen.set(own, { value, version })
      names.add(name)
    }
    for (const key of this.#written.keys()) {
      if (key.startsWith(`${folder}/`)) names.add(key.slice(folder.length + 1))
    }
    const found = new Map<string, T>()
    for (const name of names) {
      const value = documentAs<T>(this.#valueOf(`${folder}/${name}`))
      if (value !== undefined) found.set(name, value)
    }
    return found
  }

  /** The document has to have been read before: what is replaced must be what was seen. */
  write (key: string, value: unknown): void {
    if (!this.#seen.has(key)) throw new Error(`${key} is written but was not read`)
    this.#written.set(key, documentValue(value))
  }

  note (key: string, value: unknown): void {
    this.#written.clear()
    this.isNote = true
    this.write(key, value)
  }

  written (): WrittenDocument[] {
    return [...this.#written]
      .map(([key, after]) => ({ key, before: this.#seen.get(key)?.value, after }))
      .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
  }

  /** Writes what changed, and checks what was read and stays: the decision was made on it. */
  operations (): DocumentOperation[] {
    const { toKey } = this.#project
    const changed = this.written()
    const checked = [...this.#seen].filter(([key]) =>
      this.#named.has(key) && !changed.some(each => each.key === key)
    )
    return [
      ...checked.map(([key, { version }]): DocumentOperation => ({
        type: 'check',
        key: toKey(key),
        version: version ?? 'absent'
      })),
      ...changed.map(({ key, after }) => writeOperation(toKey(key), after, this.#seen.get(key)?.version))
    ]
  }

  #valueOf (key: string): DocumentValue | undefined {
    return this.#written.has(key) ? this.#written.get(key) : this.#seen.get(key)?.value
  }
}

/** Creates a document that had no version when it was read, or replaces that version. */
export function writeOperation (
  key: string,
  value: DocumentValue,
  version: number | undefined
): DocumentOperation {
  return version === undefined
    ? { type: 'create', key, value }
    : { type: 'replace', key, value, version }
}
