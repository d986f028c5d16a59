import { deedText } from '../messages/deed-key.js'
import type { DeliveryStatus, PublisherStatus } from '../release/delivery-status.js'
import { differenceWords } from '../release/publish/shown-target.js'
import { html, type Html } from './html.js'
import { page, sayIn, type Say, type View } from './page.js'
import { linkTo, projectPath } from './release-words.js'

/** What every publisher shows, against what is recorded. */
export function servedPage (view: View, { project, pending, publishers }: DeliveryStatus): string {
  const say = sayIn(view.locale)
  return page(
    view,
    `${project} · ${say('board.served')}`,
    html`
      <h1>${say('board.served')}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a></p>
      ${
      pending !== null && html`<p class="note">${
        say('board.pending', {
          why: pending.why,
          deed: deedText(view.locale, pending)
        })
      }</p>`
    }
      ${publishers.length === 0 ? html`<p class="dim">${say('board.noPublishers')}</p>` : ''}
      <ul>
      ${publishers.map(each => publisher(say, each))}
      </ul>`
  )
}

function publisher (say: Say, { place, state, targets, differences, reason = '' }: PublisherStatus): Html {
  const words = { place, targets: targets.join(say('list.comma')), reason }
  return html`<li>
    <span class="${state === 'same' ? 'ok' : state === 'unknown' ? '' : 'fail'}">${
    say(`release.publisher.${state}`, words)
  }</span>
    ${differences.length > 0 && differenceList(say, differences)}
    </li>`
}

function differenceList (say: Say, differences: PublisherStatus['differences']): Html {
  return html`<ul class="small">
    ${differences.map(each => html`<li>${say('board.difference', differenceWords(each))}</li>`)}
    </ul>`
}
