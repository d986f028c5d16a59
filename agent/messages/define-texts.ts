/** A text for people, in the languages of packline; its `{placeholders}` are the same in each. */
export interface Text {
  readonly en: string
  readonly zh: string
}

/** Texts by the keys that code names them with. */
export function defineTexts<const Table extends Record<string, Text>> (table: Table): Table {
  return table
}
