/** An entry as the server has it. */
export interface DirectoryEntry {
  dn: string
  /** Of an attribute, whatever the case of its name. */
  values: (attribute: string) => string[]
}

type Values = Readonly<Record<string, readonly string[]>>

/** What is done to one entry. */
export interface EntryChange {
  kind: 'add' | 'change' | 'remove' | 'disable' | 'group'
  name: string
  dn: string
  /** Of a new entry all of its attributes, else those that change, as they will be; an empty list is none. */
  attributes: Values
  /** How those were that change. */
  before: Values
}
