import { readableSize } from '../messages/readable-size.js'
import type { LineView } from '../release/hot-update-lines.js'
import { changeForm, problemNote, type FormState } from './change-form.js'
import { html, type Html } from './html.js'
import { page, sayIn, type Say, type View } from './page.js'
import { linkTo, projectPath, targetText } from './release-words.js'
import { headings } from './table-parts.js'

export interface HotUpdateView {
  project: string
  lines: readonly LineView[]
  mayRelease: boolean
  /** Whether this agent has a checkout in which an old version can be made again. */
  hasCheckout: boolean
  /** What was given for the line that was refused. */
  given?: { target: string, native: string, to: string, version: string }
}

const shownVersions = 20

/** Every line: what its players get and download, going back upwards, ending it. */
export function hotUpdatePage (view: View, shown: HotUpdateView, state: FormState): string {
  const say = sayIn(view.locale)
  const { project, lines } = shown
  const title = say('lines.title', { project })
  return page(
    view,
    title,
    html`
      <h1>${title}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a></p>
      ${problemNote(say, state.problem)}
      <p class="dim">${say('lines.upwards')}</p>
      ${lines.length === 0 && html`<p class="dim">${say('lines.none')}</p>`}
      ${lines.map(line => section(view, say, shown, line, state))}`
  )
}

function section (view: View, say: Say, shown: HotUpdateView, line: LineView, state: FormState): Html {
  const { target, native, version, isEnded, also, downloads } = line
  const id = `line-${target}-${native}`
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${targetText(say, target)} ${native}</h2>
    <p>${isEnded ? html`<b class="warn">${say('lines.ended')}</b>` : ''}
    ${version !== null && html`<b>${say('lines.now', { version })}</b>`}
    ${also.length > 0 && html`<span class="dim">${say('lines.also', { also })}</span>`}</p>
    ${downloads.length > 0 && downloadTable(say, line)}
    ${shown.mayRelease && version !== null && !isEnded && backForm(view, say, shown, line, state)}
    ${shown.mayRelease && endForm(view, say, shown, line, state)}
    </section>`
}

function downloadTable (say: Say, { downloads }: LineView): Html {
  const heads = [say('lines.players'), say('lines.whole'), say('lines.deltas')]
  return html`<table>
    <caption>${say('lines.downloads')}</caption>
    <thead>
    <tr>
    ${headings(heads)}
    </tr>
    </thead>
    <tbody>
    ${
    downloads.toReversed().map(({ from, bytes, bytesWithDeltas }) =>
      html`
    <tr>
    <th scope="row">${from}</th>
    <td>${readableSize(bytes)}</td>
    <td>${bytesWithDeltas === undefined ? '–' : readableSize(bytesWithDeltas)}</td>
    </tr>`
    )
  }
    </tbody>
    </table>`
}

function backForm (view: View, say: Say, shown: HotUpdateView, line: LineView, state: FormState): Html {
  const { target, native, earlier, nextVersion } = line
  if (earlier.length === 0) return html`<p class="dim">${say('lines.noEarlier')}</p>`
  if (!shown.hasCheckout) return html`<p class="dim">${say('lines.noCheckout')}</p>`
  const given = shown.given?.target === target && shown.given.native === native ? shown.given : undefined
  const options = earlier.slice(0, shownVersions).map(({ version, at, release }) => {
    const text = `${version} · ${release} · ${at.slice(0, 10)}`
    return version === given?.to
      ? html`<option value="${version}" selected>${text}</option>`
      : html`<option value="${version}">${text}</option>`
  })
  return html`<details${given !== undefined && html` open`}>
    <summary>${say('lines.back')}</summary>
    ${
    changeForm(
      view,
      say,
      {
        action: linkTo(view, `${linePath(shown, line)}/rollback`),
        submit: say('lines.back'),
        isDanger: true
      },
      given === undefined ? { ...state, why: '' } : state,
      [
        html`<p><label>${say('lines.to')} <select name="to">${options}</select></label></p>`,
        html`<p><label>${say('lines.as')} <input name="version" value="${
          given?.version ?? nextVersion
        }" required
    maxlength="40" autocomplete="off"></label></p>`
      ]
    )
  }
    </details>`
}

function endForm (view: View, say: Say, shown: HotUpdateView, line: LineView, state: FormState): Html {
  const { isEnded } = line
  const submit = say(isEnded ? 'lines.open' : 'lines.end')
  const action = linkTo(view, `${linePath(shown, line)}/${isEnded ? 'open' : 'end'}`)
  return html`<details>
    <summary>${submit}</summary>
    ${changeForm(view, say, { action, submit, isDanger: !isEnded }, { ...state, why: '' }, html``)}
    </details>`
}

function linePath ({ project }: HotUpdateView, { target, native }: LineView): string {
  return `${projectPath(project)}/targets/${encodeURIComponent(target)}/lines/${encodeURIComponent(native)}`
}
