import type { DayOfGrades } from '../farm/day-of-grades.js'
import type { Span } from '../health/history.js'
import { html, type Html } from './html.js'

const states = { g: 'good', d: 'degraded', p: 'poor' } as const
const severities = '-gdp'

/**
 * The grades of a day as bars, a slot for each quarter of an hour; what stays the same is one bar. One
 * without a look stays empty.
 */
export function gradeBars ({ grades }: DayOfGrades, description: string): Html {
  const bars = [...grades.matchAll(/([gdp])\1*/g)].map(({ 0: { length }, 1: grade, index }) => {
    const height = severities.indexOf(grade!) * 8
    return html`<rect class="bar-${states[grade as keyof typeof states]}" x="${index * 2}" y="${
      24 - height
    }" width="${length * 2}" height="${height}"/>`
  })
  return html`<svg class="spark" viewBox="0 0 ${
    grades.length * 2
  } 24" preserveAspectRatio="none" role="img" aria-label="${description}">${bars}</svg>`
}

/** A check's value over time as a line through the means. */
export function valueLine (
  spans: readonly Span[],
  fromMs: number,
  toMs: number,
  description: string
): Html | undefined {
  if (spans.length < 2) return undefined
  const means = spans.map(({ sum, count }) => sum / count)
  const [least, most] = [Math.min(...means), Math.max(...means)]
  const points = spans.map(({ atMs }, index) => {
    const x = (atMs - fromMs) / (toMs - fromMs) * 600
    const y = most === least ? 30 : 56 - (means[index]! - least) / (most - least) * 52
    return `${x.toFixed(1)},${y.toFixed(1)}`
  })
  return html`<svg class="chart" viewBox="0 0 600 60" preserveAspectRatio="none" role="img" aria-label="${description}"><polyline class="line" points="${
    points.join(' ')
  }"/></svg>`
}
