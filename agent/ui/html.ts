/**
 * Markup that is safe as it is. Only the tag `html` makes it, so that whatever else lands in a page is
 * escaped.
 */
export class Html {
  readonly #text: string
  private constructor (text: string) {
    this.#text = text
  }
  toString (): string {
    return this.#text
  }

  static join (strings: readonly string[], values: readonly HtmlValue[]): Html {
    return new Html(strings.reduce((text, part, index) => text + shown(values[index - 1]) + part))
  }
}

type HtmlValue = Html | readonly Html[] | string | number | boolean | null | undefined

/**
 * Attributes must stand in double quotes: `<a href="${url}">`. false, null and undefined show nothing. Lines
 * may be indented as the source is; a page holds none of that.
 */
export function html (strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return Html.join(flush(strings), values)
}

/** Each template is the same array every time. */
const flushed = new WeakMap<TemplateStringsArray, readonly string[]>()

function flush (strings: TemplateStringsArray): readonly string[] {
  const known = flushed.get(strings) ?? strings.map(part => part.replaceAll(/\n +/g, '\n'))
  flushed.set(strings, known)
  return known
}

function shown (value: HtmlValue): string {
  if (value instanceof Html) return value.toString()
  if (Array.isArray(value)) return value.map(shown).join('')
  return value === null || value === undefined || value === false ? '' : escapeHtml(String(value))
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;'
}

function escapeHtml (text: string): string {
  return text.replaceAll(/[&<>"'`]/g, character => entities[character] ?? character)
}
