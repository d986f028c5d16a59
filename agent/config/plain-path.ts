/**
 * The one spelling of a path or glob below a folder: what `./`, `//` and `/./` only write differently is the
 * same place, and places are compared as text. '' is the folder itself.
 */
export function plainPath (text: string): string {
  return text.split('/').filter(part => part !== '' && part !== '.').join('/')
}

/** The same for a pattern, in which a slash at the end says that it names folders. */
export function plainPattern (text: string): string {
  const plain = plainPath(text)
  if (plain === '') return text
  return /\/\.?$/.test(text) ? `${plain}/` : plain
}
