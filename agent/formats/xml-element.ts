/**
 * One element. `attributes` holds name, value, name, value … in document order; `offset` is where its tag
 * starts.
 */
export interface XmlElement {
  readonly name: string
  readonly attributes: readonly string[]
  readonly children: readonly XmlElement[]
  readonly offset: number
  /** Its character data when asked for, without blanks that only set its children apart; else empty. */
  readonly text: string
}

export function attributeOf ({ attributes }: XmlElement, name: string): string | undefined {
  for (let index = 0; index < attributes.length; index += 2) {
    if (attributes[index] === name) return attributes[index + 1]
  }
  return undefined
}
