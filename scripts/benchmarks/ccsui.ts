import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { BenchmarkArguments } from './bench-arguments.js'
import { generateCsdGame } from './generate-csd.js'
import { measureRun } from './measuring/measured-run.js'
import type { MeasuredRun } from './measuring/measured-run.js'
import { runSection } from './measuring/run-section.js'
import { maximum, median, minimum } from './measuring/statistics.js'
import { npmInstall, peerFolder } from './peers/npm-peers.js'
import { places } from './places.js'
import { goalTable } from './report/goal.js'
import { writeResult } from './report/result-file.js'
import { sectionTable } from './report/section-table.js'
import { publishedStudio, studioGoals } from './rows/published-studio.js'
import { studioProject } from './sets/studio-project.js'

interface Row {
  name: string
  args: string[]
}

const count = 1000
/** How many processes of `node -e 0` stand for one per file; a thousand of them would only take time. */
const spawned = 20

/** The parts `csd` and `studio`; both unless --only names one. */
export async function run (options: Partial<BenchmarkArguments>): Promise<number> {
  const { only = [] } = options
  const isWanted = (part: string): boolean => only.length === 0 || only.some(text => part.startsWith(text))
  if (isWanted('csd')) await exportedCsds(options)
  if (isWanted('studio')) await publishedProject(options)
  return 0
}

/** A whole project, published again and again. */
async function publishedProject (options: Partial<BenchmarkArguments>): Promise<void> {
  const section = await publishedStudio(await studioProject())
  const rounds = options.rounds ?? (options.quick === true ? 1 : 7)
  const result = await runSection(section, rounds, line => process.stderr.write(`${line}\n`))
  process.stdout.write(`${sectionTable(result)}\n${goalTable(studioGoals(result))}\n`)
  process.stdout.write(`${writeResult('ccsui-studio', { section: result, goals: studioGoals(result) })}\n`)
  const failed = result.entries.find(({ failure }) => failure !== undefined)
  if (failed !== undefined) throw new Error(`${failed.name}: ${failed.failure ?? ''}`)
}

/** The exporter beside the bare parsing of the same files: whole processes, interleaved. */
async function exportedCsds (options: Partial<BenchmarkArguments>): Promise<void> {
  const rounds = options.rounds ?? (options.quick === true ? 1 : 7)
  const game = join(places.sets, 'ccsui')
  // In memory where that is to be had: making a thousand files took ext4 0.1 to 0.8 s from run to run, which
  // says nothing of the exporter.
  const output = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'packline-ccsui-'))
  const sizes = await writeGame(game, options.seed ?? 1)
  await npmInstall('saxes', '6.0.0')
  await npmInstall('fast-xml-parser', '5.12.1')
  execFileSync(places.launcher, ['--version'], { stdio: 'ignore' })
  const parse = join(places.programs, 'parse-csd.mjs')
  const rows: Row[] = [
    {
      name: 'ours',
      args: [join(places.root, 'dist/start.cjs'), 'ccsui', 'export', game, '--output', output]
    },
    { name: 'saxes 6.0.0, parsing only', args: [parse, 'saxes', peerFolder('saxes'), game] },
    {
      name: 'fast-xml-parser 5.12.1, parsing only',
      args: [parse, 'fast-xml-parser', peerFolder('fast-xml-parser'), game]
    },
    { name: `node -e 0, of ${count} processes`, args: ['-e', '0'] }
  ]
  const runs = new Map<string, MeasuredRun[]>(rows.map(row => [row.name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const row of rows) {
      await rm(output, { recursive: true, force: true })
      const repeats = row.name.startsWith('node -e') ? spawned : 1
      for (let repeat = 0; repeat < repeats; repeat++) {
        const measured = await measureRun({ file: process.execPath, args: row.args })
        if (measured.status !== 0) throw new Error(`${row.name}: ${measured.stderr}`)
        runs.get(row.name)!.push(measured)
      }
    }
  }
  await rm(output, { recursive: true, force: true })
  await report(rows, runs, sizes)
}

async function report (rows: Row[], runs: Map<string, MeasuredRun[]>, sizes: number[]): Promise<void> {
  const figures = rows.map(({ name }) => {
    const factor = name.startsWith('node -e') ? count : 1
    const measured = runs.get(name)!
    const times = measured.map(({ durationMs }) => durationMs * factor)
    const processor = measured.flatMap(({ processorMs }) =>
      processorMs === undefined ? [] : [processorMs * factor]
    )
    return {
      name,
      medianMs: median(times)!,
      minimumMs: minimum(times)!,
      processorMs: median(processor),
      peakMemoryBytes: maximum(measured.map(({ peakMemoryBytes }) => peakMemoryBytes))
    }
  })
  const [ours, saxes, fast, bare] = figures as [
    typeof figures[0],
    typeof figures[0],
    typeof figures[0],
    typeof figures[0]
  ]
  const parser = Math.min(saxes.medianMs, fast.medianMs)
  const sorted = sizes.toSorted((a, b) => a - b)
  const csbBytes = await exportedBytes()
  const goals = {
    timesOfFastestParser: { value: ours.medianMs / parser, goal: '<= 1.5' },
    timesOfFastestParserByMinimum: {
      value: ours.minimumMs / Math.min(saxes.minimumMs, fast.minimumMs),
      goal: '<= 1.5'
    },
    fasterThanOneProcessPerFile: { value: bare.medianMs / ours.medianMs, goal: '>= 15' },
    peakMemoryMB: { value: (ours.peakMemoryBytes ?? 0) / 1024 / 1024, goal: '<= 300' }
  }
  for (const { name, medianMs, minimumMs, peakMemoryBytes } of figures) {
    process.stdout.write(
      `${name.padEnd(38)} median ${medianMs.toFixed(0).padStart(7)} ms  minimum ${
        minimumMs
          .toFixed(0)
          .padStart(7)
      } ms  peak ${((peakMemoryBytes ?? 0) / 1024 / 1024).toFixed(0).padStart(4)} MB\n`
    )
  }
  for (const [name, { value, goal }] of Object.entries(goals)) {
    process.stdout.write(`${name.padEnd(38)} ${value.toFixed(2)} (goal ${goal})\n`)
  }
  const set = {
    files: sizes.length,
    medianBytes: sorted[sizes.length >> 1],
    p95Bytes: sorted[Math.floor(sizes.length * 0.95)],
    maximumBytes: sorted.at(-1),
    csdBytes: sizes.reduce((a, b) => a + b, 0),
    csbBytes
  }
  process.stdout.write(`${JSON.stringify(set)}\n`)
  const file = join(places.results, 'ccsui.json')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(
    file,
    `${JSON.stringify({ cores: cpus().length, node: process.version, set, figures, goals }, null, 2)}\n`
  )
  process.stdout.write(`${file}\n`)
}

async function exportedBytes (): Promise<number> {
  const { exportCsd } = await import('../../agent/assets/ccsui/export/export-csd.js')
  return generateCsdGame(count).reduce(
    (sum, { path, bytes }) => sum + exportCsd(bytes, path).csb.byteLength,
    0
  )
}

async function writeGame (folder: string, seed: number): Promise<number[]> {
  await rm(folder, { recursive: true, force: true })
  const game = generateCsdGame(count, seed)
  for (const { path, bytes } of game) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
  return game.map(({ bytes }) => bytes.length)
}
