import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { davLocation, launchNginx } from '../../agent/release/testing/nginx.js'
import type { BenchmarkArguments } from './bench-arguments.js'
import { fillCache, freshMachine, measured } from './cache.js'
import { startSlowLine } from './measuring/slow-line.js'
import { median } from './measuring/statistics.js'
import { places } from './places.js'
import { goalTable } from './report/goal.js'
import { writeResult } from './report/result-file.js'
import { formatTable, seconds } from './report/table.js'
import { seededSprites } from './sets/seeded-sprites.js'
import { wesnothUnits } from './sets/wesnoth-units.js'

const rates = [1000, 100, 20, 2]
const roundTrips = [1, 20, 100]

/** The first run of a machine beside a full shared cache, and one that fills it, over lines of many kinds. */
export async function run ({ rounds = 3, quick }: BenchmarkArguments): Promise<number> {
  const set = await (quick ? seededSprites({ count: 300, least: 16, most: 128 }) : wesnothUnits())
  mkdirSync(places.work, { recursive: true })
  const work = mkdtempSync(join(places.work, 'lines-'))
  const www = join(work, 'www')
  mkdirSync(www)
  const nginx = await launchNginx(mkdtempSync(join(tmpdir(), 'packline-bench-')), davLocation(www, 'PUT'))
  const durations = new Map<string, number[]>()
  const note = (name: string, ms: number): void => {
    durations.set(name, [...durations.get(name) ?? [], ms])
  }
  try {
    await fillCache(set, work, `${nginx.url}full`)
    for (let round = 0; round < rounds; round++) {
      note('none', await measured(await freshMachine(set, work, undefined)()))
      for (const megabitsPerSecond of rates) {
        for (const roundTripMs of roundTrips) {
          const line = await startSlowLine(Number(new URL(nginx.url).port), {
            megabitsPerSecond,
            roundTripMs
          })
          const name = `${megabitsPerSecond} Mb/s, ${roundTripMs} ms`
          const at = `http://127.0.0.1:${line.port}/`
          note(name, await measured(await freshMachine(set, work, `${at}full`)()))
          rmSync(join(www, 'empty'), { recursive: true, force: true })
          note(`${name}, empty`, await measured(await freshMachine(set, work, `${at}empty`)()))
          line.close()
        }
      }
    }
  } finally {
    await nginx.close()
    rmSync(work, { recursive: true, force: true })
  }
  return report(set.about, durations)
}

function report (about: string, durations: ReadonlyMap<string, number[]>): number {
  const none = median(durations.get('none') ?? []) ?? Number.NaN
  const ratio = (all: number[]): number => (median(all) ?? Number.NaN) / none
  const rows = [...durations].map(([name, all]) => [
    name,
    seconds(median(all) ?? Number.NaN),
    seconds(Math.min(...all)),
    ratio(all).toFixed(2)
  ])
  const worst = Math.max(...[...durations.values()].map(ratio))
  process.stdout.write(`${about}\n\n${formatTable(['', 'median s', 'min s', '÷ none'], rows)}\n\n`)
  process.stdout.write(`${writeResult('lines', { durations: Object.fromEntries(durations) })}\n`)
  const goal = { name: 'any line ÷ none', measured: worst, limit: 1.05, kind: 'at most' as const }
  process.stdout.write(`${goalTable([goal])}\n`)
  return 0
}
