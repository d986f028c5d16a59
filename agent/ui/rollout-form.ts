import type { SharesAt } from '../release/player-shares.js'
import type { TargetRow } from '../release/target-rows.js'
import { changeForm, type FormState } from './change-form.js'
import { html, type Html } from './html.js'
import type { Say, View } from './page.js'
import { linkTo, projectPath, shareText } from './release-words.js'
import { headings } from './table-parts.js'

interface RolloutView {
  project: string
  target: TargetRow
  /** As they were given, where they were refused. */
  given?: { share: string, schedule: string }
  effect: readonly SharesAt[]
}

/** How many players get a target, now and later: a slider where there is JavaScript, a number where not. */
export function rolloutForm (
  view: View,
  say: Say,
  { project, target, given, effect }: RolloutView,
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
    <p>${say('rollout.now', { target: id, share: shareText(say, share) })}
    ${isPaused && html`<b class="warn">${say('rollout.paused', { at: rollout.pausedAt ?? '' })}</b>`}</p>
    ${effect.length > 0 && effectTable(say, effect)}
    ${
    changeForm(
      view,
      say,
      {
        action: linkTo(view, `${path}/rollout`),
        submit: say('form.save'),
        check: `${path}/rollout/check`
      },
      state,
      [
        html`<p><label>${say('rollout.share')} ${number}</label> ${slider}</p>`,
        html`<p><label>${say('rollout.schedule')} ${schedule}</label></p>`
      ]
    )
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

/** Who gets the players that fit the target, now and by each later step. */
function effectTable (say: Say, effect: readonly SharesAt[]): Html {
  const [now] = effect
  const heads = effect.map(({ at }) => at === null ? say('rollout.atNow') : at.slice(0, 16).replace('T', ' '))
  return html`<div class="scroll"><table>
    <caption>${say('rollout.effect')}</caption>
    <thead>
    <tr>
    ${headings([say('release.column.target'), ...heads])}
    </tr>
    </thead>
    <tbody>
    ${
    now?.shares.map(({ target, isPartly }) =>
      html`
    <tr>
    <th scope="row">${target ?? say('rollout.nobody')}${
        isPartly && html` <span class="dim">${say('rollout.partly')}</span>`
      }</th>
    ${
        effect.map(({ shares }) =>
          html`<td>${percent(shares.find(each => each.target === target)?.share)}</td>`
        )
      }
    </tr>`
    )
  }
    </tbody>
    </table></div>`
}

function percent (share = 0): string {
  return `${share / 100} %`
}

/** The same in one sentence, for who moves the slider. */
export function effectText (say: Say, [now]: readonly SharesAt[]): string {
  const list = (now?.shares ?? []).map(({ target, share }) =>
    `${target ?? say('rollout.nobody')} ${percent(share)}`
  )
  return say('rollout.becomes', { list })
}
