interface NamedZones {
  directory: string | undefined
  zones: Array<{ name: string, file: string }>
}

/** The primary zones of a configuration as `named-checkconf -p` prints it: everything quoted, no comments. */
export function primaryZones (whole: string): NamedZones {
  const zones = new Map<string, string>()
  for (const { 0: head, index, groups } of whole.matchAll(/\bzone "(?<name>[^"]+)"[^{;]*\{/g)) {
    const body = blockAt(whole, index + head.length)
    const file = /^\s*file "([^"]+)"/m.exec(body)?.[1]
    const isPrimary = /^\s*type (primary|master);/m.test(body)
    // One of several views counts: they are other answers of the same zone.
    if (isPrimary && file !== undefined && groups?.name !== undefined && !zones.has(groups.name)) {
      zones.set(groups.name, file)
    }
  }
  return {
    directory: /^\s*directory "([^"]+)";/m.exec(whole)?.[1],
    zones: [...zones].map(([name, file]) => ({ name, file }))
  }
}

/** What stands between the brace that was opened before `from` and the one that closes it. */
function blockAt (text: string, from: number): string {
  let depth = 1
  let isQuoted = false
  for (let at = from; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') isQuoted = !isQuoted
    if (isQuoted) continue
    if (sign === '{') depth++
    if (sign === '}' && --depth === 0) return text.slice(from, at)
  }
  return text.slice(from)
}
