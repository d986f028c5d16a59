import type { UploadRecord } from '../release/app-stores/upload-records.js'
import { html, type Html } from './html.js'
import type { Say, View } from './page.js'
import { targetText } from './release-words.js'
import { tableLine, wideTable } from './table-parts.js'
import { moment } from './time-words.js'

/** What was sent of a release to app stores, and how far each is. */
export function uploadTable (view: View, say: Say, uploads: readonly UploadRecord[]): Html {
  if (uploads.length === 0) return html``
  const heads = [
    say('board.uploadStore'),
    say('release.column.target'),
    say('release.column.files'),
    say('board.state'),
    say('board.since')
  ]
  return html`<h2>${say('board.uploads')}</h2>
    ${
    wideTable(
      heads,
      uploads.map(({ store, target, file, state, detail = '', at, by, askedAt }) =>
        tableLine(heads, [
          store,
          targetText(say, target),
          file,
          html`<span>${say(`upload.state.${state}`)} <span class="dim">${detail}</span></span>`,
          html`<span>${moment(view.locale, askedAt ?? at, view.nowMs)} · ${by}</span>`
        ])
      )
    )
  }`
}
