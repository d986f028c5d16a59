// Takes 7 s.
import { createHash } from 'node:crypto'
import { createSecureServer } from 'node:http2'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs'
import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { ActionCache } from '../../cache/action-cache.js'
import { ContentStore } from '../../cache/content-store.js'
import type { CacheServer } from '../../cache/remote/cache-server.js'
import { openServer } from '../../cache/remote/open-server.js'
import { readRemoteState, writeRemoteState } from '../../cache/remote/remote-state.js'
import { sendUnsent } from '../../cache/remote/send-unsent.js'
import { SharedCache } from '../../cache/remote/shared-cache.js'
import type { SharedCacheSummary } from '../../cache/remote/shared-cache.js'
import { noBazelRemote, startBazelRemote } from '../../cache/testing/bazel-remote.js'
import { noBuildGrid, startBuildGrid } from '../../cache/testing/build-grid.js'
import { serve, serveKept } from '../../cache/testing/kept-server.js'
import { davLocation, noNginx, startNginx } from '../../release/testing/nginx.js'
import { CertificateAuthority, noCertificates } from '../../../test/support/certificates.js'
import { SetRecord } from '../atlas/set-record.js'
import { noisePng } from '../testing/pictures.js'
import { testProject } from '../testing/project.js'
import type { TestProject } from '../testing/project.js'
import type { RunReport } from './run-report.js'
import type { BuildSettings } from './run-settings.js'
import { RunStateStore } from './run-state.js'
import { buildShard, planShards } from './shard-run.js'
import type { ShardPlan, ShardSets } from './shard-run.js'

const noTls = noCertificates() ?? false
/** Who signed what servers show; asked for by those that have one. */
const authority = noTls === false ? new CertificateAuthority(t.testdir(), 'farm') : undefined
const certificate = authority?.issue('cache', 'IP:127.0.0.1')

const units = { name: 'units', processor: 'atlas', include: ['art/*/'], output: 'units/{dir}' }

interface Choice {
  mayWrite?: boolean
  isDryRun?: boolean
  closingMs?: number
  /** So much later than now. */
  aheadMs?: number
  emit?: BuildSettings['emit']
}

interface Machine extends TestProject {
  /** Sends what lies under these keys in its own cache. */
  send: (url: string, keys: readonly string[]) => Promise<void>
  shards: (url: string, choice?: Choice) => Promise<ShardPlan>
  buildShard: (url: string, sets: ShardSets) => Promise<{ report: RunReport, shared: SharedCacheSummary }>
  buildWith: (url: string, choice?: Choice) => Promise<{
    report: RunReport
    shared: SharedCacheSummary
  }>
}

/** A machine with a checkout of the same game; one that knows its server as slow waits for it. */
function machine (t: Test, isPatient = true): Machine {
  const made = testProject()
  t.teardown(() => {
    made.remove()
  })
  made.rules(units)
  for (const set of ['orc', 'elf']) {
    made.write({
      [`art/${set}/${set}-a.png`]: noisePng(40, 30, set === 'orc' ? 1 : 2),
      [`art/${set}/${set}-b.png`]: noisePng(20, 50, set === 'orc' ? 3 : 4)
    })
  }
  const beside = async <T>(
    url: string,
    { mayWrite = true, closingMs = 20_000, aheadMs = 0 }: Choice,
    work: (sharedCache: NonNullable<BuildSettings['sharedCache']>) => Promise<T>
  ): Promise<{ result: T, shared: SharedCacheSummary }> => {
    let cache: SharedCache | undefined
    const server = await open(url)
    const state = readRemoteState(made.home, server.place)
    if (isPatient) writeRemoteState(made.home, { ...state, patience: { meanMs: 5000, deviationMs: 0 } })
    const result = await work(async (local, namespace) => {
      const settings = { ...local, server, home: made.home, namespace, mayWrite }
      if (cache === undefined) {
        cache = new SharedCache({ ...settings, now: () => Date.now() + aheadMs })
        // These sets are made in a moment.
        if (isPatient) cache.awaitResults(5000)
      }
      return cache
    })
    if (cache === undefined) throw new Error('nobody asked')
    return { result, shared: await cache.close(closingMs) }
  }
  const settings = {
    folder: made.folder,
    home: made.home,
    isDryRun: false,
    keepGoing: true,
    command: 'test',
    limiter: async () => {
      throw new Error('no licence in this test')
    },
    environment: {},
    signal: new AbortController().signal,
    emit: () => {},
    now: Date.now
  }
  return {
    ...made,
    send: async (url, keys) => {
      const cache = new ActionCache(join(made.home, 'cache/ac'))
      await beside(url, {}, async open => {
        const local = { cache, store: new ContentStore(join(made.home, 'cache/cas')) }
        const shared = await open(local, 'game')
        for (const key of keys) shared?.offer(key, cache.get(key)!)
      })
    },
    buildWith: async (url, choice = {}) => {
      const { isDryRun = false, emit = () => {} } = choice
      const { result: report, shared } = await beside(
        url,
        choice,
        async sharedCache => await made.build({ isDryRun, sharedCache, emit })
      )
      return { report, shared }
    },
    shards: async (url, choice = {}) =>
      (await beside(
        url,
        choice,
        async sharedCache =>
          await planShards({ ...settings, sharedCache }, { count: 2, targetMs: 1000, atMost: 9 })
      ))
        .result,
    buildShard: async (url, sets) => {
      const { result: report, shared } = await beside(
        url,
        {},
        async sharedCache => await buildShard({ ...settings, sharedCache }, sets)
      )
      return { report, shared }
    }
  }
}

/** A record that says of itself that it is whole. */
function withMark (body: Buffer): Buffer {
  return Buffer.concat([createHash('sha256').update(body).digest().subarray(0, 16), body])
}

async function open (url: string, knowsAuthority = true): Promise<CacheServer> {
  const caFile = knowsAuthority ? authority?.certFile : undefined
  const trusted = /^(https|grpcs):/.test(url) && caFile !== undefined ? { caFile } : {}
  return await openServer({ url, access: 'read-write', ...trusted }, { environment: {}, cwd: '/' })
}

t.test('nginx as the cache of several machines', { skip: noNginx || noTls }, async t => {
  const folder = t.testdir()
  const nginx = await startNginx(t, folder, 'PUT', davLocation(folder, 'PUT'), certificate)
  const url = `${nginx.url}packline`
  const first = machine(t)
  const made = await first.buildWith(url)

  t.test('what one machine made, an empty one takes', async t => {
    const second = machine(t)
    const taken = await second.buildWith(url)

    t.match(made.report.actions, { executed: 8, cached: 0 })
    t.match(made.shared, { hits: 0, misses: 10, sent: 10, wrong: 0, unsent: 0, problem: undefined })
    t.match(taken.report.actions, { executed: 0, cached: 8 })
    t.match(taken.shared, { hits: 2, misses: 0, sent: 0, wrong: 0 }, 'each set by one answer')
    t.same(second.outputs(), first.outputs())
    t.match(await second.build(), { actions: { executed: 0 }, written: [] }, 'and the next run is its own')
  })

  t.test('of a set that came as one, a change makes no more than where it was made', async t => {
    for (const options of [{}, { layout: 'stable' }]) {
      const place = `${nginx.url}change${Object.keys(options).length}`
      const [maker, taker] = [machine(t), machine(t)]
      for (const game of [maker, taker]) game.rules({ ...units, options })
      await maker.buildWith(place)
      const locks = Object.keys(options).length === 0 ? [] : ['orc', 'elf']
      for (const set of locks) {
        const lock = `packline-layouts/units/${set}.json`
        taker.write({ [lock]: readFileSync(join(maker.folder, lock)) })
      }
      const { shared, report } = await taker.buildWith(place)
      for (const game of [maker, taker]) game.write({ 'art/orc/orc-a.png': noisePng(40, 30, 55) })
      const changed = await taker.build()
      await maker.build()

      t.match(shared, { hits: 2, misses: 0 })
      t.equal(report.layouts?.length, locks.length)
      t.match(changed, { actions: { total: 8, executed: 2 }, written: { length: 1 } })
      t.same(taker.outputs(), maker.outputs())
    }
  })

  t.test('a record that is not of the set that was asked for is of no use, and none writes elsewhere', async t => {
    const place = `${nginx.url}forged`
    const maker = machine(t)
    await maker.buildWith(place)
    const [cache, store] = [
      new ActionCache(join(maker.home, 'cache/ac')),
      new ContentStore(join(maker.home, 'cache/cas'))
    ]
    const keys = readdirSync(join(maker.home, 'cache/ac'), { recursive: true, encoding: 'utf8' })
      .map(name => name.slice(3))
      .filter(key => key.length === 64 && cache.get(key)?.inputs.kind === 'set record')
    const bytesOf = (key: string): Buffer => store.read(cache.get(key)!.blobs.record!.sha256)!
    const whole = Object.fromEntries(keys.map(key => [key, bytesOf(key)]))
    const forge = (key: string, edit: (header: SetRecord['header']) => void): Buffer => {
      const record = SetRecord.parse(whole[key]!)!
      edit(record.header)
      return record.format()
    }
    const forged: Record<string, (key: string) => Buffer> = {
      'no record': () => Buffer.from('<html>'),
      'one that ends early': () => withMark(Buffer.from([255, 0, 0, 0, 123])),
      'another set': key => whole[keys.find(other => other !== key)!]!,
      'a page outside': key =>
        forge(key, ({ pages }) => {
          pages[0]!.stem = '../../page'
        }),
      'another page': key =>
        forge(key, ({ pages }) => {
          pages[0]!.page.blobs.page = pages[0]!.sheet.blobs.sheet!
        }),
      'a record without pages': key =>
        forge(key, header => {
          Object.assign(header, { pages: undefined })
        }),
      'an action without blobs': key =>
        forge(key, ({ sprites }) => {
          Object.assign(sprites, { blobs: undefined })
        }),
      'a cost that is none': key =>
        forge(key, ({ layout }) => {
          Object.assign(layout, { costMs: 'much' })
        }),
      'a key that is a path': key =>
        forge(key, ({ layout }) => {
          layout.key = '../../../layout'
        })
    }
    t.equal(keys.length, 2)
    for (const [name, make] of Object.entries(forged)) {
      for (const key of keys) {
        const known = cache.get(key)!
        cache.put(key, { ...known, blobs: { ...known.blobs, record: await store.put(make(key)) } })
      }
      await maker.send(place, keys)
      const taker = machine(t)
      const { report, shared } = await taker.buildWith(place, { mayWrite: false })

      t.match(report, { status: 'done', actions: { executed: 0, cached: 8 } }, name)
      t.equal(shared.hits, 10, 'its actions are asked for one by one')
      t.same(taker.outputs(), first.outputs())
    }
  })

  t.test('a server whose certificate nobody known has signed is not spoken to', async t => {
    const stranger = await open(url, false)
    await t.rejects(
      stranger.readAction({ sha256: '0'.repeat(64), size: 0 }, new AbortController().signal),
      /certificate/
    )
    await stranger.close()
  })

  t.test('a plan fetches no blobs, and nothing is kept', async t => {
    const second = machine(t)
    const { report, shared } = await second.buildWith(url, { isDryRun: true })

    t.match(report, { status: 'planned', actions: { executed: 0, cached: 8 } })
    t.match(shared, { hits: 8, fetchedBytes: 0 })
    t.notOk(existsSync(join(second.home, 'cache', 'ac')))
  })

  t.test('over a line that is slower than the work, results are made, and somebody is told', async t => {
    const place = `${nginx.url}slow`
    const [maker, second] = [machine(t), machine(t)]
    for (const game of [maker, second]) {
      for (const set of ['fox', 'owl', 'pig', 'rat']) {
        game.write({ [`art/${set}/${set}.png`]: noisePng(30, 30, set.charCodeAt(0)) })
      }
    }
    await maker.buildWith(place)
    writeRemoteState(second.home, { place, bytesPerMs: 0.001 })
    const { report, shared } = await second.buildWith(place)

    t.match(report.actions, { executed: 24, cached: 0 })
    t.match(shared, { late: 6, isSlow: true, fetchedBytes: 0, sent: 0 }, 'what is there, nobody sends again')
    t.match(readRemoteState(second.home, place).slow, { late: 6, asked: 6 })
    t.same(second.outputs(), maker.outputs())
  })

  t.test('another project does not get it, and who may only read sends nothing', async t => {
    const other = machine(t)
    other.write({
      'packline.json': JSON.stringify({ project: 'other', assets: { output: 'out', rules: [units] } })
    })
    const before = readdirSync(join(folder, 'packline/ac')).length
    const { shared } = await other.buildWith(url, { mayWrite: false })

    t.match(shared, { hits: 0, misses: 10, sent: 0 })
    t.equal(readdirSync(join(folder, 'packline/ac')).length, before)
  })

  t.test('shards on two machines, joined on a third; one that is lost is made by the join', async t => {
    const whole = machine(t)
    await whole.build()
    for (const name of ['all', 'lost', 'dead']) {
      const place = `${nginx.url}${name}`
      const [one, two, join, look] = [machine(t), machine(t), machine(t), machine(t)]
      const plan = await look.shards(place)
      const first = await one.buildShard(place, plan.shards[0]?.sets ?? [])
      if (name === 'all') await two.buildShard(place, { index: 2, count: 2 })
      const joined = await join.buildWith(name === 'dead' ? 'http://127.0.0.1:9/' : place)

      t.match(plan, { project: 'game', sets: 2, made: 0, shards: [{ licensed: false }, {}] })
      t.match(first.report.actions, { executed: 5, failed: 0 }, 'a set, and the mark that it is there')
      t.equal(first.report.outputs.length, 0)
      t.notOk(existsSync(`${one.folder}/out`), 'a shard publishes nothing')
      t.match(joined.report.actions, { executed: { all: 0, lost: 4, dead: 8 }[name] })
      t.same(join.outputs(), whole.outputs())
      t.match(await look.shards(place), { made: name === 'all' ? 2 : 1 })
    }
    t.match(await machine(t).buildShard(`${nginx.url}alone`, ['units/orc']), {
      report: { scanned: 4, actions: { executed: 5 } }
    }, 'named by hand')
    await t.rejects(machine(t).shards(nginx.url, { mayWrite: false }), {
      code: 'SHARD_CACHE_READ_ONLY',
      details: { place: nginx.url.slice(0, -1) }
    }, 'what it made, nobody would get')
  })

  t.test('a shard looks at the files of its sets only, and takes none of them for what the plan saw', async t => {
    const place = `${nginx.url}look`
    const [look, one, liar, stranger, join] = [machine(t), machine(t), machine(t), machine(t), machine(t)]
    const { plan, shards } = await look.shards(place)
    const partOf = (name: string): { index: number, count: 2, plan: string } => ({
      index: shards.findIndex(({ sets }) => sets.includes(name)) + 1,
      count: 2,
      plan
    })
    rmSync(`${one.folder}/art/elf`, { recursive: true })
    const { report } = await one.buildShard(place, partOf('units/orc'))
    // Other pixels in as many bytes at the same time, as a copy of another branch has them.
    const lie = `${liar.folder}/art/elf/elf-a.png`
    const { atime, mtime, size } = statSync(lie)
    liar.write({ 'art/elf/elf-a.png': noisePng(40, 30, 77).subarray(0, size) })
    utimesSync(lie, atime, mtime)
    t.not((await liar.shards(place)).plan, plan, 'another branch with the same sets has a plan of its own')
    stranger.rules({ ...units, output: 'other/{dir}' })
    const differs = { code: 'SHARD_CHECKOUT_DIFFERS' }
    await t.rejects(liar.buildShard(place, partOf('units/elf')), {
      ...differs,
      details: { file: 'art/elf/elf-a.png' }
    })
    await t.rejects(stranger.buildShard(place, partOf('units/elf')), {
      ...differs,
      details: { file: 'packline.json' }
    })
    const joined = await join.buildWith(place)

    t.match(report, { scanned: 2, hashed: 0, actions: { executed: 5, failed: 0 } })
    t.same(join.outputs(), first.outputs())
    t.match(joined.report.actions, { executed: 4, cached: 4 }, 'nothing of the other checkout is of use')
    // A file as young as the clock's tick is read again.
    await look.shards(place)
    t.match(await look.build(), { hashed: 0 }, 'whoever planned has read everything')
  })

  t.test('bytes that rotted there, or are those of another name, are no result', async t => {
    const second = machine(t)
    const named = (shelf: string): string[] =>
      readdirSync(join(folder, 'packline', shelf)).sort().map(name => join(folder, 'packline', shelf, name))
    const [one = '', two = ''] = named('ac')
    // A page: whoever takes a set fetches it.
    const blob = named('cas').find(file => readFileSync(file).subarray(1, 4).toString() === 'PNG') ?? ''
    writeFileSync(two, readFileSync(one))
    const bytes = readFileSync(blob)
    writeFileSync(blob, Buffer.concat([bytes.subarray(0, 30), Buffer.from('!'), bytes.subarray(31)]))
    const { report, shared } = await second.buildWith(url)
    const third = await machine(t).buildWith(url)

    t.equal(report.status, 'done')
    t.same(second.outputs(), first.outputs())
    t.ok(shared.wrong >= 1, JSON.stringify(shared))
    t.match(readRemoteState(second.home, shared.place).wrong, { reason: /the server gave/ })
    t.match(third, { report: { actions: { executed: 0 } }, shared: { wrong: 0 } }, 'and it has been mended')
  })
})

t.test(
  'over gRPC the certificate has to be for the address, which is no server name',
  { skip: noTls },
  async t => {
    const warnings: string[] = []
    const listen = ({ code = '' }: Error & { code?: string }): void => {
      warnings.push(code)
    }
    process.on('warning', listen)
    const told = async (place: string, knowsAuthority = true): Promise<string> => {
      const { certFile = '', keyFile = '' } = authority?.issue(place, `IP:${place}`) ?? {}
      const other = createSecureServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) })
      other.on('stream', stream => {
        stream.respond({ ':status': 404 }, { endStream: true })
      })
      await once(other.listen(0, '127.0.0.1'), 'listening')
      const { port } = other.address() as AddressInfo
      const server = await open(`grpcs://127.0.0.1:${port}`, knowsAuthority)
      const answer = server.readAction({ sha256: '0'.repeat(64), size: 0 }, new AbortController().signal)
      const text = await answer.then(() => 'an answer', String)
      await server.close()
      await new Promise(resolve => other.close(resolve))
      return text
    }

    t.match(await told('127.0.0.1'), /404/, 'spoken to, though it is no cache')
    t.match(await told('127.0.0.9'), /altnames/)
    t.match(await told('127.0.0.1', false), /certificate/)
    process.off('warning', listen)
    t.notOk(warnings.includes('DEP0123'), warnings.join())
  }
)

t.test('BuildGrid as the cache of several machines', { skip: noBuildGrid || noTls }, async t => {
  if (certificate === undefined) throw new Error('skipped')
  const { url, secureUrl } = await startBuildGrid(t, certificate)
  const [first, second] = [machine(t), machine(t)]
  // Larger than a batch: it goes as a stream.
  for (const game of [first, second]) game.write({ 'art/wall/wall.png': noisePng(1000, 900, 7) })
  const made = await first.buildWith(url)
  const taken = await second.buildWith(secureUrl)

  t.match(made.shared, { hits: 0, misses: 15, sent: 15, problem: undefined, refusal: undefined })
  t.match(taken.report.actions, { executed: 0, cached: 12 })
  t.match(taken.shared, { hits: 3, wrong: 0, late: 0 })
  t.ok(taken.shared.fetchedBytes > 2_000_000)
  t.same(second.outputs(), first.outputs())

  const server = await open(secureUrl)
  const bytes = Buffer.from('{}')
  const blob = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length }
  const { signal } = new AbortController()
  t.same(await server.missing([blob], signal), [blob])
  t.equal(await server.read(blob, signal), undefined)
  await t.rejects(server.write({ ...blob, sha256: '0'.repeat(64) }, bytes, signal), 'it looks at digests')
  await server.close()
  const stranger = await open(secureUrl, false)
  await t.rejects(stranger.readAction(blob, signal), /certificate/)
  await stranger.close()
})

t.test('bazel-remote as the cache of several machines, by either protocol', {
  skip: noBazelRemote
}, async t => {
  const { http, grpc } = await startBazelRemote(t)
  const games = [machine(t), machine(t), machine(t)] as const
  const urls = [grpc, http, grpc] as const
  // Larger than a batch: it goes as a stream.
  for (const game of games) game.write({ 'art/wall/wall.png': noisePng(1000, 900, 7) })
  const runs: Array<{ report: RunReport, shared: SharedCacheSummary }> = []
  for (const [index, game] of games.entries()) {
    // What has been made before is there; this is new.
    for (const other of games) other.write({ [`art/wall/${index}.png`]: noisePng(30, 30, index) })
    runs.push(await game.buildWith(urls[index]!))
    runs.push(await games[(index + 1) % 3]!.buildWith(urls[(index + 1) % 3]!))
  }
  for (const made of [0, 2, 4].map(index => runs[index]!)) {
    t.match(made.shared, { unsent: 0, wrong: 0, problem: undefined, refusal: undefined })
    t.ok(made.shared.sent >= 4)
  }
  for (const taken of [1, 3, 5].map(index => runs[index]!)) {
    t.match(taken.report.actions, { executed: 0, failed: 0 })
    t.match(taken.shared, { wrong: 0, late: 0, problem: undefined })
  }
  t.ok(runs[1]!.shared.fetchedBytes > 2_000_000)
  t.same(games[0].outputs(), games[2].outputs())
})

t.test('a server that is dead, fails or says nonsense costs a run nothing but its results', async t => {
  const expected = machine(t)
  await expected.build()
  const servers = {
    dead: 'http://127.0.0.1:9/',
    failing: await serve(t, (_request, response) => {
      response.writeHead(500).end('no')
    }),
    lying: await serve(t, (_request, response) => {
      response.end('<html>Sign in to the network</html>')
    }),
    full: await serve(t, (request, response) => {
      request.resume().once('end', () => {
        response.writeHead(request.method === 'PUT' ? 507 : 404).end()
      })
    })
  }
  for (const [name, url] of Object.entries(servers)) {
    const game = machine(t)
    const { report, shared } = await game.buildWith(url)

    t.equal(report.status, 'done', name)
    t.same(game.outputs(), expected.outputs(), name)
    t.match(shared, { hits: 0, problem: /./ }, name)
    t.ok((readRemoteState(game.home, shared.place).breaker?.openUntil ?? 0) > Date.now(), name)
  }
})

t.test('who may only read takes results, and is told once that none are taken', async t => {
  const url = await serve(t, (request, response) => {
    request.resume().once('end', () => {
      response.writeHead(request.method === 'PUT' ? 403 : 404).end()
    })
  })
  const { shared } = await machine(t).buildWith(url)

  t.match(shared, { refusal: /PUT .*: 403/, sent: 0, unsent: 0, misses: 10, problem: undefined })
})

t.test('a server that hangs is asked once, in the background, and later left alone', async t => {
  let asked = 0
  const url = await serve(t, () => {
    asked++
  })
  const game = machine(t, false)
  const first = await game.buildWith(url)
  const change = (seed: number): void => {
    game.write({ 'art/orc/orc-a.png': noisePng(40, 30, seed) })
  }
  change(99)
  const second = await game.buildWith(url)
  t.equal(asked, 1)
  change(98)
  const tried = await game.buildWith(url, { aheadMs: 60_000 })

  t.match(first.shared, { hits: 0, misses: 2, unsent: 10, problem: /no answer within \d+ ms/ })
  t.match(second, { report: { actions: { failed: 0 } }, shared: { unsent: 13, late: 0 } }, 'sent later')
  t.match([asked, tried.shared], [2, { hits: 0, late: 0, sent: 0 }])
})

t.test('while the first answer of a server is awaited, something is made', async t => {
  let answer = (): void => {}
  const begun = new Promise<void>(resolve => {
    answer = resolve
  })
  const url = await serve(t, (request, response) => {
    const end = (): unknown => response.writeHead(request.method === 'PUT' ? 201 : 404).end()
    request.resume().once('end', () => {
      begun.then(end, end)
    })
  })
  const game = machine(t, false)
  const { shared } = await game.buildWith(url, {
    emit: ({ type }) => {
      if (type === 'action-started') answer()
    }
  })

  t.match(shared, { sent: 10, problem: undefined })
})

t.test('a shard waits for its plan, also where answers are late, and says where there is none', async t => {
  const late: Array<() => void> = []
  const { url, kept } = await serveKept(t, () => 200, (method, name, end) => {
    // No answer in the time that a result is worth.
    if (method === 'GET' && kept.has(name) && late.push(end) === 1) setTimeout(end, 400)
    else end()
  })
  const { plan } = await machine(t).shards(url)
  const part = { index: 1, count: 2, plan }
  const impatient = machine(t, false)
  writeRemoteState(impatient.home, { place: url, patience: { meanMs: 1, deviationMs: 0 } })
  const { report } = await impatient.buildShard(url, part)

  t.ok(late.length > 0)
  t.match(report, { scanned: 2, hashed: 0, actions: { failed: 0 } }, 'its files came with it')
  await t.rejects(machine(t).buildShard('http://127.0.0.1:9/', part), {
    code: 'SHARD_PLAN_NOT_FETCHED',
    details: { place: 'http://127.0.0.1:9', reason: /nothing listens there/ }
  })
})

t.test('a shard sends what its node had made before, too', async t => {
  const { url } = await serveKept(t, () => 200)
  const [one, join] = [machine(t), machine(t)]
  await one.build()
  for (const game of [one, join]) game.write({ 'art/orc/orc-a.png': noisePng(40, 30, 99) })
  const { shared } = await one.buildShard(url, ['units/orc', 'units/elf'])
  const { report } = await join.buildWith(url)

  t.match(shared, { unsent: 0, problem: undefined })
  t.match(report.actions, { executed: 0, cached: 8 })
})

t.test('whoever planned waits for what shards have made as long as making it takes', async t => {
  let isSlow = false
  const { url, kept } = await serveKept(t, () => 200, (method, name, end) => {
    // Longer than anybody waits for a result that may not be there, and for its bytes.
    if (isSlow && method === 'GET' && kept.has(name)) setTimeout(end, name.includes('/ac/') ? 400 : 2500)
    else end()
  })
  const impatient = { place: url, patience: { meanMs: 1, deviationMs: 0 } }
  const join = machine(t, false)
  const { plan } = await join.shards(url)
  for (const index of [1, 2]) await machine(t).buildShard(url, { index, count: 2, plan })
  const states = new RunStateStore(join.home, realpathSync(join.folder))
  const noted = states.readShards()
  // Sets that take longer than these small ones.
  states.writeShards({ makingMs: 5000 })
  const stranger = machine(t, false)
  for (const { home } of [join, stranger]) writeRemoteState(home, impatient)
  isSlow = true
  const joined = await join.buildWith(url)
  const made = await stranger.buildWith(url)

  t.type(noted?.makingMs, 'number')
  t.match(joined, { report: { actions: { executed: 0, cached: 8 } }, shared: { late: 0 } })
  t.ok(made.report.actions.executed > 0, 'others do not')
  t.same(join.outputs(), stranger.outputs())
  t.equal(states.readShards(), undefined, 'once')
})

t.test('who plans the next push leaves sets with the shards that had them', async t => {
  const { url } = await serveKept(t, () => 200)
  const look = machine(t)
  const sets = async (): Promise<string[][]> => (await look.shards(url)).shards.map(shard => shard.sets)
  const before = await sets()
  // The smaller set is the larger one now, and would come first.
  const [, [smaller = '']] = before as [string[], string[]]
  const name = smaller.replace('units/', '')
  look.write({ [`art/${name}/${name}-a.png`]: noisePng(41, 31, 5) })

  t.same(await sets(), before)
})

// What nginx says without room: 500 where a body or its place cannot be written, 507 from WebDAV (ngx_http_dav_error).
t.test('a cache that fills up under a shard takes no more, and whoever joins makes the rest', async t => {
  const whole = machine(t)
  await whole.build()
  for (const status of [500, 507]) {
    let room = Infinity
    const { url } = await serveKept(t, () => room-- > 0 ? 200 : status)
    const { plan } = await machine(t).shards(url)
    room = 3
    const shard = await machine(t).buildShard(url, { index: 1, count: 2, plan })
    const join = machine(t)
    const joined = await join.buildWith(url)

    t.match(shard, { report: { actions: { executed: 5, failed: 0 } } })
    t.match(shard.shared, { problem: new RegExp(`^PUT /(cas|ac/): ${status}$`), refusal: undefined })
    t.equal(shard.shared.sent + shard.shared.unsent, 6, 'each of them is told of')
    t.match(joined, { report: { status: 'done', actions: { failed: 0 } }, shared: { wrong: 0 } })
    t.same(join.outputs(), whole.outputs())
  }
})

t.test('what could not be sent, the agent sends, or a later run', async t => {
  let isFull = true
  const { url } = await serveKept(t, () => isFull ? 507 : 200)
  const game = machine(t)
  const first = await game.buildWith(url)
  const server = await open(url)
  const outbox = (aheadMs: number): Parameters<typeof sendUnsent>[0] => ({
    home: game.home,
    place: server.place,
    openServer: async () => server,
    now: () => Date.now() + aheadMs,
    signal: new AbortController().signal
  })
  const left = await sendUnsent(outbox(0))
  isFull = false
  const handed = await sendUnsent(outbox(60_000))
  game.write({ 'art/orc/orc-a.png': noisePng(40, 30, 98) })
  const second = await game.buildWith(url, { aheadMs: 60_000 })
  const taken = await machine(t).buildWith(url)

  t.match(first.shared, { unsent: 10, problem: 'PUT /cas: 507' })
  t.equal(left, undefined, 'the server is left alone')
  t.match(handed, { unsent: 0, sent: 10 })
  t.equal(await sendUnsent(outbox(60_000)), undefined, 'once')
  t.match(second.shared, { unsent: 0, sent: 3 })
  t.match(taken.report.actions, { executed: 0 }, 'also what the first run had made')
})
