import { shownVersions } from '../release/release-board.js'
import type { Board, BoardBuild, BoardRow } from '../release/release-board.js'
import type { TargetRow } from '../release/target-rows.js'
import { html, type Html } from './html.js'
import { page, sayIn, type Say, type View } from './page.js'
import {
  deeds,
  linkTo,
  projectPath,
  releasePath,
  shareText,
  stateText,
  targetText,
  type MayUndo
} from './release-words.js'
import { headings, nothing, tableLine, wideTable } from './table-parts.js'
import { moment } from './time-words.js'

/** What a project's targets hold, and every version at every target. */
export function boardPage (view: View, board: Board, mayUndo?: MayUndo): string {
  const say = sayIn(view.locale)
  const { project, targets, history } = board
  return page(
    view,
    project,
    html`
      <h1>${project}</h1>
      <p><a href="${linkTo(view, `${projectPath(project)}/orders`)}">${say('order.start')}</a></p>
      <section aria-labelledby="recorded-title">
      <h2 id="recorded-title">${say('board.recorded')}</h2>
      ${targets.length === 0 ? nothing(say) : heldTable(view, say, board)}
      <p><a href="${linkTo(view, `${projectPath(project)}/flip`)}">${say('flip.link')}</a>
      · <a href="${linkTo(view, `${projectPath(project)}/targets`)}">${say('target.link')}</a>
      · <a href="${linkTo(view, `${projectPath(project)}/environments`)}">${say('environment.link')}</a>
      · <a href="${linkTo(view, `${projectPath(project)}/hot-updates`)}">${say('lines.link')}</a>
      · <a href="${linkTo(view, `${projectPath(project)}/parameters`)}">${say('board.parameters')}</a>
      · <a href="${linkTo(view, `${projectPath(project)}/notices`)}">${say('notice.about')}</a>
      · <a href="${linkTo(view, `${projectPath(project)}/served`)}">${say('board.servedLink')}</a></p>
      </section>
      <section aria-labelledby="versions-title">
      <h2 id="versions-title">${say('board.versions')}</h2>
      ${versions(view, say, board)}
      </section>
      <section aria-labelledby="changes-title">
      <h2 id="changes-title">${say('board.changes')}</h2>
      ${deeds(view, say, history, mayUndo)}
      <p><a href="${linkTo(view, `${projectPath(project)}/history`)}">${say('history.all')}</a></p>
      </section>`
  )
}

function heldTable (view: View, say: Say, { project, targets }: Board): Html {
  const heads = [
    say('release.column.target'),
    say('release.column.kind'),
    say('release.column.environment'),
    say('release.column.share'),
    say('release.column.holds'),
    say('release.column.hotUpdate'),
    say('board.since')
  ]
  return wideTable(heads, targets.map(target => heldLine(view, say, project, target, heads)), 'recorded')
}

function heldLine (view: View, say: Say, project: string, target: TargetRow, heads: readonly string[]): Html {
  const { id, kind, environment, share, current, hotUpdate } = target
  const held = current?.release ?? undefined
  const key = held && `${held.version}-${held.build}`
  return tableLine(heads, [
    html`<a href="${linkTo(view, `${projectPath(project)}/targets/${id}`)}">${id}</a>`,
    kind,
    environment,
    shareText(say, share),
    held === undefined || key === undefined
      ? '–'
      : html`<span><a href="${linkTo(view, releasePath(project, key))}">${key}</a> ${
        stateText(say, held.state)
      }</span>`,
    hotUpdate?.version ?? current?.hotUpdate ?? '–',
    current === null
      ? '–'
      : html`<span>${moment(view.locale, current.since, view.nowMs)} · ${current.by}</span>`
  ])
}

function versions (view: View, say: Say, board: Board): Html {
  const { project, targets, others, rows, newer, older } = board
  if (rows.length === 0) return nothing(say)
  const at = (start: number): string => linkTo(view, projectPath(project), { newer: String(start) })
  const shares = new Map(targets.map(({ id, share }) => [id, share]))
  const columns = [...targets.map(({ id }) => id), ...others]
  return html`<div class="scroll">
    <table id="versions">
    <thead>
    <tr>
    ${headings([say('board.version'), ...columns.map(id => targetText(say, id))])}
    </tr>
    </thead>
    <tbody>
    ${rows.map(row => versionRow(view, say, project, row, columns.map(id => shares.get(id) ?? null)))}
    </tbody>
    </table>
    </div>
    <p>
    ${newer > 0 && html`<a href="${at(Math.max(0, newer - shownVersions))}">${say('board.newer')}</a>`}
    ${older > 0 && html`<a href="${at(newer + rows.length)}">${say('board.older')}</a>`}
    </p>`
}

function versionRow (
  view: View,
  say: Say,
  project: string,
  { version, cells }: BoardRow,
  shares: ReadonlyArray<number | null>
): Html {
  return html`
    <tr>
    <th scope="row">${version}</th>
    ${cells.map((builds, index) => cell(view, say, project, builds, shares[index] ?? null))}
    </tr>`
}

function cell (
  view: View,
  say: Say,
  project: string,
  builds: readonly BoardBuild[],
  share: number | null
): Html {
  return html`<td>${builds.map(each => buildLine(view, say, project, each, share))}</td>`
}

function buildLine (view: View, say: Say, project: string, one: BoardBuild, share: number | null): Html {
  const { build, release, state, hotUpdate, hotUpdateReady, isHeld } = one
  const more = [
    ...isHeld && state === 'live' && share !== null ? [say('board.share', { share: share / 100 })] : [],
    ...hotUpdate === null ? [] : [say('board.hotUpdate', { version: hotUpdate })],
    ...hotUpdateReady === null ? [] : [say('board.hotUpdateReady', { version: hotUpdateReady })]
  ]
  const text = say('board.build', { build })
  return html`<div>
    <a href="${linkTo(view, releasePath(project, release))}">${text}</a>
    ${isHeld ? html`<b class="ok">${stateText(say, state)}</b>` : stateText(say, state)}
    ${more.map(each => html`<span class="dim small">${each}</span>`)}
    </div>`
}
