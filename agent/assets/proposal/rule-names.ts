/** Names of rules, and folders below the output, that no two rules share. */
export class RuleNames {
  readonly #names: Set<string>

  constructor (taken: Iterable<string> = []) {
    this.#names = new Set([...taken].map(name => name.toLowerCase()))
  }

  /** A name for what `words` say, with a number where it is taken, of letters that a name may have. */
  take (words: string, otherwise: string): string {
    const plain = words.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replaceAll(/^[^A-Za-z0-9]+|-+$/g, '').slice(
      0,
      56
    )
    const name = plain === '' ? otherwise : plain
    let free = name
    for (let number = 2; this.#names.has(free.toLowerCase()); number++) free = `${name}-${number}`
    this.#names.add(free.toLowerCase())
    return free
  }
}
