import { createServer } from 'node:http'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openServer } from '../../agent/cache/remote/open-server.js'
import { sendUnsent } from '../../agent/cache/remote/send-unsent.js'
import { serverPlace } from '../../agent/cache/remote/server-place.js'
import { davLocation, launchNginx } from '../../agent/release/testing/nginx.js'
import type { BenchmarkArguments } from './bench-arguments.js'
import { measureRun } from './measuring/measured-run.js'
import type { Program } from './measuring/run-program.js'
import { median } from './measuring/statistics.js'
import { startTurborepo } from './peers/turborepo.js'
import { places } from './places.js'
import { goalTable } from './report/goal.js'
import type { Goal } from './report/goal.js'
import { writeResult } from './report/result-file.js'
import { formatTable, seconds } from './report/table.js'
import type { DataSet } from './sets/data-set.js'
import { Unavailable } from './sets/data-set.js'
import { seededSprites } from './sets/seeded-sprites.js'
import { wesnothUnits } from './sets/wesnoth-units.js'

interface Row {
  name: string
  prepare: () => Promise<Program>
}

const cold = 'cold, no cache'
const fresh = 'fresh checkout, cache full'
const turbo = 'Turborepo restores the same outputs to the same art from its own cache'

export async function run (options: BenchmarkArguments): Promise<number> {
  process.stdout.write(`${goalTable(await cacheGoals(options))}\n`)
  return 0
}

/** A fresh checkout beside a full shared cache, beside Turborepo, and what a dead or lying cache costs. */
export async function cacheGoals (
  { rounds, quick }: Pick<BenchmarkArguments, 'rounds' | 'quick'>
): Promise<Goal[]> {
  const set = await (quick ? seededSprites({ count: 300, least: 16, most: 128 }) : wesnothUnits())
  mkdirSync(places.work, { recursive: true })
  const work = mkdtempSync(join(places.work, 'cache-'))
  const nginx = await launchNginx(join(tmpDirectory()), davLocation(join(work, 'www'), 'PUT'))
  mkdirSync(join(work, 'www'))
  const liar = await lyingServer()
  let peer: Awaited<ReturnType<typeof startTurborepo>> | undefined
  const durations = new Map<string, number[]>()
  try {
    const filled = freshMachine(set, work, `${nginx.url}dk`)
    await fillCache(set, work, `${nginx.url}dk`)
    peer = await startTurborepo(set.folder, join(work, 'game/out'), join(work, 'turbo')).catch(
      (error: unknown) => {
        if (!(error instanceof Unavailable)) throw error
        process.stdout.write(`not here: ${error.message}\n`)
        return undefined
      }
    )
    const rows: Row[] = [
      { name: cold, prepare: freshMachine(set, work, undefined) },
      { name: fresh, prepare: filled },
      { name: 'cold, dead cache', prepare: freshMachine(set, work, 'http://127.0.0.1:9/') },
      { name: 'cold, hanging cache', prepare: freshMachine(set, work, `${liar.url}/hang`) },
      { name: 'cold, lying cache', prepare: freshMachine(set, work, `${liar.url}/lie`) },
      ...peer === undefined ? [] : [{ name: turbo, prepare: peer.restore }]
    ]
    for (let round = 0; round < (rounds ?? (quick ? 1 : 9)); round++) {
      for (const { name, prepare } of round % 2 === 0 ? rows : rows.toReversed()) {
        durations.set(name, [...durations.get(name) ?? [], await measured(await prepare())])
      }
    }
  } finally {
    await peer?.close()
    await nginx.close()
    liar.close()
    rmSync(work, { recursive: true, force: true })
  }
  return report(set, durations)
}

function report (set: DataSet, durations: ReadonlyMap<string, number[]>): Goal[] {
  // Of each round by itself: a machine that is slower for a while is so for both.
  const ratio = (name: string, to: string): number | undefined => {
    const other = durations.get(to) ?? []
    return median((durations.get(name) ?? []).map((ms, round) => ms / (other[round] ?? Number.NaN)))
  }
  const rows = [...durations].map(([name, all]) => [name, seconds(median(all)), seconds(Math.min(...all))])
  const goals = [
    { name: 'fresh checkout ÷ cold', measured: ratio(fresh, cold), limit: 0.35, kind: 'at most' as const },
    { name: 'fresh checkout ÷ Turborepo', measured: ratio(fresh, turbo), limit: 1, kind: 'at most' as const },
    ...['dead', 'hanging', 'lying'].map(kind => ({
      name: `${kind} cache ÷ none`,
      measured: ratio(`cold, ${kind} cache`, cold),
      limit: 1.05,
      kind: 'at most' as const
    }))
  ]
  process.stdout.write(`${set.about}\n\n${formatTable(['', 'median s', 'min s'], rows)}\n\n`)
  process.stdout.write(`${writeResult('cache', { set: set.id, durations: Object.fromEntries(durations) })}\n`)
  return goals
}

export async function measured (program: Program): Promise<number> {
  const { durationMs, status, stderr } = await measureRun(program)
  if (status !== 0) throw new Error(`${program.file} ${program.args.join(' ')}: ${stderr}`)
  return durationMs
}

/** Builds once and sends all of it: what a run has no time to send, an agent would. */
export async function fillCache (set: DataSet, work: string, url: string): Promise<void> {
  await measured(await freshMachine(set, work, url)())
  await sendUnsent({
    home: join(work, 'home'),
    place: serverPlace(url),
    openServer: async () => await openServer({ url, access: 'read-write' }, { environment: {}, cwd: work }),
    now: Date.now,
    signal: new AbortController().signal
  })
}

/** A machine that never built anything: the outputs and all that packline keeps are gone. */
export function freshMachine (set: DataSet, work: string, url: string | undefined): () => Promise<Program> {
  const [game, home, config] = [join(work, 'game'), join(work, 'home'), join(work, 'agent.json')]
  return async () => {
    for (const folder of [game, home]) rmSync(folder, { recursive: true, force: true })
    mkdirSync(game)
    cpSync(set.folder, join(game, 'art'), { recursive: true })
    const rule = {
      name: 'units',
      processor: 'atlas',
      include: ['art/*/'],
      output: 'units/{dir}',
      options: { frameName: '{dir}/{path}', pages: 'numbered' }
    }
    writeFileSync(
      join(game, 'packline.json'),
      JSON.stringify({ project: 'game', assets: { output: 'out', rules: [rule] } })
    )
    writeFileSync(config, JSON.stringify(url === undefined ? {} : { cache: { remote: { url } } }))
    return {
      file: places.launcher,
      args: ['assets', 'build', '--local', '--quiet', '--project', game],
      environment: { PACKLINE_HOME: home, PACKLINE_CONFIG: config }
    }
  }
}

async function lyingServer (): Promise<{ url: string, close: () => void }> {
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/hang') === true) return
    request.resume().once('end', () => response.end('<html>Sign in</html>'))
  })
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    }
  }
}

function tmpDirectory (): string {
  return mkdtempSync(join(tmpdir(), 'packline-bench-'))
}
