import type { Span } from '../health/history.js'
import { html, type Html } from './html.js'

const states = ['good', 'degraded', 'poor'] as const

/** The grade over time as bars: the worst of each slot. A slot without a look stays empty. */
export function gradeBars (spans: readonly Span[], fromMs: number, toMs: number, description: string, slots = 60): Html {
  const worst = Array<number>(slots).fill(-1)
  for (const { atMs, worst: severity } of spans) {
    const slot = Math.floor((atMs - fromMs) / (toMs - fromMs) * slots)
    if (slot >= 0 && slot < slots) worst[slot] = Math.max(worst[slot]!, severity)
  }
  const bars = worst.flatMap((severity, slot) => {
    const state = states[severity]
    const height = (severity + 1) * 8
    return state === undefined ? [] : [html`<rect class="bar-${state}" x="${slot * 2}" y="${24 - height}" width="1.8" height="${height}"/>`]
  })
  return html`<svg class="spark" viewBox="0 0 ${slots * 2} 24" preserveAspectRatio="none" role="img" aria-label="${description}">${bars}</svg>`
}

/** A check's value over time as a line through the means. */
export function valueLine (spans: readonly Span[], fromMs: number, toMs: number, description: string): Html | undefined {
  if (spans.length < 2) return undefined
  const means = spans.map(({ sum, count }) => sum / count)
  const [least, most] = [Math.min(...means), Math.max(...means)]
  const points = spans.map(({ atMs }, index) => {
    const x = (atMs - fromMs) / (toMs - fromMs) * 600
    const y = most === least ? 30 : 56 - (means[index]! - least) / (most - least) * 52
    return `${x.toFixed(1)},${y.toFixed(1)}`
  })
  return html`<svg class="chart" viewBox="0 0 600 60" preserveAspectRatio="none" role="img" aria-label="${description}"><polyline class="line" points="${points.join(' ')}"/></svg>`
}
