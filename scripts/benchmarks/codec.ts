import { join } from 'node:path'
import type { BenchmarkArguments } from './bench-arguments.js'
import { runProgram } from './measuring/run-program.js'
import { median, minimum } from './measuring/statistics.js'
import { places } from './places.js'
import { writeResult } from './report/result-file.js'
import { formatTable, megabytes, seconds } from './report/table.js'
import { Unavailable, type DataSet } from './sets/data-set.js'
import { seededSprites } from './sets/seeded-sprites.js'
import { wesnothUnits } from './sets/wesnoth-units.js'

type Figures = Record<string, { durationsMs: number[], bytes?: number }>

/** PNG decoding and encoding within one process, so that starting Node and loading a library do not count. */
export async function run ({ rounds, quick }: BenchmarkArguments): Promise<number> {
  const results: object[] = []
  for (
    const makeSet of [async () => await seededSprites({ count: 1000, least: 16, most: 256 }), wesnothUnits]
  ) {
    const set = await makeSet().catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error
      process.stdout.write(`not here: ${error.message}\n\n`)
    })
    if (set === undefined) continue
    const { decode, encode } = await measureSet(set, rounds ?? (quick ? 1 : 5))
    process.stdout.write(
      `${table(`Decode to RGBA: ${set.about}`, decode)}\n${
        table('Encode one page of 2048 px, filled with these', encode)
      }\n`
    )
    results.push({ set: set.id, decode, encode })
  }
  process.stdout.write(`${writeResult('codec', { sets: results })}\n`)
  return 0
}

async function measureSet (set: DataSet, rounds: number): Promise<{ decode: Figures, encode: Figures }> {
  const { status, stdout, stderr } = await runProgram({
    file: process.execPath,
    args: [join(places.programs, 'codec.mjs'), set.folder, String(rounds)]
  })
  if (status !== 0) throw new Error(`codec.mjs failed: ${stderr}`)
  return JSON.parse(stdout) as { decode: Figures, encode: Figures }
}

function table (title: string, figures: Figures): string {
  const rows = Object.entries(figures).map((
    [name, { durationsMs, bytes }]
  ) => [name, seconds(median(durationsMs)), seconds(minimum(durationsMs)), megabytes(bytes)])
  return `${title}\n\n${formatTable(['', 'median s', 'min s', 'MB'], rows)}\n`
}
