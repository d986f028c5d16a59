import type { RunItem } from '../farm/machine-work.js'
import { html, type Html } from './html.js'
import { duration, jobState } from './farm-page.js'
import { page, sayIn, time, type Say, type View } from './page.js'

export interface RunAction {
  id: string
  rule: string
  state: string
  startMs: number
  durationMs: number
}
export interface SheetFrameBox {
  name: string
  x: number
  y: number
  width: number
  height: number
}
export interface RunSheet {
  path: string
  pictureUrl: string
  width: number
  height: number
  frames: readonly SheetFrameBox[]
}

export interface RunPageView extends Omit<RunItem, 'savedMs'> {
  actions: readonly RunAction[]
  why: ReadonlyArray<{ action: string, durationMs: number, reasons: readonly string[] }>
  sheets: readonly RunSheet[]
  /** Against the run before on the same project; undefined for the first. */
  difference: {
    added: readonly string[]
    changed: readonly string[]
    removed: readonly string[]
    thanId: string
  } | undefined
  error: string | undefined
}

const maxRows = 200
/** Ends are written down a moment after the work, in whole milliseconds. */
const clockMs = 5

/** One asset run: when each action ran and why, the sheets, and what is other than the run before. */
export function runPage (view: View, run: RunPageView): string {
  const say = sayIn(view.locale)
  return page(
    view,
    run.project,
    html`
<h1>${run.project} <span class="grade ${
      run.state === 'done' ? 'good' : run.state === 'failed' ? 'poor' : 'degraded'
    }">${jobState(say, run.state)}</span></h1>
<p class="dim">${time(Date.parse(run.startedAt))}${
      run.durationMs === null ? '' : ` · ${duration(run.durationMs)}`
    } · ${say('ui.ranOf', { executed: run.total - run.cached, total: run.total })}</p>
${run.error === undefined ? '' : html`<p class="note" role="alert">${run.error}</p>`}
<h2>${say('ui.timeline')}</h2>${timeline(say, run.actions)}
<h2>${say('ui.whyRan')}</h2>${
      run.why.length === 0
        ? html`<p class="dim">${say('ui.none')}</p>`
        : html`<ul>${
          run
            .why
            .slice(0, maxRows)
            .map(({ action, durationMs, reasons }) =>
              html`<li>${action} <span class="dim small">${
                duration(durationMs)
              }</span><ul class="plain small">${
                reasons.slice(0, 8).map(reason => html`<li>${reason}</li>`)
              }</ul></li>`
            )
        }</ul>`
    }
<h2>${say('ui.difference')}</h2>${differenceList(say, run.difference)}
<h2>${say('ui.sheets')}</h2>${
      run.sheets.length === 0
        ? html`<p class="dim">${say('ui.none')}</p>`
        : html`<div class="sheets">${run.sheets.map(sheet => sheetFigure(say, sheet))}</div>`
    }`
  )
}

/** Characters that have room beside the longest bar; the step is the last word. */
const labelLength = 42

function timeline (say: Say, actions: readonly RunAction[]): Html {
  const shown = [...actions]
    .filter(({ durationMs }) => durationMs > 0)
    .sort((a, b) => a.startMs - b.startMs)
    .slice(0, maxRows)
  if (shown.length === 0) return html`<p class="dim">${say('ui.none')}</p>`
  const from = Math.min(...shown.map(({ startMs }) => startMs))
  const span = Math.max(1, Math.max(...shown.map(({ startMs, durationMs }) => startMs + durationMs)) - from)
  const at = (ms: number): number => (ms - from) / span * 600
  return html`<div class="scroll"><svg viewBox="0 0 900 ${shown.length * 16}" width="900" height="${
    shown.length * 16
  }" role="img" aria-label="${say('ui.timelineOf', { count: shown.length, total: duration(span) })}">${
    shown.map((action, row) => {
      const { id, state, startMs, durationMs } = action
      const x = at(startMs)
      const width = Math.max(1, durationMs / span * 600)
      const before = waitedFor(action, shown)
      const line = before === undefined
        ? ''
        : html`<path class="wait" d="M${at(endOf(shown[before]!)).toFixed(1)} ${before * 16 + 14}V${
          row * 16 + 8
        }H${x.toFixed(1)}"/>`
      return html`<g><title>${id}: ${duration(durationMs)}${
        before === undefined ? '' : `, ${say('ui.after', { id: shown[before]!.id })}`
      }</title>${line}<rect class="bar-${
        state === 'failed' ? 'failed' : state === 'cached' ? 'cached' : 'executed'
      }" x="${x.toFixed(1)}" y="${row * 16 + 2}" width="${width.toFixed(1)}" height="12"/><text x="${
        (x + width + 4).toFixed(1)
      }" y="${row * 16 + 12}">${id.length > labelLength ? `…${id.slice(1 - labelLength)}` : id} ${
        duration(durationMs)
      }</text></g>`
    })
  }</svg></div>`
}

function endOf ({ startMs, durationMs }: RunAction): number {
  return startMs + durationMs
}

/**
 * The steps of one group go on one after the other, `units/knight layout` before `units/knight page`: the
 * last one that had ended.
 */
function waitedFor (action: RunAction, shown: readonly RunAction[]): number | undefined {
  const group = groupOf(action)
  const ended = shown.flatMap((other, index) =>
    other !== action && groupOf(other) === group && endOf(other) <= action.startMs + clockMs &&
      other.startMs < action.startMs
      ? [index]
      : []
  )
  return ended.length === 0
    ? undefined
    : ended.reduce((last, index) => endOf(shown[index]!) > endOf(shown[last]!) ? index : last)
}

/** A rule and a group may hold blanks; the step is the last word. */
function groupOf ({ id, rule }: RunAction): string {
  return `${rule} ${id.includes(' ') ? id.slice(0, id.lastIndexOf(' ')) : ''}`
}

function differenceList (say: Say, difference: RunPageView['difference']): Html {
  if (difference === undefined) return html`<p class="dim">${say('ui.firstRun')}</p>`
  const lists = [['added', '+'], ['changed', '~'], ['removed', '−']] as const
  if (lists.every(([name]) => difference[name].length === 0)) {
    return html`<p class="dim">${say('ui.sameOutputs')}</p>`
  }
  return html`<p class="small"><a href="/runs/${encodeURIComponent(difference.thanId)}">${
    say('ui.runBefore')
  }</a></p><ul class="plain">${
    lists.flatMap(([name, sign]) =>
      difference[name].slice(0, maxRows).map(path => html`<li>${sign} ${path}</li>`)
    )
  }</ul>`
}

function sheetFigure (say: Say, { path, pictureUrl, width, height, frames }: RunSheet): Html {
  // Sprites that look the same share their place.
  const places = new Map(frames.map(frame => [`${frame.x} ${frame.y}`, frame.width * frame.height]))
  const used = [...places.values()].reduce((sum, area) => sum + area, 0)
  const share = Math.round(used / Math.max(1, width * height) * 100)
  return html`<figure class="sheet"><svg viewBox="0 0 ${width} ${height}" width="${
    Math.min(width, 480)
  }" role="img" aria-label="${
    say('ui.sheetOf', { path, count: frames.length, share })
  }"><image href="${pictureUrl}" width="${width}" height="${height}"/>${
    frames.map(frame =>
      html`<rect x="${frame.x}" y="${frame.y}" width="${frame.width}" height="${frame.height}"><title>${frame.name}</title></rect>`
    )
  }</svg><figcaption class="small">${
    say('ui.sheetOf', { path, count: frames.length, share })
  }</figcaption></figure>`
}
