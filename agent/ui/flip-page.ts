import type { FlipReview } from '../release/flip-review.js'
import { worded } from '../messages/message.js'
import { changeForm, problemNote, type FormState } from './change-form.js'
import { contentTable } from './content-table.js'
import { html, type Html } from './html.js'
import { page, sayIn, type Say, type View } from './page.js'
import { linkTo, projectPath } from './release-words.js'
import { moment } from './time-words.js'

export interface FlipView {
  project: string
  targets: readonly string[]
  from: string
  to: string
  /** Undefined until two targets were chosen. */
  review: FlipReview | undefined
  mayChange: boolean
  state: FormState
}

/** What goes live, what stands against it, who agreed; then it is confirmed by the target's name. */
export function flipPage (view: View, flip: FlipView): string {
  const say = sayIn(view.locale)
  const { project, review, state } = flip
  return page(
    view,
    say('flip.title', { project }),
    html`
      <h1>${say('flip.title', { project })}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a></p>
      ${problemNote(say, state.problem)}
      ${chooseForm(view, say, flip)}
      ${review === undefined ? '' : reviewed(view, say, flip, review)}`
  )
}

function chooseForm ({ search }: View, say: Say, { project, targets, from, to }: FlipView): Html {
  const lang = new URLSearchParams(search).get('lang')
  return html`<form method="get" action="${projectPath(project)}/flip">
    ${lang === null ? '' : html`<input type="hidden" name="lang" value="${lang}">`}
    ${choice(say('flip.from'), 'from', from, targets)}
    ${choice(say('flip.to'), 'to', to, targets)}
    <button>${say('flip.look')}</button>
    </form>`
}

function choice (label: string, name: string, chosen: string, targets: readonly string[]): Html {
  return html`<label>${label} <select name="${name}">
    ${
    targets.map(id =>
      id === chosen
        ? html`<option value="${id}" selected>${id}</option>`
        : html`<option value="${id}">${id}</option>`
    )
  }
    </select></label>`
}

function reviewed (view: View, say: Say, flip: FlipView, review: FlipReview): Html {
  const { problems, needed } = review
  return html`
    <h2>${say('flip.changes')}</h2>
    ${contentTable(say, review.plan)}
    <h2>${say('flip.preconditions')}</h2>
    ${
    problems.length === 0
      ? html`<p class="ok">${say('flip.nothingAgainst')}</p>`
      : html`<ul>${problems.map(each => html`<li class="fail">${worded(view.locale, each)}</li>`)}</ul>`
  }
    ${needed > 0 && approvals(view, say, flip, review)}
    ${problems.length === 0 && flip.mayChange ? confirmForm(view, say, flip) : ''}`
}

function approvals (view: View, say: Say, flip: FlipView, { approvals, needed, problems }: FlipReview): Html {
  const { project, from, to, mayChange, state } = flip
  return html`
    <h2>${say('flip.approvals', { needed })}</h2>
    ${approvals.length === 0 && html`<p class="dim">${say('flip.nobody')}</p>`}
    <ul>${
    approvals.map(({ by, at, why }) =>
      html`<li>${say('flip.agreed', { by })}
      <span class="dim">${say('board.why', { why })} · ${moment(view.locale, at, view.nowMs)}</span></li>`
    )
  }</ul>
    ${
    problems.length === 0 && mayChange && changeForm(
      view,
      say,
      { action: linkTo(view, `${projectPath(project)}/approve`), submit: say('flip.agree') },
      state,
      hidden({ from, to })
    )
  }
    ${
    mayChange && approvals.some(({ person }) => person === visitorName(view)) && changeForm(
      view,
      say,
      { action: linkTo(view, `${projectPath(project)}/withdraw`), submit: say('flip.withdraw') },
      { ...state, why: '' },
      hidden({ from, to })
    )
  }`
}

/** As approvals name people: capitals make no other one. */
function visitorName ({ visitor }: View): string | undefined {
  return visitor?.name?.normalize('NFC').toLowerCase()
}

function confirmForm (view: View, say: Say, { project, from, to, state }: FlipView): Html {
  const action = linkTo(view, `${projectPath(project)}/flip`)
  const typed = html`<input name="confirm" required maxlength="64" autocomplete="off" autocapitalize="none">`
  return html`
    <h2>${say('flip.do')}</h2>
    ${
    changeForm(view, say, { action, submit: say('flip.do'), isDanger: true }, state, [
      hidden({ from, to }),
      html`<p><label>${say('form.type', { name: to })} ${typed}</label></p>`
    ])
  }`
}

function hidden (fields: Readonly<Record<string, string>>): Html {
  return html`${
    Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
  }`
}
