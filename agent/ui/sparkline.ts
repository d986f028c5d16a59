import type { DayOfGrades } from '../farm/day-of-grades.js'
import type { Span } from '../health/history.js'
import { html, type Html } from './html.js'

/** The bar of each grade, which is as high as the grade is bad; a slot without a look has none. */
const bars: Record<string, { state: string, height: number } | undefined> = {
  g: { state: 'good', height: 8 },
  d: { state: 'degraded', height: 16 },
  p: { state: 'poor', height: 24 }
}
const chartWidth = 600

/**
 * The grades of a day as bars, a slot for each quarter of an hour; what stays the same is one bar. One
 * without a look stays empty.
 */
export function gradeBars ({ grades }: DayOfGrades, description: string): Html {
  const shown = [...grades.matchAll(/([gdp])\1*/g)].map(({ 0: run, index }) => {
    const { state, height } = bars[run.charAt(0)] ?? { state: '', height: 0 }
    const [x, y, width] = [index * 2, 24 - height, run.length * 2]
    return html`<rect class="bar-${state}" x="${x}" y="${y}" width="${width}" height="${height}"/>`
  })
  const box = `0 0 ${grades.length * 2} 24`
  return html`<svg class="spark" viewBox="${box}" preserveAspectRatio="none" role="img"
    aria-label="${description}">${shown}</svg>`
}

/** How many could work, as an area, and how many jobs waited, as a line: steps of a quarter of an hour. */
export function capacityChart (
  capacity: readonly number[],
  queue: readonly number[],
  description: string
): Html {
  const most = Math.max(1, ...capacity, ...queue)
  const width = capacity.length * 2
  const steps = (values: readonly number[]): string =>
    values
      .map((value, slot) => value === values[slot - 1] ? '' : `H${slot * 2}V${level(value, most)}`)
      .join('')
  return html`<svg class="spark" viewBox="0 0 ${width} 24" preserveAspectRatio="none" role="img"
    aria-label="${description}"><title>${description}</title
    ><path class="capacity" d="M0 24${steps(capacity)}H${width}V24Z"/>${
    queue.some(waiting => waiting > 0) &&
    html`<path class="queued" d="M0 ${level(queue[0] ?? 0, most)}${steps(queue)}H${width}"/>`
  }</svg>`
}

function level (value: number, most: number): string {
  return String(Number((24 - value / most * 24).toFixed(1)))
}

/** A check's value over time as a line through the means. */
export function valueLine (
  spans: readonly Span[],
  fromMs: number,
  toMs: number,
  description: string
): Html | undefined {
  if (spans.length < 2) return undefined
  const means = spans.map(({ atMs, sum, count }) => ({ atMs, mean: sum / count }))
  const least = Math.min(...means.map(({ mean }) => mean))
  const most = Math.max(...means.map(({ mean }) => mean))
  const points = means.map(({ atMs, mean }) => {
    const x = (atMs - fromMs) / (toMs - fromMs) * chartWidth
    const y = most === least ? 30 : 56 - (mean - least) / (most - least) * 52
    return `${x.toFixed(1)},${y.toFixed(1)}`
  })
  return html`<svg class="chart" viewBox="0 0 ${chartWidth} 60" preserveAspectRatio="none" role="img"
    aria-label="${description}"><polyline class="line" points="${points.join(' ')}"/></svg>`
}

/** A value over time, as a line from the lower edge. */
export function trendLine (values: readonly number[], description: string): Html {
  const most = Math.max(1, ...values)
  const width = Math.max(1, values.length - 1) * 10
  const points = values.map((value, index) => `${index * 10},${level(value, most)}`)
  const line = points.length === 1 ? `M0,${level(values[0] ?? 0, most)}H${width}` : `M${points.join('L')}`
  return html`<svg class="spark" viewBox="0 0 ${width} 24" preserveAspectRatio="none" role="img"
    aria-label="${description}"><path class="line" d="${line}"/></svg>`
}
