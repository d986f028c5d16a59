import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { ByteBudget } from '../../byte-budget.js'
import { ActionCache } from '../../cache/action-cache.js'
import { ContentStore } from '../../cache/content-store.js'
import type { Baseline } from '../../config/baseline-schema.js'
import { phrase } from '../../messages/phrase.js'
import { english } from '../../messages/testing/english.js'
import { inspectBaseline } from '../baseline.js'
import { EntryEncoder } from '../entry-encoder.js'
import { FileDigests } from '../file-digests.js'
import type { EntryChange } from '../entry-change.js'
import type { BaselinePlan } from '../row-plan.js'
import { withBlock } from '../testing/signed-apk.js'
import { manifestOf } from '../testing/made-manifest.js'
import { readBytes, temporaryFolder, unzipped, zipOf } from '../testing/zips.js'
import type { SignedApk } from './apk-signer.js'
import type { SignJob } from './signer-command.js'
import { ApkMaker } from './make-apk.js'
import type { MadePackage } from './make-apk.js'

const { signal } = new AbortController()
const unsigned = zipOf({
  'AndroidManifest.xml': manifestOf(),
  'META-INF/MANIFEST.MF': Buffer.from('old'),
  'META-INF/CERT.RSA': Buffer.from('old'),
  'META-INF/services/x': Buffer.from('kept'),
  'assets/a.txt': Buffer.from('a'.repeat(500))
})

/** Makes packages of one baseline, with a signer that only adds a block. */
async function workshop (t: Test, base: Buffer, type: Baseline['type'] = 'apk') {
  const folder = temporaryFolder(t)
  for (const [name, bytes] of [['base', base], ['store.jks', 'key'], ['password', 'secret']] as const) {
    writeFileSync(join(folder, name), bytes)
  }
  const signed: SignJob[] = []
  const measured: Array<[work: string, hasBytes: boolean]> = []
  const sign = async (job: SignJob): Promise<SignedApk> => {
    signed.push(job)
    if (job.label === 'refused') throw new Error('refused')
    writeFileSync(job.output, withBlock(undefined, '', readFileSync(job.input)))
    return job.label === 'late' ? { expired: '2020-01-01T00:00:00Z' } : {}
  }
  const store = new ContentStore(join(folder, 'cas'))
  const cache = new ActionCache(join(folder, 'ac'))
  const memory = new ByteBudget(2 ** 40)
  const baseline = await inspectBaseline(
    'base',
    { type, path: 'base' },
    folder,
    new FileDigests(join(folder, 'digests'), Date.now)
  )
  const maker = (): ApkMaker =>
    new ApkMaker({
      project: folder,
      environment: {},
      signings: {
        formal: { keystore: 'file:store.jks', alias: 'release', password: 'file:password', schemes: ['v2'] }
      },
      tools: { requireApk: () => ({ sign }) } as never,
      encoder: new EntryEncoder(cache, store),
      store,
      cache,
      memory,
      signal,
      now: Date.now,
      measured: (work, bytes) => {
        measured.push([work, bytes > 0])
      },
      logs: join(folder, 'logs'),
      hardened: () => {}
    })
  const plan = (
    given: Partial<Omit<BaselinePlan, 'row'>> & { signing?: string, id?: string }
  ): BaselinePlan => {
    const { signing, id = 'row', ...rest } = given
    return {
      row: { id, definition: { channelForms: ['walle'] }, ...signing !== undefined && { signing } },
      way: 'repack',
      baseKey: 'ab'.repeat(32),
      inputs: { kind: 'package-base', version: 1, options: {}, inputs: [] },
      baseline,
      changes: new Map<string, EntryChange>([['new.txt', { way: 'bytes', bytes: Buffer.from('new') }]]),
      ...rest
    } as BaselinePlan
  }
  const path = (name: string): string => join(folder, name)
  const read = (name: string): Buffer => readFileSync(path(name))
  const check = (made: MadePackage, name: string): Buffer => {
    t.equal(
      made.sha256,
      createHash('sha256').update(read(name)).digest('hex'),
      'the digest is that of the file'
    )
    t.equal(made.size, read(name).length)
    return read(name)
  }
  const left = (): string[] => readdirSync(folder).filter(name => /unsigned|unstamped/.test(name))
  return { folder, signed, measured, store, cache, memory, maker, plan, path, check, left }
}

const none = new Map<string, EntryChange>()
const ipa = { 'Payload/G.app/Info.plist': Buffer.from('<plist version="1.0"><dict/></plist>') }

t.test('a baseline is copied as it is, with the signature that it has', async t => {
  const cases: Array<[bytes: Buffer, type: Baseline['type'], made: Partial<MadePackage>]> = [
    [withBlock(), 'apk', { signature: 'signed' }],
    [unsigned, 'apk', { signature: 'signed' }],
    [zipOf({ 'AndroidManifest.xml': manifestOf() }), 'apk', {
      signature: 'unsigned',
      unsignedReason: phrase('row.unsignedBaseline')
    }],
    [zipOf({ a: Buffer.from('a') }), 'zip', { signature: 'none' }],
    [zipOf({ ...ipa, 'Payload/G.app/_CodeSignature/CodeResources': Buffer.from('x') }), 'ipa', {
      signature: 'signed'
    }],
    [zipOf({ ...ipa, 'Payload/G.app/x/_CodeSignature/CodeResources': Buffer.from('x') }), 'ipa', {
      signature: 'unsigned'
    }],
    [zipOf({ ...ipa, 'x/Payload/G.app/_CodeSignature/CodeResources': Buffer.from('x') }), 'ipa', {
      signature: 'unsigned'
    }]
  ]
  for (const [bytes, type, expected] of cases) {
    const { maker, plan, path, check } = await workshop(t, bytes, type)
    const made = await maker().make(plan({ way: 'copy', changes: none }), path('out'), false)
    t.match(made, expected)
    t.equal('unsignedReason' in made, made.signature === 'unsigned')
    t.ok(check(made, 'out').equals(bytes))
    await t.rejects(maker().make(plan({ way: 'copy', changes: none }), path('out'), false), {
      code: 'EEXIST'
    })
  }
})

t.test('a stamp goes on the baseline itself', async t => {
  const { maker, plan, path, check, signed } = await workshop(t, withBlock())
  const apks = maker()
  const stamp = async (channel: string): Promise<Buffer> => {
    const made = await apks.make(
      plan({ way: 'stamp', changes: none, stamp: { channel } }),
      path(channel),
      false
    )
    t.match(made, { signature: 'signed' })
    return check(made, channel)
  }
  t.notOk((await stamp('one')).equals(await stamp('two')))
  t.ok(existsSync(path('base')))
  t.same(signed, [])
})

t.test('without a signing the changed APK is unsigned, and says so; an old signature goes', async t => {
  const { maker, plan, path, check, folder } = await workshop(t, unsigned)
  const made = await maker().make(plan({}), path('out'), false)
  t.match(english(made), { signature: 'unsigned', unsignedReason: 'no signing is named for it' })
  const bytes = check(made, 'out')
  t.same(Object.keys(unzipped(bytes)).sort(), [
    'AndroidManifest.xml',
    'META-INF/services/x',
    'assets/a.txt',
    'new.txt'
  ])
  t.equal((await readBytes(folder, bytes)).entries.length, 4)
  const own = new Map<string, EntryChange>([['META-INF/CERT.RSA', {
    way: 'bytes',
    bytes: Buffer.from('own')
  }]])
  await maker().make(plan({ changes: own }), path('own'), false)
  t.equal(Buffer.from(unzipped(readFileSync(path('own')))['META-INF/CERT.RSA'] ?? []).toString(), 'own')
})

t.test('with one it is signed, then stamped; nothing else is left', async t => {
  const { maker, plan, path, check, signed, left } = await workshop(t, unsigned)
  const made = await maker().make(plan({ signing: 'formal' }), path('out'), false)
  t.same(made.signature, 'signed')
  check(made, 'out')
  t.match(signed, [{
    input: path('out.unsigned'),
    output: path('out'),
    key: { file: path('store.jks'), alias: 'release', password: 'secret', keyPassword: 'secret' },
    schemes: ['v2'],
    signing: 'formal',
    label: 'row'
  }])
  const stamped = await maker().make(
    plan({ signing: 'formal', stamp: { channel: 'c' } }),
    path('stamped'),
    false
  )
  t.match(stamped, { signature: 'signed' })
  check(stamped, 'stamped')
  t.equal(signed[1]?.output, path('stamped.unstamped'))
  await t.rejects(maker().make(plan({ signing: 'formal', id: 'refused' }), path('no'), false), {
    message: 'refused'
  })
  await t.rejects(
    maker().make(plan({ signing: 'gone' }), path('no-key'), false),
    /packages\.signing has no gone/
  )
  t.same(left(), [])
})

t.test('what rows share is made once, and found again by the next build while it is whole', async t => {
  const { maker, plan, path, check, signed, store, cache } = await workshop(t, unsigned)
  const shared = plan({ signing: 'formal' })
  const build = async (run: string): Promise<Buffer[]> => {
    const apks = maker()
    const channels = ['one', 'two']
    return await Promise.all(channels.map(async channel => {
      const made = await apks.make({ ...shared, stamp: { channel } }, path(run + channel), true)
      return check(made, run + channel)
    }))
  }
  const first = await build('a')
  t.equal(signed.length, 1)
  t.same(await build('b'), first)
  t.equal(signed.length, 1, 'the store has it')
  const plain = await maker().make(shared, path('plain'), true)
  t.match(plain, { signature: 'signed' })
  check(plain, 'plain')

  const record = cache.get(shared.baseKey)
  const blob = record?.blobs.apk
  if (record === undefined || blob === undefined) throw new Error('nothing is kept')
  t.match(record, { value: 'signed', durationMs: 0, inputs: { kind: 'package-base' } })
  cache.put(shared.baseKey, { ...record, value: 'something' })
  await build('c')
  t.equal(signed.length, 2, 'a record of something else')
  writeFileSync(store.temporary(), '')
  cache.put(shared.baseKey, { ...record, blobs: {} })
  await build('d')
  t.equal(signed.length, 3, 'a record without its bytes')
  cache.put(shared.baseKey, { ...record, blobs: { apk: { ...blob, sha256: 'cd'.repeat(32) } } })
  await build('e')
  t.equal(signed.length, 4, 'bytes that are gone')
})
