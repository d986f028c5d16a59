import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { matcher } from '../../agent/files/glob.js'
import { areas, filesOf } from './areas.js'
import type { AreaFiles } from './areas.js'
import { endMarked } from './marked-processes.js'
import { summarise } from './report.js'
import type { MutationReport } from './report.js'
import { makeWorkplace } from './workplace.js'

const root = join(import.meta.dirname, '../..')
const installed = join(root, 'scripts/mutants/node_modules/@stryker-mutator')
const wantedScore = 80

const usage = `Usage: scripts/mutation AREA [options] [-- options of stryker run]

Breaks the sources of an area one change at a time, in a copy of the project, and runs the tests that reach the change.
Prints the changes that no test notices and the score of each file; exit status 1 under ${wantedScore} %.

  --concurrency 2   test processes at once
  --source GLOB     only these sources of the area (may be repeated)
  --test GLOB       only these tests of the area (may be repeated)
  --incremental     takes over from the last run of the area what neither changed source nor changed test concerns
                    (it does not see changes of what those import)

Areas: ${Object.keys(areas).join(', ')}
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    concurrency: { type: 'string', default: '2' },
    source: { type: 'string', multiple: true },
    test: { type: 'string', multiple: true },
    incremental: { type: 'boolean' }
  }
})
const [name = '', ...strykerOptions] = positionals
const area = areas[name]
if (values.help === true || area === undefined) {
  process.stderr.write(usage)
  process.exit(values.help === true ? 0 : 2)
}
const files = filesOf(area, root)
const chosen: AreaFiles = {
  sources: values.source === undefined ? files.sources : files.sources.filter(matcher(values.source)),
  tests: values.test === undefined ? files.tests : files.tests.filter(matcher(values.test))
}
if (chosen.sources.length === 0 || chosen.tests.length === 0) {
  process.stderr.write(
    `No ${chosen.sources.length === 0 ? 'source' : 'test'} of ${name} is left; it has:\n${
      [...files.sources, ...files.tests].join('\n')
    }\n`
  )
  process.exit(2)
}
process.exitCode = await run(chosen)

async function run (chosen: AreaFiles): Promise<number> {
  const { folder, close } = makeWorkplace(root)
  const reportPath = join(folder, 'mutation-report.json')
  try {
    writeFileSync(
      join(folder, 'stryker.config.json'),
      JSON.stringify(configuration(chosen, folder, reportPath))
    )
    const status = await runStryker(folder)
    if (status !== 0 || !existsSync(reportPath)) return status === 0 ? 1 : status
    const { score, text } = summarise(JSON.parse(readFileSync(reportPath, 'utf8')) as MutationReport)
    process.stdout.write(text)
    return score !== undefined && score < wantedScore ? 1 : 0
  } finally {
    // A change may make a test leave behind what it started.
    endMarked('PACKLINE_MUTANTS', folder)
    close()
  }
}

async function runStryker (folder: string): Promise<number> {
  const stryker = spawn(
    process.execPath,
    [join(installed, 'core/bin/stryker.js'), 'run', ...strykerOptions],
    {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PACKLINE_MUTANTS: folder }
    }
  )
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      stryker.kill('SIGKILL')
    })
  }
  return await new Promise((resolve, reject) => {
    stryker.once('error', reject)
    stryker.once('close', (code, signal) => resolve(signal === null ? code ?? 1 : 130))
  })
}

function configuration ({ sources, tests }: AreaFiles, folder: string, reportPath: string): object {
  const record = join(root, 'node_modules/.cache/packline-mutants', `${name.replaceAll('/', '-')}.json`)
  mkdirSync(dirname(record), { recursive: true })
  return {
    mutate: sources,
    // The copy is ours: nothing is copied once more, and no configuration is rewritten.
    inPlace: true,
    testRunner: 'tap',
    plugins: [join(installed, 'tap-runner/dist/src/index.js')],
    tap: { testFiles: tests, nodeArgs: ['--import', './scripts/register.mjs'] },
    coverageAnalysis: 'perTest',
    concurrency: Number(values.concurrency),
    // Sources run as they are transpiled: nobody checks types here.
    disableTypeChecks: false,
    timeoutMS: 10_000,
    timeoutFactor: 2,
    dryRunTimeoutMinutes: 15,
    reporters: ['json', process.stdout.isTTY ? 'progress' : 'progress-append-only'],
    jsonReporter: { fileName: reportPath },
    thresholds: { break: null },
    incremental: values.incremental === true,
    incrementalFile: record,
    tempDirName: join(folder, '.stryker'),
    logLevel: 'warn',
    allowConsoleColors: process.stdout.isTTY
  }
}
