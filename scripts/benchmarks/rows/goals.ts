import { maximum, median } from '../measuring/statistics.js'
import type { EntryResult, SectionResult } from '../measuring/section.js'
import { peers } from '../peers/peer-table.js'
import type { Goal } from '../report/goal.js'
import { growthCounts, growthRow } from './growth.js'

/**
 * The goals of the asset builds. Each is a ratio of medians within one run, so that a slow machine is slow on
 * both sides.
 */
export function assetGoals (sections: SectionResult[]): Goal[] {
  const row = (section: string, name: string): EntryResult | undefined =>
    sections.find(({ id }) => id === section)?.entries.find(entry =>
      entry.name === name && entry.failure === undefined
    )
  const time = (section: string, name: string): number | undefined =>
    median((row(section, name)?.samples ?? []).map(({ durationMs }) => durationMs))
  const pages = (section: string, name: string): EntryResult['pages'] => row(section, name)?.pages
  const least = (values: Array<number | undefined>): number | undefined => {
    const known = values.filter(value => value !== undefined)
    return known.length === 0 ? undefined : Math.min(...known)
  }
  const fastest = (section: string, choice = peers): number | undefined =>
    least(choice.map(({ name }) => time(section, name)))
  const smallest = (section: string): number | undefined =>
    least(peers.filter(peer => peer.isLossless).map(({ name }) => pages(section, name)?.bytes))
  const nodePeers = peers.filter(({ isNode }) => isNode)
  const slowGdx = peers.find(({ name }) => /gdx.*slow/.test(name))?.name ?? ''

  const both = (
    make: (section: string, label: string) => Goal[]
  ): Goal[] => [...make('cold-1000', '1,000'), ...make('cold-wesnoth', 'Wesnoth')]
  return [
    ...both((section, label) => [
      atMost(
        `cold ${label}, fast: time ÷ the fastest peer's`,
        ratio(time(section, 'packline fast'), fastest(section)),
        section === 'cold-1000' ? 1 : 1.2
      ),
      atMost(
        `cold ${label}, fast: all cores ÷ one`,
        ratio(time(section, 'packline fast'), time(section, 'packline fast, one core')),
        0.6
      )
    ]),
    atLeast(
      'cold 1,000, fast: times ahead of the fastest Node peer',
      ratio(fastest('cold-1000', nodePeers), time('cold-1000', 'packline fast')),
      5
    ),
    ...both((section, label) => [
      atMost(
        `${label}, release: page bytes ÷ the smallest lossless peer's`,
        ratio(pages(section, 'packline release')?.bytes, smallest(section)),
        1
      ),
      atMost(
        `${label}, release: time ÷ fast profile's`,
        ratio(time(section, 'packline release'), time(section, 'packline fast')),
        3
      ),
      atLeast(
        `${label}, release: efficiency, padding counted`,
        pages(section, 'packline release')?.paddedEfficiency,
        0.985
      ),
      atLeast(
        `${label}, fast: efficiency, padding counted`,
        pages(section, 'packline fast')?.paddedEfficiency,
        0.97
      )
    ]),
    atMost(
      "1,000, release: time ÷ libGDX's slow mode",
      ratio(time('cold-1000', 'packline release'), time('cold-1000', slowGdx)),
      0.1
    ),
    atMost(
      "nothing changed, 1,000: time ÷ AssetPack's",
      ratio(
        time('unchanged-1000', 'packline, unchanged'),
        time('unchanged-1000', '@assetpack/core 1.7.0, unchanged')
      ),
      1
    ),
    atMost(
      'nothing changed, 1,000: time ÷ bare stat walk',
      ratio(time('unchanged-1000', 'packline, unchanged'), time('unchanged-1000', 'bare: stat walk')),
      1.5
    ),
    atMost(
      'nothing changed, 100,000 files: time ÷ bare stat walk',
      ratio(time('unchanged-100000', 'packline, unchanged'), time('unchanged-100000', 'bare: stat walk')),
      1.5
    ),
    ...[['1000', '1,000'], ['100000', '100,000']].map(([id, label]) =>
      atMost(
        `nothing changed, ${label}, warm worker: time ÷ bare stat walk`,
        ratio(
          time(`unchanged-${id}`, 'packline, unchanged, warm worker'),
          time(`unchanged-${id}`, 'bare: stat walk')
        ),
        0.5
      )
    ),
    atMost(
      'nothing changed, 100,000 files: peak memory',
      megabytes(row('unchanged-100000', 'packline, unchanged')),
      250,
      ' MB'
    ),
    ...['changed-1000', 'changed-wesnoth'].flatMap(section => {
      const cold = time(section, 'packline, assets build from nothing')
      return [
        atMost(
          `${section}: one recoloured ÷ our own cold time`,
          ratio(time(section, 'packline, one sprite recoloured'), cold),
          section === 'changed-1000' ? 0.3 : 0.15
        ),
        atMost(
          `${section}: one grown, layout stable ÷ our own cold time`,
          ratio(time(section, 'packline, one sprite grown, layout stable'), cold),
          section === 'changed-1000' ? 0.4 : 0.2
        )
      ]
    }),
    atLeast(
      "changed-wesnoth: times ahead of the fastest peer's run",
      ratio(fastest('cold-wesnoth'), time('changed-wesnoth', 'packline, one sprite recoloured')),
      2
    ),
    atLeast(
      "changed-wesnoth, warm worker: times ahead of the fastest peer's run",
      ratio(fastest('cold-wesnoth'), time('changed-wesnoth', 'packline, one sprite recoloured, warm worker')),
      6
    ),
    ...[['1000', '1,000'], ['wesnoth', 'Wesnoth']].map(([id, label]) =>
      atMost(
        `cold ${label}, warm worker: time ÷ the fastest peer's`,
        ratio(
          time(`changed-${id}`, 'packline, assets build from nothing, warm worker'),
          fastest(`cold-${id}`)
        ),
        0.8
      )
    ),
    atMost(
      'peak memory on either set',
      maximum(
        sections.filter(({ id }) => /^(cold|changed|folders)-/.test(id)).flatMap(({ entries }) =>
          entries.filter(({ name }) => name.startsWith('packline')).map(megabytes)
        )
      ),
      400,
      ' MB'
    ),
    atMost('50,000 sprites: peak memory', megabytes(row('growth', growthRow(50_000))), 400, ' MB'),
    ...growthCounts.slice(1).map((count, index) => {
      const before = growthCounts[index] ?? 0
      const times = count / before / 10
      const growth = ratio(time('growth', growthRow(count)), time('growth', growthRow(before)))
      return atMost(
        `growth ${before} → ${count}, per tenfold`,
        growth === undefined ? undefined : growth / times,
        12
      )
    })
  ]
}

const atMost = (name: string, measured: number | undefined, limit: number, unit?: string): Goal => ({
  name,
  measured,
  limit,
  kind: 'at most',
  ...unit !== undefined && { unit }
})
const atLeast = (name: string, measured: number | undefined, limit: number): Goal => ({
  name,
  measured,
  limit,
  kind: 'at least'
})

function ratio (part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined ? undefined : part / whole
}

function megabytes (result: EntryResult | undefined): number | undefined {
  const peak = maximum((result?.samples ?? []).map(({ peakMemoryBytes }) => peakMemoryBytes))
  return peak === undefined ? undefined : peak / 1e6
}
