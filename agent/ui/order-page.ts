import { durationText } from '../messages/durations.js'
import { worded } from '../messages/message.js'
import type { Wording } from '../messages/phrase.js'
import { readableSize } from '../messages/readable-size.js'
import { html, type Html } from './html.js'
import { jobState } from './job-state.js'
import { orderPath, orderTitle, type ListedOrder } from './order-form-page.js'
import { formToken, page, sayIn, type Say, type View } from './page.js'
import { linkTo, projectPath, releasePath } from './release-words.js'
import { problemLine } from './send-fields.js'
import { headings } from './table-parts.js'
import { moment } from './time-words.js'
import { joinedSentences } from '../messages/joined-sentences.js'

interface Problem {
  message: string
  hint?: string | undefined
}

export interface OrderRow {
  id: string
  /** Of a package that is made; of one that is sent there is nothing to choose. */
  way?: 'reuse' | 'copy' | 'stamp' | 'repack' | 'build'
  why?: readonly Wording[]
  state: 'waiting' | 'working' | 'planned' | 'made' | 'reused' | 'failed' | 'skipped'
  estimateMs?: number
  durationMs?: number | undefined
  size?: number | undefined
  problem?: Problem | undefined
}

export interface OrderView extends ListedOrder {
  project: string
  startedAt: string | undefined
  endedAt: string | undefined
  attempt: number
  /** For all of it, as it was planned; undefined before that. */
  estimateMs: number | undefined
  rows: readonly OrderRow[]
  log: readonly string[]
  /** Where Jenkins has it. */
  jenkins: { url: string | undefined } | undefined
  problem: Problem | undefined
  /** Why it was not started, and what was given as the reason. */
  startProblem?: Problem
  why?: string | undefined
  /** VERSION-BUILD that was recorded. */
  release: string | undefined
  /** The release that is sent somewhere. */
  about?: string | undefined
  /** What became of it, as a sentence. */
  outcome: string | undefined
  /** Whether the visitor may start and cancel. */
  mayOrder: boolean
  isCancelling: boolean
}

const shownRows = 400
const sentWords = {
  waiting: 'order.row.waiting',
  working: 'order.sent.working',
  planned: 'order.row.planned',
  made: 'order.sent.made',
  reused: 'order.sent.kept',
  failed: 'order.row.failed',
  skipped: 'order.row.skipped'
} as const

/** One order: the plan with a button that starts it, or how far the work is. */
export function orderPage (view: View, order: OrderView): string {
  const say = sayIn(view.locale)
  const { project, id } = order
  const isOpen = order.state === 'queued' || order.state === 'running'
  const title = orderTitle(say, order)
  return page(
    view,
    say('list.pair', { name: project, value: title }),
    html`
      <h1>${title}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a>
      ${
      order.about !== undefined &&
      html`<a href="${linkTo(view, releasePath(project, order.about))}">${order.about}</a>`
    }
      <a href="${linkTo(view, orderPath(project))}">${say('order.start')}</a></p>
      ${
      isOpen
        ? html`<section id="order" data-live data-events="${orderPath(project, id)}/events"
      aria-live="polite">${standing(view, say, order, isOpen)}</section>`
        : html`<section id="order" data-live>${standing(view, say, order, isOpen)}</section>`
    }`
  )
}

function standing (view: View, say: Say, order: OrderView, isOpen: boolean): Html {
  const { by, createdAt, state, attempt, problem, rows, log, jenkins, release, project } = order
  const grade = state === 'done' ? 'good' : state === 'failed' ? 'poor' : 'degraded'
  return html`
    <p><span class="grade ${grade}">${jobState(say, state)}</span>
    <span class="dim">${say('order.by', { by })} · ${moment(view.locale, createdAt, view.nowMs)}</span></p>
    ${attempt > 1 && html`<p class="note">${say('order.attempt', { attempt })}</p>`}
    ${problemLine(problem)}
    ${order.outcome !== undefined && html`<p><b class="digest">${order.outcome}</b></p>`}
    ${jenkins && jenkinsLine(say, jenkins)}
    <p>${progress(view, say, order, isOpen)}
    ${isOpen && html`<a href="${linkTo(view, orderPath(project, order.id))}">${say('order.reload')}</a>`}</p>
    ${
    release !== undefined &&
    html`<p><a href="${linkTo(view, releasePath(project, release))}">${
      say('order.recorded', { release })
    }</a></p>`
  }
    ${isOpen && order.mayOrder && cancelForm(view, say, order)}
    ${order.mayOrder && order.isPlan && state === 'done' && startForm(view, say, order)}
    ${rows.length > 0 && rowTable(view, say, order)}
    ${
    log.length > 0 &&
    html`<h2>${say('order.log')}</h2>
    <ul class="plain small notes">
    ${log.map(line => html`<li>${line}</li>`)}
    </ul>`
  }`
}

function progress (view: View, say: Say, order: OrderView, isOpen: boolean): Html {
  const { isPlan, state, rows, estimateMs, startedAt, endedAt } = order
  const done = rows.filter(row => ['made', 'reused', 'failed', 'skipped'].includes(row.state)).length
  const spentMs = startedAt === undefined
    ? 0
    : (Date.parse(endedAt ?? '') || view.nowMs) - Date.parse(startedAt)
  if (!isOpen) {
    if (!isPlan) return html`${say('order.took', { time: durationText(say, spentMs) })}`
    if (estimateMs === undefined) return html``
    return html`<b>${say('order.estimate', { rows: rows.length, time: durationText(say, estimateMs) })}</b>`
  }
  if (state === 'queued') return html`${say('order.waits')}`
  if (isPlan) return html`${say('order.planning')}`
  if (rows.length === 0) return html``
  const text = estimateMs === undefined
    ? say('order.doneOf', { done, total: rows.length })
    : say('order.left', {
      done,
      total: rows.length,
      time: durationText(say, Math.max(0, estimateMs - spentMs))
    })
  return html`<progress max="${rows.length}" value="${done}" aria-label="${
    say('order.rows')
  }"></progress> ${text}`
}

function jenkinsLine (say: Say, { url }: NonNullable<OrderView['jenkins']>): Html {
  if (url === undefined) return html`<p>${say('order.jenkinsQueued')}</p>`
  // Jenkins says it: an address of another kind is no link.
  return /^https?:\/\//.test(url)
    ? html`<p><a href="${url}" rel="noreferrer">${say('order.jenkinsBuild')}</a></p>`
    : html`<p>${say('order.jenkinsBuild')} ${url}</p>`
}

function cancelForm (view: View, say: Say, { project, id, isCancelling }: OrderView): Html {
  if (isCancelling) return html`<p>${say('jobState.ending')}</p>`
  return html`<form method="post" action="${linkTo(view, `${orderPath(project, id)}/cancel`)}">
    ${formToken(view)}<button class="danger">${say('order.cancel')}</button>
    </form>`
}

function startForm (view: View, say: Say, { project, id, kind, startProblem, why = '' }: OrderView): Html {
  return html`${problemLine(startProblem)}
    <form method="post" action="${linkTo(view, `${orderPath(project, id)}/start`)}">
    <label>${
    say('order.why')
  } <input name="why" value="${why}" required maxlength="500" size="28" autocomplete="off"></label>
    ${formToken(view)}
    <button>${say(kind === 'package' ? 'order.go' : `order.go.${kind}`)}</button>
    ${
    kind === 'package' &&
    html`<a href="${linkTo(view, orderPath(project), { from: id })}">${say('order.change')}</a>`
  }
    </form>`
}

function rowTable (view: View, say: Say, { rows }: OrderView): Html {
  if (rows.every(({ way }) => way === undefined)) return sentTable(say, rows)
  const heads = [
    say('order.column.package'),
    say('order.column.state'),
    say('order.column.way'),
    say('order.column.time'),
    say('order.column.size'),
    say('order.column.why')
  ]
  return html`<h2>${say('order.rows')}</h2>
    <table class="wide">
    <thead>
    <tr>
    ${headings(heads)}
    </tr>
    </thead>
    <tbody>
    ${rows.slice(0, shownRows).map((row, index) => rowLine(view, say, heads, row, index))}
    </tbody>
    </table>
    ${rows.length > shownRows && html`<p>${say('board.moreOf', { count: rows.length - shownRows })}</p>`}`
}

/** Files that go somewhere. */
function sentTable (say: Say, rows: readonly OrderRow[]): Html {
  const heads = [say('release.column.files'), say('order.column.state'), say('order.column.size')]
  return html`<table>
    <thead>
    <tr>
    ${headings(heads)}
    </tr>
    </thead>
    <tbody>
    ${
    rows.slice(0, shownRows).map(({ id, state, size = 0 }, index) =>
      html`
    <tr id="row-${index}" data-state="${state}">
    <th scope="row" class="digest">${id}</th>
    <td data-label="${heads[1]}">${say(sentWords[state])}</td>
    <td data-label="${heads[2]}">${readableSize(size)}</td>
    </tr>`
    )
  }
    </tbody>
    </table>
    ${rows.length > shownRows && html`<p>${say('board.moreOf', { count: rows.length - shownRows })}</p>`}`
}

function rowLine (view: View, say: Say, heads: readonly string[], row: OrderRow, index: number): Html {
  const { id, way = 'build', why = [], state, estimateMs = 0, durationMs, size, problem } = row
  const grade = state === 'failed' ? 'poor' : state === 'made' || state === 'reused' ? 'ok' : ''
  const reasons = why.map(each => worded(view.locale, each)).join(say('list.separator'))
  const cells = [
    html`<span class="${grade}">${say(`order.row.${state}`)}</span>`,
    html`${say(`package.way.${problem === undefined ? way : 'none'}`)}`,
    html`${durationText(say, durationMs ?? estimateMs)}`,
    html`${size === undefined ? '' : readableSize(size)}`,
    problem === undefined
      ? html`${reasons}`
      : html`<span>${joinedSentences([problem.message, problem.hint])}</span>`
  ]
  return html`
    <tr id="row-${index}" data-state="${state}">
    <th scope="row" class="digest">${id}</th>
    ${cells.map((cell, column) => html`<td data-label="${heads[column + 1]}">${cell}</td>`)}
    </tr>`
}
