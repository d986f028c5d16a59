import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { storePublisher } from '../../agent/release/publish/store-publisher.js'
import type { Publisher, PublishFile } from '../../agent/release/publish/publisher.js'
import { httpStore } from '../../agent/release/store/http-store.js'
import { davLocation, launchNginx, noNginx } from '../../agent/release/testing/nginx.js'
import type { Nginx } from '../../agent/release/testing/nginx.js'
import type { BenchmarkArguments } from './bench-arguments.js'
import { measureRun } from './measuring/measured-run.js'
import type { MeasuredRun } from './measuring/measured-run.js'
import { places } from './places.js'
import { goalTable, isReached } from './report/goal.js'
import type { Goal } from './report/goal.js'
import { writeResult } from './report/result-file.js'

const fileBytes = 4096

/** Hot updates of many files: the first to nginx on loopback, one changed file, and many versions of them. */
export async function run ({ quick }: BenchmarkArguments): Promise<number> {
  const [many, some, versions] = quick ? [2_000, 301, 20] : [20_000, 3_001, 200]
  const folder = mkdtempSync(join(tmpdir(), 'packline-release-'))
  try {
    const first = await toNginx(join(folder, 'first'), async (publisher, made) => {
      const files = hotUpdate(made, '1.0.0.1', many)
      const started = performance.now()
      await publish(publisher, files)
      return files.length / (performance.now() - started) * 1000
    })
    const change = async (publisher: Publisher, made: string, nginx: Nginx): Promise<string[]> => {
      await publish(publisher, hotUpdate(made, '1.0.0.1', some))
      const files = hotUpdate(made, '1.0.0.2', some, 'changed')
      const before = (await nginx.requests()).length
      await publish(publisher, files)
      return (await nginx.requests()).slice(before)
    }
    const changed = await toNginx(join(folder, 'changed'), change)
    const listed = await toNginx(join(folder, 'listed'), change, ' autoindex on; autoindex_format json;')
    const grown = await longHistory(join(folder, 'history'), versions, many)
    const goals = goalsOf({ many, some, versions }, first, changed, grown)
    const document = { first, changed, listed, grown: { ...grown, stdout: '', stderr: '' }, goals }
    const more = [
      ...changed === undefined ? [] : [requestTable('nginx', changed)],
      ...listed === undefined ? [] : [requestTable('nginx that lists folders', listed)],
      `processor time of the last build: ${((grown.processorMs ?? NaN) / 1000).toFixed(1)} s`,
      writeResult('release', document)
    ]
    process.stdout.write(`${goalTable(goals)}\n${more.join('\n')}\n`)
    return goals.some(goal => isReached(goal) === false) ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function goalsOf (
  { many, some, versions }: Record<'many' | 'some' | 'versions', number>,
  first: number | undefined,
  changed: string[] | undefined,
  { durationMs, peakMemoryBytes }: MeasuredRun
): Goal[] {
  const sent = changed?.filter(line => !/^(GET|HEAD) /.test(line)).length
  const memory = peakMemoryBytes === undefined ? undefined : peakMemoryBytes / 1e6
  const grown = `one more after ${versions} versions of ${many} files`
  return [
    {
      name: `${many} files for the first time, files a second`,
      measured: first,
      limit: 1000,
      kind: 'at least'
    },
    { name: `${some} files, one changed: requests that send`, measured: sent, limit: 5, kind: 'at most' },
    { name: grown, measured: durationMs / 1000, limit: 10, kind: 'at most', unit: ' s' },
    { name: 'peak memory of that', measured: memory, limit: 300, kind: 'at most', unit: ' MB' }
  ]
}

function requestTable (place: string, requests: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const line of requests) {
    const [method = ''] = line.split(' ')
    counts.set(method, (counts.get(method) ?? 0) + 1)
  }
  const list = [...counts].map(([method, count]) => `${count} ${method}`).join(', ')
  return `one changed file to ${place}, all ${requests.length} requests: ${list}`
}

async function toNginx<Result> (
  folder: string,
  work: (publisher: Publisher, made: string, nginx: Nginx) => Promise<Result>,
  listing = ''
): Promise<Result | undefined> {
  if (noNginx !== false) {
    process.stderr.write(`${noNginx}\n`)
    return undefined
  }
  const [served, own] = ['served', 'nginx'].map(name => join(folder, name)) as [string, string]
  for (const each of [served, own]) mkdirSync(each, { recursive: true })
  const nginx = await launchNginx(own, davLocation(served) + listing)
  const publisher = storePublisher(httpStore({ url: nginx.url }))
  try {
    return await work(publisher, join(folder, 'made'), nginx)
  } finally {
    await publisher.close()
    await nginx.close()
  }
}

async function publish (publisher: Publisher, hotUpdate: PublishFile[]): Promise<void> {
  const delivery = { project: 'dk', release: '1.0-1', target: 'live', files: [], hotUpdate }
  await publisher.publish(delivery, new AbortController().signal)
}

/** As "packline hotupdate build" leaves one; the first file holds `first`. */
function hotUpdate (folder: string, version: string, count: number, first = ''): PublishFile[] {
  const digest = createHash('sha256').update(`${count} ${first}`).digest('hex')
  const manifests = `live/1.0/versions/${version}`
  return [
    ...Array.from({ length: count }, (_, index) => {
      const name = `content/${digest}/res/d${Math.floor(index / 200)}/some-asset-name-${index}.png`
      return fileOf(folder, name, Buffer.alloc(fileBytes, `${index} ${index === 0 ? first : ''} `))
    }),
    fileOf(folder, `${manifests}/project.manifest`, Buffer.from(`project ${version}`)),
    fileOf(folder, `${manifests}/version.manifest`, Buffer.from(`version ${version}`))
  ]
}

function fileOf (folder: string, name: string, bytes: Buffer): PublishFile {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { name, path, sizeBytes: bytes.length, sha256, isReplaced: false }
}

/** One more version after many: the first is built, the others are its records with new numbers. */
async function longHistory (folder: string, versions: number, files: number): Promise<MeasuredRun> {
  const hotUpdate = { url: 'https://cdn.example/dk/', content: [{ from: 'res/' }] }
  writeInto(folder, 'packline.json', JSON.stringify({ project: 'dk', packages: { hotUpdate } }))
  for (let index = 0; index < files; index++) {
    writeInto(folder, `res/d${Math.floor(index / 200)}/some-asset-name-${index}.png`, String(index))
  }
  const build = async (version: string): Promise<MeasuredRun> => {
    const run = await measureRun({
      file: places.launcher,
      args: ['hotupdate', 'build', '--app-version', version],
      cwd: folder,
      environment: { PACKLINE_HOME: join(folder, 'home'), PACKLINE_AGENT: 'none' }
    })
    if (run.status !== 0) throw new Error(run.stderr)
    return run
  }
  await build('1.0.0.1')
  const lines = join(folder, 'build/hotupdate/_/versions')
  for (const name of readdirSync(join(lines, '1.0.0.1'))) {
    const text = readFileSync(join(lines, '1.0.0.1', name), 'utf8')
    for (let number = 2; number <= versions; number++) {
      const version = `1.0.0.${number}`
      writeInto(lines, `${version}/${name}`, text.replaceAll('1.0.0.1', version))
    }
  }
  writeInto(folder, 'res/d0/some-asset-name-0.png', 'changed')
  return await build(`1.0.0.${versions + 1}`)
}

function writeInto (folder: string, name: string, text: string): void {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
