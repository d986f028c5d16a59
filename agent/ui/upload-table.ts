import type { UploadRecord } from '../release/app-stores/upload-records.js'
import { html, type Html } from './html.js'
import type { Say, View } from './page.js'
import { targetText } from './release-words.js'
import { headings } from './table-parts.js'
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
    <table class="wide">
    <thead>
    <tr>
    ${headings(heads)}
    </tr>
    </thead>
    <tbody>
    ${
    uploads.map(({ store, target, file, state, detail, at, by, askedAt }) =>
      html`
    <tr>
    <th scope="row">${store}</th>
    <td data-label="${heads[1]}">${targetText(say, target)}</td>
    <td data-label="${heads[2]}">${file}</td>
    <td data-label="${heads[3]}"><span>${say(`upload.state.${state}`)} <span class="dim">${
        detail ?? ''
      }</span></span></td>
    <td data-label="${heads[4]}"><span>${moment(view.locale, askedAt ?? at, view.nowMs)} · ${by}</span></td>
    </tr>`
    )
  }
    </tbody>
    </table>`
}
