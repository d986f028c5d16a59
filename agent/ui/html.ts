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

  static join (strings: TemplateStringsArray, values: readonly HtmlValue[]): Html {
    return new Html(
      strings.reduce(
        (text, part, index) => text + part + (index < values.length ? shown(values[index]) : ''),
        ''
      )
    )
  }
}

export type HtmlValue = Html | readonly Html[] | string | number | boolean | null | undefined

/** Attributes must stand in double quotes: `<a href="${url}">`. false, null and undefined show nothing. */
export function html (strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return Html.join(strings, values)
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

export function escapeHtml (text: string): string {
  return text.replaceAll(/[&<>"'`]/g, character => entities[character]!)
}
