// Takes 7 s.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { S3ServiceException } from '@aws-sdk/client-s3'
import t from 'tap'
import type { Test } from 'tap'
import { Refused } from '../../cache/remote/cache-server.js'
import { sha256OfFile } from '../../files/streamed-digest.js'
import { davLocation, noNginx, startNginx } from '../testing/nginx.js'
import { Bucket } from './bucket.js'
import { cacheInStore } from './cache-in-store.js'
import { folderStore } from './folder-store.js'
import { httpStore } from './http-store.js'
import { openStore } from './open-store.js'
import { parseS3Address } from './s3-address.js'
import type { ObjectStore, StoredFile, StoredObject } from './object-store.js'

const signal = new AbortController().signal
const bytes = (text: string): { bytes: Buffer } => ({ bytes: Buffer.from(text) })

function file (folder: string, name: string, content: string | Buffer): StoredFile {
  const path = join(folder, name)
  writeFileSync(path, content)
  return {
    path,
    sha256: createHash('sha256').update(content).digest('hex'),
    sizeBytes: Buffer.byteLength(content)
  }
}

async function listed (store: ObjectStore, folder: string): Promise<StoredObject[]> {
  const found: StoredObject[] = []
  for await (const each of store.list(folder, signal)) found.push(each)
  return found.sort((a, b) => a.name < b.name ? -1 : 1)
}

interface Opened {
  store: ObjectStore
  /** The file that an object is kept in, for damaging it. */
  kept: (name: string) => string
}

const [accessKeyId, secretAccessKey] = ['S3RVER', 'S3RVER']
/** A real server of the protocol: s3rver 4, as 20 Minutes keeps it. */
const S3rver: new(options: object) => { run: () => Promise<AddressInfo>, close: () => Promise<void> } =
  createRequire(import.meta.url)('@20minutes/s3rver')

async function bucket (t: Test, folder: string): Promise<Opened> {
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    // It reckons the signature of a list otherwise than the official client; the one below is strict.
    allowMismatchedSignatures: true,
    directory: folder,
    configureBuckets: [{ name: 'games' }]
  })
  const { port } = await server.run()
  t.teardown(async () => {
    await server.close()
  })
  const address = `s3://games/dk?region=us-east-1&endpoint=http://127.0.0.1:${port}`
  const environment = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
  return {
    store: await openStore(address, undefined, { environment, cwd: folder }),
    kept: name => join(folder, 'games/dk', `${name}._S3rver_object`)
  }
}

const kinds: Record<string, { skip: string | false, open: (t: Test, folder: string) => Promise<Opened> }> = {
  folder: {
    skip: false,
    open: async (_t, folder) => ({ store: folderStore(folder), kept: name => join(folder, name) })
  },
  nginx: {
    skip: noNginx,
    open: async (t, folder) => ({
      store: httpStore({ url: (await startNginx(t, folder)).url }),
      kept: name => join(folder, name)
    })
  },
  'a bucket': { skip: false, open: bucket }
}

for (const [kind, { skip, open }] of Object.entries(kinds)) {
  t.test(
    `a store in ${kind === 'folder' ? 'a folder' : kind} keeps what every store has to`,
    { skip },
    async t => {
      const folder = t.testdir()
      const { store, kept } = await open(t, join(folder, 'served'))
      t.teardown(async () => {
        await store.close()
      })

      await t.test('what never changes is put once, and never over other bytes', async t => {
        const apk = file(folder, 'a.apk', 'one')
        t.equal(await store.putIfAbsent('r/应用宝 a[1]+.apk', apk, signal), 'written')
        t.equal(await store.putIfAbsent('r/应用宝 a[1]+.apk', apk, signal), 'kept')
        await t.rejects(store.putIfAbsent('r/应用宝 a[1]+.apk', bytes('two'), signal), {
          code: 'RELEASE_PUBLISHED_DIFFERS',
          details: { file: 'r/应用宝 a[1]+.apk', expected: createHash('sha256').update('two').digest('hex') }
        })
        t.equal(String(await store.read('r/应用宝 a[1]+.apk', signal)), 'one')
      })

      await t.test('a file that is no longer what was recorded leaves nothing behind', async t => {
        for (const size of [10, 3_000_000]) {
          const changed = { ...file(folder, 'changed', 'x'.repeat(size)), sha256: 'ab'.repeat(32) }
          await t.rejects(store.put(`r/changed-${size}`, changed, signal), {
            code: /RELEASE_ARTIFACT_CHANGED|RELEASE_PUBLISHER_FAILED/
          })
          t.equal(await store.find(`r/changed-${size}`, signal), undefined)
        }
      })

      await t.test('a name that its content decides is put right when it was damaged', async t => {
        const large = file(folder, 'large', Buffer.alloc(3_000_000, 7))
        await store.put('objects/large', large, signal)
        writeFileSync(kept('objects/large'), 'damaged')
        await store.put('objects/large', large, signal)
        t.same(await store.find('objects/large', signal), { sizeBytes: 3_000_000 })
      })

      await t.test('a file larger than what is held in memory arrives, and comes back', async t => {
        const large = file(folder, 'larger', Buffer.alloc(17 * 1024 * 1024, 'x'))
        await store.put('objects/larger', large, signal)
        t.ok(await store.fetch('objects/larger', join(folder, 'back'), signal))
        t.equal(await sha256OfFile(join(folder, 'back')), large.sha256)
        t.notOk(await store.fetch('objects/none', join(folder, 'none'), signal))
        const piece = await store.open('objects/larger', { start: 7, end: 1_000_006 }, signal)
        t.same(await buffer(piece!), Buffer.alloc(1_000_000, 'x'), 'or a piece of it')
        t.equal(await store.open('objects/none', undefined, signal), undefined)
      })

      await t.test('documents are replaced, read and removed', async t => {
        t.equal(await store.read('current/live.json', signal), undefined)
        await store.replace('current/live.json', '{"a":1}', signal)
        await store.replace('current/live.json', '{"a":2}', signal)
        t.equal(String(await store.read('current/live.json', signal)), '{"a":2}')
        await store.remove('current/live.json', signal)
        await store.remove('current/live.json', signal)
        t.equal(await store.find('current/live.json', signal), undefined)
        t.equal(
          await store.find('current', signal).catch(() => undefined),
          undefined,
          'a folder is no object'
        )
      })

      await t.test('the same bytes get another name without being sent, and never over another', async t => {
        await store.put('objects/aa', bytes('aa'), signal)
        t.ok(await store.copy('objects/aa', 'objects/bb', signal))
        t.equal(String(await store.read('objects/bb', signal)), 'aa')
        t.equal(
          await store.copy('objects/aa', 'named/a.txt', signal),
          kind !== 'nginx',
          'nginx makes no folder'
        )
        await store.put('content/one/中 文/b.txt', bytes('b'), signal)
        await store.put('content/one/a.txt', bytes('a'), signal)
        if (store.copyFolder === undefined) return
        t.ok(await store.copyFolder('content/one', 'content/two', signal))
        t.equal(String(await store.read('content/two/中 文/b.txt', signal)), 'b')
        await store.put('content/two/new.txt', bytes('new'), signal)
        t.notOk(await store.copyFolder('content/one', 'content/two', signal), 'that name is taken')
        t.equal(String(await store.read('content/two/new.txt', signal)), 'new')
        t.notOk(await store.copyFolder('content/none', 'content/three', signal), 'there is nothing to copy')
      })

      await t.test('names are told, or it is said that they cannot be', async t => {
        await store.put('names/a/b.txt', bytes('12'), signal)
        await store.put('names/c.txt', bytes('3'), signal)
        if (kind === 'nginx') {
          await t.rejects(listed(store, 'names'), { code: 'RELEASE_STORE_CANNOT_LIST' })
        } else {
          t.same(await listed(store, 'names'), [{ name: 'names/a/b.txt', sizeBytes: 2 }, {
            name: 'names/c.txt',
            sizeBytes: 1
          }])
          t.same(await listed(store, 'nothing'), [])
        }
      })
    }
  )
}

t.test('of nginx that lists folders as JSON names are told', { skip: noNginx }, async t => {
  const served = t.testdir({ 'a b': { '图[1].txt': '12', none: {} }, page: { 'index.html': '<p>' } })
  await t.test('as they are', async t => {
    const location = `${davLocation(served)} autoindex on; autoindex_format json;`
    const store = httpStore({ url: (await startNginx(t, served, undefined, location)).url })
    t.teardown(async () => {
      await store.close()
    })
    t.same(await listed(store, 'a b'), [{ name: 'a b/图[1].txt', sizeBytes: 2 }])
    t.same(await listed(store, 'nothing'), [])
    await t.rejects(listed(store, 'page'), { code: 'RELEASE_STORE_CANNOT_LIST' }, 'it shows a page')
  })
})

t.test('addresses of buckets say where, and whose words are taken', t => {
  const oss = parseS3Address('oss://games/a/b/?region=cn-hangzhou', {
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'id',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'canary'
  })
  t.match(oss, {
    bucket: 'games',
    prefix: 'a/b/',
    // The protocol of S3 is at s3.oss-REGION, with the bucket in the host name.
    endpoint: 'https://s3.oss-cn-hangzhou.aliyuncs.com',
    isPathStyle: false,
    credentials: { accessKeyId: 'id', secretAccessKey: 'canary' },
    place: 'oss://games/a/b'
  })
  t.equal(parseS3Address('s3://games', {}).credentials, undefined, 'then the client asks files and the role')
  for (
    const wrong of [
      'oss://games',
      's3://id:secret@games/',
      's3://games?regoin=x',
      's3://games?region=a/b',
      's3://games?endpoint=ftp://x'
    ]
  ) {
    t.throws(() => parseS3Address(wrong, {}), { code: 'RELEASE_STORE_ADDRESS' }, wrong)
  }
  t.end()
})

t.test('a bucket that refuses says why, without the key', async t => {
  const folder = t.testdir()
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder })
  const { port } = await server.run()
  t.teardown(async () => {
    await server.close()
  })
  const environment = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: 'canary' }
  const refused = await openStore(`s3://games?endpoint=http://127.0.0.1:${port}`, undefined, {
    environment,
    cwd: '/'
  })
  const error = await refused.put('a', bytes('a'), signal).then(() => undefined, (thrown: unknown) => thrown)
  t.match(error, { code: 'RELEASE_PUBLISHER_FAILED', details: { reason: /403|404/ } })
  t.notMatch(JSON.stringify([error, error instanceof Error && error.stack]), /canary/)
  await refused.close()
})

/**
 * What PutObject answers to If-None-Match: 412 where the key is there (as moto 5.2.1 said it, which honours it
 * for uploads in parts, too), 409 where another upload is under way and the client has to try again (Amazon's
 * API reference), 501 of services that know no conditions, Aliyun's among them. s3rver ignores it.
 */
const refusals: Readonly<Record<number, [code: string, message: string]>> = {
  409: ['ConditionalRequestConflict', 'A conflicting operation occurred during the upload'],
  412: ['PreconditionFailed', 'At least one of the pre-conditions you specified did not hold'],
  500: ['InternalError', 'We encountered an internal error. Please try again.'],
  501: ['NotImplemented', 'A header you provided implies functionality that is not implemented'],
  503: ['SlowDown', 'Please reduce your request rate.']
}

/** A bucket that gives `answers` to conditional PUTs, one after the other, and then takes them. */
async function conditionalBucket (
  t: Test
): Promise<{ store: ObjectStore, answers: number[], conditions: string[] }> {
  const objects = new Map<string, Buffer>()
  const answers: number[] = []
  const conditions: string[] = []
  const server = createServer((request, response) => {
    const name = String(request.url).split('?')[0]!
    buffer(request)
      .then(body => {
        if (request.method !== 'PUT') {
          return response.writeHead(objects.has(name) ? 200 : 404).end(objects.get(name))
        }
        const condition = request.headers['if-none-match']
        conditions.push(condition ?? 'none')
        const status = condition === undefined ? undefined : answers.shift()
        if (status === 412) objects.set(name, Buffer.from('first'))
        if (status !== undefined) {
          return response
            .writeHead(status, { 'content-type': 'application/xml' })
            .end(`<?xml version="1.0" encoding="utf-8"?>
<Error><Code>${refusals[status]?.[0]}</Code><Message>${refusals[status]?.[1]}</Message></Error>`)
        }
        objects.set(name, body)
        return response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` }).end()
      })
      .catch(() => {
        response.destroy()
      })
  })
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `s3://games?endpoint=http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const environment = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }
  const store = await openStore(address, undefined, { environment, cwd: '/' })
  t.teardown(async () => {
    await store.close()
    server.close()
  })
  return { store, answers, conditions }
}

t.test('in a bucket that takes conditions nobody writes over what came first', async t => {
  const { store, answers, conditions } = await conditionalBucket(t)
  answers.push(412, 412)
  t.equal(await store.putIfAbsent('r/a', bytes('first'), signal), 'kept', 'somebody else put the same')
  await t.rejects(store.putIfAbsent('r/b', bytes('other'), signal), { code: 'RELEASE_PUBLISHED_DIFFERS' })
  t.equal(String(await store.read('r/b', signal)), 'first')

  answers.push(409)
  t.equal(await store.putIfAbsent('r/c', bytes('c'), signal), 'written')
  answers.push(409, 409, 409, 409)
  await t.rejects(store.putIfAbsent('r/d', bytes('d'), signal), {
    code: 'RELEASE_PUBLISHER_FAILED',
    details: { reason: /409 ConditionalRequestConflict/ }
  })
  t.ok(conditions.every(each => each === '*'))

  for (const size of [5, 3_000_000]) {
    answers.push(500, 503)
    const sent = file(t.testdir({}), 'sent', Buffer.alloc(size, 's'))
    t.equal(await store.putIfAbsent(`r/${size}`, sent, signal), 'written', 'a file is sent again after a 500')
    t.equal((await store.read(`r/${size}`, signal))?.length, size)
  }

  answers.push(501)
  t.equal(await store.putIfAbsent('r/e', bytes('e'), signal), 'written')
  t.same(conditions.slice(-2), ['*', 'none'], 'and where there are no conditions, without')
})

/**
 * Nobody here has spoken to Aliyun. Its pages "Accessing OSS with the AWS SDK" (the bucket in the host name, no
 * body in chunks of its own) and "Prevent objects from being overwritten" (the header, and FileAlreadyExists)
 * say what it takes.
 */
t.test('requests to Aliyun are such as its documentation says', async t => {
  const asked: Array<{ hostname: string, headers: Record<string, string>, body?: unknown }> = []
  const environment = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' }
  const address = parseS3Address('oss://games/dk?region=cn-hangzhou', environment)
  const bucket = new Bucket(address)
  bucket.client.middlewareStack.add(() => async args => {
    const request = args.request as typeof asked[number]
    asked.push(request)
    if (asked.length > 1) {
      const exists = {
        name: 'FileAlreadyExists',
        $fault: 'client' as const,
        $metadata: { httpStatusCode: 409 }
      }
      throw new S3ServiceException({ ...exists, message: 'The object you specified already exists.' })
    }
    const etag = createHash('md5').update('apk').digest('hex').toUpperCase()
    return { response: {}, output: { $metadata: {}, ETag: `"${etag}"` } }
  }, { step: 'finalizeRequest', priority: 'low' })
  t.ok(
    await bucket.putNew(
      'r/应用宝.apk',
      bytes('apk'),
      { CacheControl: 'no-cache', ContentType: 'a/b' },
      signal
    )
  )
  const [{ hostname, headers } = { hostname: '', headers: {} }] = asked
  t.equal(hostname, 'games.s3.oss-cn-hangzhou.aliyuncs.com')
  t.match(headers, {
    'x-oss-forbid-overwrite': 'true',
    'cache-control': 'no-cache',
    'content-length': '3',
    'content-md5': createHash('md5').update('apk').digest('base64'),
    'x-amz-content-sha256': /^([0-9a-f]{64}|UNSIGNED-PAYLOAD)$/,
    authorization: /Credential=id\/\d{8}\/cn-hangzhou\/s3\/aws4_request, .*x-oss-forbid-overwrite/
  })
  for (const name of ['if-none-match', 'transfer-encoding', 'content-encoding']) {
    t.notOk(name in headers, name)
  }
  t.notOk(
    await bucket.putNew('r/b', bytes('b'), { CacheControl: '', ContentType: '' }, signal),
    'it is there'
  )
})

t.test('without keys in the environment Aliyun gets those of its own files, never those of Amazon', async t => {
  const folder = t.testdir({
    credentials: '[default]\ntype = access_key\naccess_key_id = of-file\naccess_key_secret = canary\n'
  })
  const held = { ...process.env }
  t.teardown(() => {
    process.env = held
  })
  Object.assign(process.env, {
    ALIBABA_CLOUD_CREDENTIALS_FILE: join(folder, 'credentials'),
    ALIBABA_CLOUD_CLI_PROFILE_DISABLED: 'true',
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'of-amazon',
    AWS_SECRET_ACCESS_KEY: 'canary'
  })
  const open = (): Bucket => new Bucket(parseS3Address('oss://games?region=cn-hangzhou', {}))
  t.match(await open().client.config.credentials(), { accessKeyId: 'of-file', sessionToken: undefined })
  writeFileSync(join(folder, 'credentials'), '')
  const headers = { CacheControl: '', ContentType: '' }
  await t.rejects(open().put('a', bytes('a'), headers, signal), {
    code: 'RELEASE_PUBLISHER_FAILED',
    details: { reason: /unable to get credentials/ }
  })
})

t.test('what a killed process left on the way is under no name of the store, and goes away', async t => {
  const folder = t.testdir()
  mkdirSync(join(folder, '.arriving'))
  writeFileSync(join(folder, '.arriving/half'), 'ha')
  utimesSync(join(folder, '.arriving/half'), 1, 1)
  const store = folderStore(folder)
  await store.putIfAbsent('a.txt', bytes('a'), signal)
  t.same((await listed(store, '')).map(({ name }) => name), ['a.txt'])
  await store.close()
  t.same(readdirSync(join(folder, '.arriving')), [])
})

t.test('a bucket is a shared cache: results, blobs, what is not there, a key that may not write', async t => {
  const { store } = await bucket(t, t.testdir())
  const cache = cacheInStore(store)
  const content = Buffer.from('page')
  const blob = { sha256: createHash('sha256').update(content).digest('hex'), size: 4 }
  const action = { sha256: 'a'.repeat(64), size: 9 }

  t.same(await cache.missing([blob], signal), [blob])
  t.equal(await cache.read(blob, signal), undefined)
  t.equal(await cache.readAction(action, signal), undefined)
  await cache.write(blob, content, signal)
  await cache.writeAction(action, Buffer.from('result'), signal)
  t.same(await cache.missing([blob], signal), [])
  t.same(await cache.read(blob, signal), content)
  t.same(await cache.readAction(action, signal), Buffer.from('result'))
  await cache.close()

  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>')
  })
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const environment = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
  const closed = await openStore(`s3://games/dk?endpoint=${endpoint}`, undefined, { environment, cwd: '/' })
  const refusal: unknown = await cacheInStore(closed).write(blob, content, signal).catch((error: unknown) =>
    error
  )
  t.ok(refusal instanceof Refused, String(refusal))
  await closed.close()
})
