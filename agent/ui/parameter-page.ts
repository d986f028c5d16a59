import type { EffectiveParameter } from '../release/definition.js'
import type { ParameterChange, ParameterHistory } from '../release/parameter-history.js'
import { canUndo, undoRole } from '../release/undo-revision.js'
import { html, type Html } from './html.js'
import { page, sayIn, type Say, type View } from './page.js'
import { linkTo, projectPath, type MayUndo } from './release-words.js'
import { digest, nothing, tableLine, wideTable } from './table-parts.js'
import { moment } from './time-words.js'

export interface ParameterView extends ParameterHistory {
  project: string
  name: string
  /** Undefined when the project file declares it no more. */
  parameter: EffectiveParameter | undefined
  mayUndo: MayUndo | undefined
}

/** Every value that a parameter had: who gave it, when, where and why, and the way back from the last one. */
export function parameterPage (view: View, shown: ParameterView): string {
  const say = sayIn(view.locale)
  const { project, name, parameter, changes, older } = shown
  const title = say('params.history.title', { name, project })
  const all = `${projectPath(project)}/parameters`
  return page(
    view,
    title,
    html`
      <h1>${title}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a>
      <a href="${linkTo(view, all)}">${say('params.title', { project })}</a></p>
      ${
      parameter !== undefined && html`<p>${parameter.description}
      <span class="dim">${say('params.default', { value: String(parameter.default) })}</span></p>`
    }
      ${changes.length === 0 ? nothing(say) : table(view, say, shown)}
      ${
      older !== undefined &&
      html`<p><a href="${linkTo(view, `${all}/${encodeURIComponent(name)}`, { before: String(older) })}">${
        say('history.older')
      }</a></p>`
    }`
  )
}

function table (view: View, say: Say, { changes, mayUndo }: ParameterView): Html {
  const heads = [
    say('ui.column.since'),
    say('params.history.where'),
    say('undo.then'),
    say('undo.now'),
    say('params.history.who'),
    say('params.history.why')
  ]
  const seen = new Set<string>()
  const lines = changes.map(change => {
    const { revision: { at, by, why }, before, after } = change
    const where = placeOf(say, change)
    const isLast = !seen.has(where)
    seen.add(where)
    return tableLine(heads, [
      moment(view.locale, at, view.nowMs),
      where,
      before === undefined ? '–' : digest(String(before)),
      after === undefined ? '–' : digest(String(after)),
      by,
      html`${why} ${isLast && undoLink(view, say, change, mayUndo)}`
    ])
  })
  return wideTable(heads, lines)
}

function placeOf (say: Say, { place, target = '' }: ParameterChange): string {
  return place === 'target' ? target : say(`params.history.${place}`)
}

/** What was changed again since then is taken back no more. */
function undoLink (
  view: View,
  say: Say,
  { revision }: ParameterChange,
  mayUndo: MayUndo | undefined
): Html | false {
  const isTheirs = mayUndo !== undefined && canUndo(revision) &&
    (mayUndo.role === 'admin' || undoRole(revision) === 'release')
  return isTheirs &&
    html`<a href="${linkTo(view, `${projectPath(mayUndo.project)}/undo/${revision.revision}`)}" aria-label="${
      say('undo.link')
    } ${revision.revision}">${say('undo.link')}</a>`
}
