import { html, type Html } from './html.js'
import { duration } from './farm-page.js'
import { page, sayIn, time, type Say, type View } from './page.js'

export interface RunAction { id: string, rule: string, state: string, startMs: number, durationMs: number }
export interface SheetFrameBox { name: string, x: number, y: number, width: number, height: number }
export interface RunSheet { path: string, pictureUrl: string, width: number, height: number, frames: readonly SheetFrameBox[] }

export interface RunPageView {
  id: string
  project: string
  state: string
  startedAt: string
  durationMs: number | null
  total: number
  cached: number
  actions: readonly RunAction[]
  why: ReadonlyArray<{ action: string, durationMs: number, reasons: readonly string[] }>
  sheets: readonly RunSheet[]
  /** Against the run before on the same project; undefined for the first. */
  difference: { added: readonly string[], changed: readonly string[], removed: readonly string[], thanId: string } | undefined
  error: string | undefined
}

const maxRows = 200

/** One asset run: when each action ran and why, the sheets, and what is other than the run before. */
export function runPage (view: View, run: RunPageView): string {
  const say = sayIn(view.locale)
  return page(view, run.project, html`
<h1>${run.project} <span class="grade ${run.state === 'done' ? 'good' : run.state === 'failed' ? 'poor' : 'degraded'}">${run.state}</span></h1>
<p class="dim">${time(Date.parse(run.startedAt))}${run.durationMs === null ? '' : ` · ${duration(run.durationMs)}`} · ${say('ui.ranOf', { executed: run.total - run.cached, total: run.total })}</p>
${run.error === undefined ? '' : html`<p class="note" role="alert">${run.error}</p>`}
<h2>${say('ui.timeline')}</h2>${timeline(say, run.actions)}
<h2>${say('ui.whyRan')}</h2>${run.why.length === 0 ? html`<p class="dim">${say('ui.none')}</p>` : html`<ul>${run.why.slice(0, maxRows).map(({ action, durationMs, reasons }) => html`<li>${action} <span class="dim small">${duration(durationMs)}</span><ul class="plain small">${reasons.slice(0, 8).map(reason => html`<li>${reason}</li>`)}</ul></li>`)}</ul>`}
<h2>${say('ui.difference')}</h2>${differenceList(say, run.difference)}
<h2>${say('ui.sheets')}</h2>${run.sheets.length === 0 ? html`<p class="dim">${say('ui.none')}</p>` : run.sheets.map(sheet => sheetFigure(say, sheet))}`)
}

function timeline (say: Say, actions: readonly RunAction[]): Html {
  const shown = [...actions].filter(({ durationMs }) => durationMs > 0).sort((a, b) => a.startMs - b.startMs).slice(0, maxRows)
  if (shown.length === 0) return html`<p class="dim">${say('ui.none')}</p>`
  const from = Math.min(...shown.map(({ startMs }) => startMs))
  const span = Math.max(1, Math.max(...shown.map(({ startMs, durationMs }) => startMs + durationMs)) - from)
  return html`<div class="scroll"><svg viewBox="0 0 900 ${shown.length * 16}" width="900" height="${shown.length * 16}" role="img" aria-label="${say('ui.timelineOf', { count: shown.length, total: duration(span) })}">${shown.map(({ id, state, startMs, durationMs }, row) => {
    const x = (startMs - from) / span * 600
    const width = Math.max(1, durationMs / span * 600)
    return html`<g><title>${id}: ${duration(durationMs)}</title><rect class="bar-${state === 'failed' ? 'failed' : state === 'cached' ? 'cached' : 'executed'}" x="${x.toFixed(1)}" y="${row * 16 + 2}" width="${width.toFixed(1)}" height="12"/><text x="${(x + width + 4).toFixed(1)}" y="${row * 16 + 12}">${id.slice(0, 60)} ${duration(durationMs)}</text></g>`
  })}</svg></div>`
}

function differenceList (say: Say, difference: RunPageView['difference']): Html {
  if (difference === undefined) return html`<p class="dim">${say('ui.firstRun')}</p>`
  const lists = [['added', '+'], ['changed', '~'], ['removed', '−']] as const
  if (lists.every(([name]) => difference[name].length === 0)) return html`<p class="dim">${say('ui.sameOutputs')}</p>`
  return html`<p class="small"><a href="/runs/${encodeURIComponent(difference.thanId)}">${say('ui.runBefore')}</a></p><ul class="plain">${lists.flatMap(([name, sign]) => difference[name].slice(0, maxRows).map(path => html`<li>${sign} ${path}</li>`))}</ul>`
}

function sheetFigure (say: Say, { path, pictureUrl, width, height, frames }: RunSheet): Html {
  const used = frames.reduce((sum, frame) => sum + frame.width * frame.height, 0)
  const share = Math.round(used / Math.max(1, width * height) * 100)
  return html`<figure class="sheet"><svg viewBox="0 0 ${width} ${height}" width="${Math.min(width, 480)}" role="img" aria-label="${say('ui.sheetOf', { path, count: frames.length, share })}"><image href="${pictureUrl}" width="${width}" height="${height}"/>${frames.map(frame => html`<rect x="${frame.x}" y="${frame.y}" width="${frame.width}" height="${frame.height}"><title>${frame.name}</title></rect>`)}</svg><figcaption class="small">${say('ui.sheetOf', { path, count: frames.length, share })}</figcaption></figure>`
}
