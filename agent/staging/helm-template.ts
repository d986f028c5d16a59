import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { StagingChart } from '../config/staging-schema.js'
import { phrase } from '../messages/phrase.js'
import { findExecutable } from '../processes/find-executable.js'
import type { Environment } from '../processes/process-group.js'
import { LastOutput, WholeOutput } from '../processes/program-output.js'
import { runProgram } from '../processes/run-program.js'
import { baseInvalid, placeInProject } from './place-in-project.js'

interface ChartCall {
  /** The project's folder, as `realpath` says it. */
  root: string
  /** A folder that is nobody else's, for what Helm keeps. */
  scratch: string
  release: string
  namespace: string
  chart: Pick<StagingChart, 'chart' | 'valueFiles'>
  /** They replace those of the files. */
  values: Record<string, unknown>
  environment: Environment
  signal: AbortSignal
}

const helmMs = 120_000
const mostBytes = 64_000_000
const mostEntries = 20_000

/**
 * The YAML that Helm makes of a chart. Throws STAGING_BASE_INVALID, TOOL_NOT_FOUND. Nothing is fetched: parts
 * that a chart needs lie in its `charts`, and its schemas, which may name addresses, are not read.
 */
export async function helmTemplate (call: ChartCall): Promise<string> {
  const { root, scratch, release, namespace, chart, values, environment: { PATH = '', TMPDIR }, signal } =
    call
  const from = 'packline.json'
  const place = await placeInProject(root, chart.chart, from)
  await checkLinks(root, place, chart.chart)
  const files = await Promise.all(chart.valueFiles.map(async file => await placeInProject(root, file, from)))
  const stdout = new WholeOutput(mostBytes)
  const stderr = new LastOutput(16_000)
  const { status, killedBy } = await runProgram({
    file: findExecutable('helm', PATH),
    args: [
      'template',
      release,
      place,
      `--namespace=${namespace}`,
      '--skip-tests',
      '--skip-schema-validation',
      // It reads a list as one line of CSV.
      ...files.map(file => `--values="${file.replaceAll('"', '""')}"`),
      '--values=-'
    ],
    input: JSON.stringify(values),
    // What a person set up for Helm, such as plugins, must not change what is made here.
    environment: {
      PATH,
      TMPDIR,
      HOME: scratch,
      HELM_CACHE_HOME: join(scratch, 'cache'),
      HELM_CONFIG_HOME: join(scratch, 'config'),
      HELM_DATA_HOME: join(scratch, 'data'),
      KUBECONFIG: '/dev/null',
      LC_ALL: 'C.UTF-8'
    },
    stdout,
    stderr,
    timeoutMs: helmMs,
    signal
  })
  if (status === 0) return stdout.text
  const said = (stderr.text.trim() || killedBy) ?? `exit ${status}`
  throw baseInvalid(chart.chart, reasonOf(said).replaceAll(`${root}/`, ''))
}

/** Helm tells of each link that it follows before it says what is wrong. */
function reasonOf (said: string): string {
  const lines = said.split('\n').filter(line =>
    line !== '' && !/^(WARNING: |walk\.go:|Use --debug|time=|level=WARN)/.test(line)
  )
  return lines.join('; ').replace(/^Error: /, '').slice(0, 1200)
}

/**
 * Helm follows links (`sympath.Walk`), and `.Files` of a template reads whatever is in the chart: one that
 * leads out of the project would show files of this machine, and one that leads back never ends.
 */
async function checkLinks (root: string, place: string, chart: string): Promise<void> {
  let count = 0
  const look = async (folder: string, above: readonly string[]): Promise<void> => {
    const within = [...above, folder]
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (++count > mostEntries) {
        throw baseInvalid(chart, phrase('staging.chartTooLarge', { most: mostEntries }))
      }
      if (entry.isDirectory()) await look(path, within)
      if (!entry.isSymbolicLink()) continue
      const target = await placeInProject(root, path, chart)
      if (within.some(each => each === target || each.startsWith(`${target}/`))) {
        throw baseInvalid(chart, phrase('staging.linkCircle', { entry: relative(root, path) }))
      }
      if ((await stat(target)).isDirectory()) await look(target, within)
    }
  }
  if ((await stat(place)).isDirectory()) await look(place, [])
}
