import type { TargetRow } from '../release/target-rows.js'
import { changeForm, type FormState } from './change-form.js'
import { html, type Html } from './html.js'
import type { Say, View } from './page.js'
import { linkTo, projectPath, shareText } from './release-words.js'

interface RolloutView {
  project: string
  target: TargetRow
  /** As they were given, where they were refused. */
  given?: { share: string, schedule: string }
}

/** How many players get a target, now and later: a slider where there is JavaScript, a number where not. */
export function rolloutForm (
  view: View,
  say: Say,
  { project, target, given }: RolloutView,
  state: FormState
): Html {
  const { id, share, rollout } = target
  const path = `${projectPath(project)}/targets/${encodeURIComponent(id)}`
  const percent = given?.share ?? String((rollout?.share ?? 10_000) / 100)
  const steps = given?.schedule ??
    (rollout?.schedule ?? []).map(step => `${step.at} ${step.share / 100}`).join('\n')
  const number = html`<input name="share" type="number" min="0" max="100" step="0.01" value="${percent}"
    required id="share">`
  const slider = html`<input type="range" min="0" max="100" step="0.5" value="${percent}" data-mirrors="share"
    aria-label="${say('rollout.share')}" hidden>`
  const schedule = html`<textarea name="schedule" rows="4" maxlength="8000">
${steps}</textarea>`
  const isPaused = rollout?.pausedAt !== undefined
  return html`<section aria-labelledby="rollout-title">
    <h2 id="rollout-title">${say('rollout.title', { target: id })}</h2>
    <p>${say('rollout.now', { share: shareText(say, share) })}
    ${isPaused && html`<b class="warn">${say('rollout.paused', { at: rollout.pausedAt ?? '' })}</b>`}</p>
    ${
    changeForm(view, say, { action: linkTo(view, `${path}/rollout`), submit: say('form.save') }, state, [
      html`<p><label>${say('rollout.share')} ${number}</label> ${slider}</p>`,
      html`<p><label>${say('rollout.schedule')} ${schedule}</label></p>`
    ])
  }
    ${
    rollout !== undefined && changeForm(
      view,
      say,
      {
        action: linkTo(view, `${path}/${isPaused ? 'resume' : 'pause'}`),
        submit: say(isPaused ? 'rollout.resume' : 'rollout.pause')
      },
      state,
      html``
    )
  }
    </section>`
}
