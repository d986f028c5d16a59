import { maximum, median, minimum } from '../measuring/statistics.js'
import type { EntryResult, SectionResult } from '../measuring/section.js'
import { formatTable, megabytes, seconds, share, type Cell } from './table.js'

const timing = ['median s', 'min s', 'CPU s', 'RSS MB']
const paging = ['pages', 'MB', 'efficiency', 'padded']

export function sectionTable ({ title, entries }: SectionResult): string {
  const hasPages = entries.some(({ pages }) => pages !== undefined)
  const hasNotes = entries.some(entry => noteOf(entry) !== undefined)
  const header = ['', ...timing, ...hasPages ? paging : [], ...hasNotes ? [''] : []]
  const rows = entries.map(
    entry => [
      entry.name,
      ...timingCells(entry),
      ...hasPages ? pageCells(entry) : [],
      ...hasNotes ? [noteOf(entry) ?? ''] : []
    ]
  )
  return `${title}\n\n${formatTable(header, rows)}\n`
}

function timingCells ({ samples }: EntryResult): Cell[] {
  const durations = samples.map(({ durationMs }) => durationMs)
  const peak = maximum(samples.map(({ peakMemoryBytes }) => peakMemoryBytes))
  const processor = median(samples.flatMap(({ processorMs }) => processorMs ?? []))
  return [
    seconds(median(durations)),
    seconds(minimum(durations)),
    seconds(processor),
    peak === undefined ? undefined : Math.round(peak / 1e6)
  ]
}

function pageCells ({ pages }: EntryResult): Cell[] {
  return [pages?.pages, megabytes(pages?.bytes), share(pages?.efficiency), share(pages?.paddedEfficiency)]
}

function noteOf ({ failure, note, pages }: EntryResult): string | undefined {
  if (failure !== undefined) return failure
  const incomplete = pages !== undefined && pages.shownShare < 1
    ? `shows ${(pages.shownShare * 100).toFixed(2)} % of the visible pixels`
    : undefined
  const parts = [note, incomplete].filter(part => part !== undefined)
  return parts.length === 0 ? undefined : parts.join('; ')
}
