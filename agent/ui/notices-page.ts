import { worded } from '../messages/message.js'
import type { Notice } from '../notice/notice.js'
import { sentenceOf } from '../notice/notice-message.js'
import type { ReceiverStanding } from '../notice/notices.js'
import { html, type Html } from './html.js'
import { formToken, page, sayIn, type Say, type View } from './page.js'
import { linkTo, projectPath } from './release-words.js'
import { nothing, wideTable } from './table-parts.js'
import { moment } from './time-words.js'

interface NoticesView {
  project: string
  receivers: readonly ReceiverStanding[]
  /** The newest first. */
  notices: readonly Notice[]
  /** Whether whoever looks may have them sent again. */
  maySend: boolean
}

/** Who is told of a project, what was sent, what waits, and what failed. */
export function noticesPage (view: View, { project, receivers, notices, maySend }: NoticesView): string {
  const say = sayIn(view.locale)
  const title = say('notices.title', { project })
  return page(
    view,
    title,
    html`
      <h1>${title}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a></p>
      <h2>${say('notices.receivers')}</h2>
      ${
      receivers.length === 0
        ? html`<p class="dim">${say('notices.none')}</p>`
        : receiverTable(view, say, receivers)
    }
      ${maySend && againForms(view, say, project, receivers, notices)}
      <h2>${say('notices.last')}</h2>
      ${notices.length === 0 ? nothing(say) : noticeTable(view, say, notices)}`
  )
}

/** A button for each receiver that something did not reach. */
function againForms (
  view: View,
  say: Say,
  project: string,
  receivers: readonly ReceiverStanding[],
  notices: readonly Notice[]
): Html[] {
  const isStuck = ({ name, waiting, problem }: ReceiverStanding): boolean =>
    (waiting > 0 && problem !== null) ||
    notices.some(({ receiver, state }) => receiver === name && state === 'given-up')
  return receivers.filter(isStuck).map(({ name }) =>
    html`
    <form method="post" action="${
      linkTo(view, `${projectPath(project)}/notices/${encodeURIComponent(name)}/again`)
    }">${formToken(view)}
    <button>${say('notices.again', { name })}</button></form>`
  )
}

function receiverTable (view: View, say: Say, receivers: readonly ReceiverStanding[]): Html {
  const heads = [
    say('notices.receiver'),
    say('notices.service'),
    say('notices.events'),
    say('notices.waiting'),
    say('notices.problem')
  ]
  return wideTable(
    heads,
    receivers.map(({ name, service, events, waiting, problem }) =>
      html`
    <tr>
    <th scope="row">${name}</th>
    <td data-label="${heads[1]}">${service}</td>
    <td data-label="${heads[2]}">${events.map(each => say(eventKey(each))).join(say('list.comma'))}</td>
    <td data-label="${heads[3]}">${waiting}</td>
    <td data-label="${heads[4]}">${
        problem === null ? '–' : html`<span class="fail">${worded(view.locale, problem)}</span>`
      }</td>
    </tr>`
    )
  )
}

function noticeTable (view: View, say: Say, notices: readonly Notice[]): Html {
  const heads = [say('notices.when'), say('notices.receiver'), say('notices.what'), say('board.state')]
  return wideTable(
    heads,
    notices.map(notice =>
      html`
    <tr>
    <td data-label="${heads[0]}">${moment(view.locale, notice.at, view.nowMs)}</td>
    <th scope="row">${notice.receiver}</th>
    <td data-label="${heads[2]}">${sentenceOf(notice, view.locale)}</td>
    <td data-label="${heads[3]}">${stateOf(view, say, notice)}</td>
    </tr>`
    )
  )
}

function stateOf ({ locale }: View, say: Say, { state, problem = '' }: Notice): Html {
  if (state === 'sent') return html`<span class="ok">${say('notices.state.sent')}</span>`
  return state === 'given-up'
    ? html`<span class="fail">${say('notices.state.givenUp', { reason: worded(locale, problem) })}</span>`
    : html`${say('notices.state.waiting')}`
}

function eventKey (event: string): `notices.event.message` {
  return `notices.event.${event}` as 'notices.event.message'
}
