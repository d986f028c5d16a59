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

type Cell = Html | string | number

/** On a phone it becomes a list, in which each cell tells what its column is. */
export function wideTable (heads: readonly string[], lines: readonly Html[], id?: string): Html {
  return html`<table class="wide"${id !== undefined && html` id="${id}"`}>
    <thead>
    <tr>
    ${headings(heads)}
    </tr>
    </thead>
    <tbody>
    ${lines}
    </tbody>
    </table>`
}

/** A line of it, which begins with what it is about. */
export function tableLine (heads: readonly string[], [name, ...cells]: readonly [Cell, ...Cell[]]): Html {
  return html`
    <tr>
    <th scope="row">${name}</th>
    ${cells.map((cell, index) => html`<td data-label="${heads[index + 1]}">${cell}</td>`)}
    </tr>`
}

/** Paths and digests break anywhere. */
export function digest (text: string): Html {
  return html`<span class="digest">${text}</span>`
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
