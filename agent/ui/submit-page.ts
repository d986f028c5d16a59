import { describeError } from '../messages/message.js'
import type { MoveReview } from '../release/review-move.js'
import type { TargetState } from '../release/target-state.js'
import { changeForm, problemNote, type FormState } from './change-form.js'
import { contentTable } from './content-table.js'
import { html, type Html } from './html.js'
import { sayIn, type Say, type View } from './page.js'
import { releaseStepPage } from './release-step-page.js'
import { linkTo, releasePath, stateText, targetText } from './release-words.js'
import { joinedSentences } from '../messages/joined-sentences.js'

export interface SubmitView {
  project: string
  /** VERSION-BUILD. */
  release: string
  /** Where it is, and how far it has come there. */
  targets: ReadonlyArray<{ id: string, state: TargetState }>
  target: string | undefined
  /** Undefined where it is nowhere. */
  review: MoveReview | undefined
  mayRelease: boolean
}

/** Which version and build goes into review at which target: what will change, and then it is done. */
export function submitPage (view: View, shown: SubmitView, state: FormState): string {
  const say = sayIn(view.locale)
  const { release, targets, review } = shown
  const title = say('submit.title', { release })
  return releaseStepPage(
    view,
    shown,
    title,
    html`
      ${problemNote(say, state.problem)}
      <p class="dim">${say('submit.intro')}</p>
      ${targets.length === 0 ? html`<p>${say('submit.nowhere')}</p>` : chooseForm(view, say, shown)}
      ${review !== undefined && reviewed(view, say, shown, review, state)}`
  )
}

function chooseForm ({ search }: View, say: Say, { project, release, targets, target }: SubmitView): Html {
  const lang = new URLSearchParams(search).get('lang')
  const options = targets.map(({ id, state }) => {
    const text = `${targetText(say, id)} · ${stateText(say, state)}`
    return id === target
      ? html`<option value="${id}" selected>${text}</option>`
      : html`<option value="${id}">${text}</option>`
  })
  return html`<form method="get" action="${releasePath(project, release)}/submit">
    ${lang !== null && html`<input type="hidden" name="lang" value="${lang}">`}
    <label>${say('release.column.target')} <select name="target">${options}</select></label>
    <button>${say('flip.look')}</button>
    </form>`
}

function reviewed (
  view: View,
  say: Say,
  { project, release, target = '', mayRelease }: SubmitView,
  { plan, problem, places }: MoveReview,
  state: FormState
): Html {
  if (problem !== undefined) {
    const { message, hint } = describeError(view.locale, problem)
    return html`<h2>${say('flip.preconditions')}</h2>
    <ul><li class="fail">${joinedSentences([message, hint])}</li></ul>`
  }
  const action = linkTo(view, `${releasePath(project, release)}/submit`)
  return html`
    <h2>${say('flip.changes')}</h2>
    ${contentTable(say, plan)}
    ${
    places.length > 0 && html`<p>${say('submit.places')}</p>
    <ul>${places.map(place => html`<li class="digest">${place}</li>`)}</ul>`
  }
    ${
    mayRelease
      ? changeForm(
        view,
        say,
        { action, submit: say('submit.do') },
        state,
        html`<input type="hidden" name="target" value="${target}">`
      )
      : html`<p class="note">${say('submit.mayNot')}</p>`
  }`
}
