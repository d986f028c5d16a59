import type { MessageKey } from '../messages/message.js'
import { html, type Html } from './html.js'
import type { Say } from './page.js'

/** What heads a column of a page's tables: `ui.column.NAME` in the catalogue. */
type Column = MessageKey extends infer Key ? Key extends `ui.column.${infer Name}` ? Name : never
  : never

/** Cells of a table's first row; each on a line of its own. */
export function headings (texts: readonly string[]): Html[] {
  return texts.map(text =>
    html`
      <th scope="col">${text}</th>`
  )
}

export function columnHeadings (say: Say, columns: readonly Column[]): Html[] {
  return headings(columns.map(column => say(`ui.column.${column}`)))
}

/** A part of one in percent. */
export function share (of: number | undefined): string {
  return of === undefined ? '–' : `${Math.round(of * 100)} %`
}

/** In place of a table that would have no rows. */
export function nothing (say: Say): Html {
  return html`<p class="dim">${say('ui.none')}</p>`
}
