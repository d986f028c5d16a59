/** JSON whose numbers keep their form: a token as it is, a list, or members in their order. */
export type JsonNode = string | JsonNode[] | JsonMembers
export type JsonMembers = Map<string, JsonNode>

/** Two blanks a level and no line end at the end, as Studio writes it. */
export function jsonText (node: JsonNode, indent = ''): string {
  if (typeof node === 'string') return node
  const inner = `${indent}  `
  const items = Array.isArray(node)
    ? node.map(item => jsonText(item, inner))
    : [...node].map(([name, value]) => `${quoted(name)}: ${jsonText(value, inner)}`)
  const [open, close] = Array.isArray(node) ? ['[', ']'] : ['{', '}']
  return items.length === 0
    ? open + close
    : `${open}\n${items.map(item => inner + item).join(',\n')}\n${indent}${close}`
}

/** Line ends of Unicode would end a string of older JavaScript engines. */
export function quoted (text: string): string {
  return JSON.stringify(text).replace(
    /[\u0085\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
}
