// Takes 10 s.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import t from 'tap'
import type { Test } from 'tap'
import { davLocation, noNginx, startNginx } from '../testing/nginx.js'
import { commandPublisher } from './command-publisher.js'
import { folderStore } from '../store/folder-store.js'
import { httpStore } from '../store/http-store.js'
import { hotUpdateFiles } from './hot-update-files.js'
import { filesOf } from './publisher.js'
import type { Delivery, Publisher, PublishFile } from './publisher.js'
import type { ShownTarget } from './shown-target.js'
import { storePublisher } from './store-publisher.js'

const signal = new AbortController().signal
const folderPublisher = (folder: string): Publisher => storePublisher(folderStore(folder))
const httpPublisher = (options: Parameters<typeof httpStore>[0]): Publisher =>
  storePublisher(httpStore(options))
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

async function deliver (
  t: Test,
  release = '1.0-1',
  content = 'one'
): Promise<{ delivery: Delivery, folder: string, from: string }> {
  const folder = t.testdir({
    from: { android: { '应用宝 a.apk': content, 'b.apk': 'b' } },
    hot: {
      content: { ab: { abc: 'asset' } },
      'project.manifest': `p ${content}`,
      'version.manifest': JSON.stringify({
        version: '1.0.0.1',
        remoteVersionUrl: `https://cdn/${content}/v`
      }),
      '1.0.0.1': { 'project.manifest': 'old' }
    }
  })
  const from = join(folder, 'from')
  const artifacts = [{ name: 'android/应用宝 a.apk', sizeBytes: content.length, sha256: sha256(content) }, {
    name: 'android/b.apk',
    sizeBytes: 1,
    sha256: sha256('b')
  }]
  return {
    folder,
    from,
    delivery: {
      project: 'dk',
      release,
      target: 'live',
      files: await filesOf(from, artifacts),
      hotUpdate: (await hotUpdateFiles(join(folder, 'hot'), 'live', '1.0')).files
    }
  }
}

t.test('files must be those that were recorded', async t => {
  const { from } = await deliver(t)
  await t.rejects(filesOf(from, [{ name: 'android/b.apk', sizeBytes: 1, sha256: sha256('c') }]), {
    code: 'RELEASE_ARTIFACT_CHANGED'
  })
  await t.rejects(filesOf(from, [{ name: 'android/c.apk', sizeBytes: 1, sha256: '' }]), {
    code: 'RELEASE_ARTIFACT_MISSING'
  })
  for (const name of ['../x', '/etc/passwd', 'a/../../x', 'a//b', '', 'a\\b', './a']) {
    await t.rejects(
      filesOf(from, [{ name, sizeBytes: 1, sha256: '' }]),
      { code: 'RELEASE_ARTIFACT_NAME' },
      name
    )
  }
})

t.test('of a hot update nothing arrives that clients ask for', async t => {
  const { delivery, folder } = await deliver(t)
  t.same(delivery.hotUpdate.map(({ name, isReplaced }) => `${name} ${isReplaced}`), [
    'live/1.0.0.1/project.manifest false',
    'live/content/ab/abc false',
    'live/1.0/versions/1.0.0.1/project.manifest false',
    'live/1.0/versions/1.0.0.1/version.manifest false'
  ])
  t.match((await hotUpdateFiles(join(folder, 'hot'), 'live', '1.0.0')).update, {
    version: '1.0.0.1',
    from: 'live/1.0/versions/1.0.0.1',
    url: 'https://cdn/one/'
  })
})

/** What is shown of `delivery` for players of 1.0. */
function shownOf ({ project, release, target }: Delivery, number = 1): ShownTarget {
  const line = { version: '1.0.0.1', digest: 'd', from: 'live/1.0/versions/1.0.0.1' }
  return {
    project,
    target,
    number,
    release,
    packages: `releases/${release}/${target}`,
    lines: { 'live/1.0': line, live: line }
  }
}

t.test('a folder shows nothing that is not delivered, and goes on after a kill', async t => {
  const { delivery, folder } = await deliver(t)
  const to = join(folder, 'www')
  // What a killed run left: a whole file, and the link to the release before.
  mkdirSync(join(to, 'releases/1.0-1/live/android'), { recursive: true })
  writeFileSync(join(to, 'releases/1.0-1/live/android/b.apk'), 'b')
  mkdirSync(join(to, 'current'))
  symlinkSync('../releases/0.9-9/live', join(to, 'current/live'))
  const publisher = folderPublisher(to)
  await t.rejects(publisher.prepare([shownOf(delivery)], signal), { code: 'RELEASE_NOT_PUBLISHED' })

  t.match(await publisher.publish(delivery, signal), { written: 5, kept: 1 })
  t.match(await publisher.publish(delivery, signal), { written: 0, kept: 6 }, 'again is nothing')
  t.equal(readlinkSync(join(to, 'current/live')), '../releases/0.9-9/live')
  t.notOk(existsSync(join(to, 'hot-update/live/version.manifest')))

  await publisher.prepare([shownOf(delivery)], signal)
  t.not((await publisher.compare([shownOf(delivery)], signal))?.length, 0)
  await publisher.deliver([shownOf(delivery)], { signal })
  t.same(await publisher.compare([shownOf(delivery)], signal), [])
  t.equal(readFileSync(join(to, 'current/live/android/应用宝 a.apk'), 'utf8'), 'one')
  t.equal(readlinkSync(join(to, 'current/live')), '../releases/1.0-1/live')
  for (const address of ['live', 'live/1.0']) {
    t.match(readFileSync(join(to, 'hot-update', address, 'version.manifest'), 'utf8'), /"1.0.0.1"/)
  }
})

/** In place of a function of node:fs: at its `count`th call half of what it does, then SIGKILL. */
const killedAt = `import fs from 'node:fs'
  import { syncBuiltinESMExports } from 'node:module'
  const [name, count, to, delivery, ...modules] = process.argv.slice(2)
  const halves = {
    copyFile: (from, to) => {
      const bytes = fs.readFileSync(from)
      fs.writeFileSync(to, bytes.subarray(0, bytes.length / 2))
    },
    link: (from, to) => { fs.linkSync(from, to) },
    rename: () => {}
  }
  let left = Number(count)
  const whole = fs.promises[name]
  fs.promises[name] = async (...given) => {
    if (--left > 0) return await whole(...given)
    halves[name](...given)
    process.kill(process.pid, 'SIGKILL')
  }
  syncBuiltinESMExports()
  const [{ folderStore }, { storePublisher }] = await Promise.all(modules.map(each => import(each)))
  await storePublisher(folderStore(to)).publish(JSON.parse(delivery), new AbortController().signal)`

t.test('of a publish that SIGKILL ends nothing half is served, and the next one goes on', async t => {
  const { delivery, folder } = await deliver(t, '1.0-1', 'one of some length')
  const script = join(folder, 'killed.mjs')
  writeFileSync(script, killedAt)
  const hooks = join(import.meta.dirname, '../../../scripts/register.mjs')
  const modules = ['../store/folder-store.ts', './store-publisher.ts']
    .map(each => new URL(each, import.meta.url).href)
  const kill = async ([name, count]: [name: string, count: number]): Promise<void> => {
    const to = join(folder, name)
    const words = [name, String(count), to, JSON.stringify(delivery), ...modules]
    const child = spawn(process.execPath, ['--import', hooks, script, ...words], { stdio: 'inherit' })
    t.same(await once(child, 'exit'), [null, 'SIGKILL'], name)
    const served = (): string[] =>
      readdirSync(to, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile() && !entry.parentPath.endsWith('.arriving'))
        .map(entry => join(entry.parentPath, entry.name).slice(to.length + 1))
    const all = new Map<string, PublishFile>([
      ...delivery.files.map(file => [`releases/1.0-1/live/${file.name}`, file] as const),
      ...delivery.hotUpdate.map(file => [`hot-update/${file.name}`, file] as const)
    ])
    const before = served()
    for (const each of before) {
      t.equal(sha256(readFileSync(join(to, each), 'utf8')), all.get(each)?.sha256, each)
    }

    const publisher = folderPublisher(to)
    const { kept } = await publisher.publish(delivery, signal)
    t.equal(kept, before.length, 'what was there is kept')
    t.same(served().sort(), [...all.keys(), 'releases/1.0-1/live/release.json'].sort())
    const left = readdirSync(join(to, '.arriving')).map(each => join(to, '.arriving', each))
    t.not(left.length, 0, 'what was on its way')
    for (const each of left) utimesSync(each, 1, 1)
    await publisher.close()
    t.same(readdirSync(join(to, '.arriving')), [], 'goes away when it is old')
  }
  await Promise.all([kill(['copyFile', 3]), kill(['link', 5]), kill(['rename', 1])])
})

t.test('what is shown is told apart by its bytes, and a late delivery is refused', async t => {
  const { delivery, folder } = await deliver(t)
  const to = join(folder, 'www')
  const publisher = folderPublisher(to)
  await publisher.publish(delivery, signal)
  await publisher.deliver([shownOf(delivery, 5)], { signal })
  await t.rejects(publisher.deliver([shownOf(delivery, 4)], { signal }), {
    code: 'RELEASE_DELIVERY_OVERTAKEN'
  })
  writeFileSync(join(to, 'hot-update/live/1.0/project.manifest'), '{"version":"9"}')
  unlinkSync(join(to, 'current/live'))
  t.match(await publisher.compare([shownOf(delivery)], signal), [
    { what: 'current/live', expected: 'releases/1.0-1/live', found: null },
    { what: 'hot-update/live/1.0/project.manifest', expected: '1.0.0.1', found: /^9 \(sha256/ }
  ])
  await publisher.deliver([shownOf(delivery, 6)], { signal, isWhole: true })
  t.same(await publisher.compare([shownOf(delivery)], signal), [])

  const withdrawn = { ...shownOf(delivery, 7), release: null, packages: null, lines: {} }
  await publisher.deliver([withdrawn], { signal, failed: [shownOf(delivery, 6)] })
  t.notOk(existsSync(join(to, 'current/live')))
  t.notOk(
    existsSync(join(to, 'hot-update/live/1.0/version.manifest')),
    'what was new is gone when taken back'
  )
})

t.test('published bytes are never written over', async t => {
  const { delivery, folder } = await deliver(t)
  const to = join(folder, 'www')
  await folderPublisher(to).publish(delivery, signal)
  writeFileSync(join(to, 'releases/1.0-1/live/android/b.apk'), 'other')
  await t.rejects(folderPublisher(to).publish(delivery, signal), {
    code: 'RELEASE_PUBLISHED_DIFFERS',
    details: { file: 'android/b.apk' }
  })
})

t.test('a file that changes on the way is not published', async t => {
  const { delivery, folder, from } = await deliver(t)
  writeFileSync(join(from, 'android/b.apk'), 'changed')
  const to = join(folder, 'www')
  await t.rejects(folderPublisher(to).publish(delivery, signal), { code: 'RELEASE_ARTIFACT_CHANGED' })
  t.notOk(existsSync(join(to, 'current/live')))
  t.notOk(existsSync(join(to, 'releases/1.0-1/live/release.json')))
})

/** A store that takes PUT, keeps files, and honours If-None-Match. */
async function store (
  t: Test,
  interfere: (request: IncomingMessage, response: ServerResponse, tries: number) => boolean = () => false
): Promise<
  {
    url: string
    files: Map<string, string>
    order: string[]
    headers: Map<string, IncomingMessage['headers']>
  }
> {
  const files = new Map<string, string>()
  const headers = new Map<string, IncomingMessage['headers']>()
  const order: string[] = []
  const tries = new Map<string, number>()
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url!)
    buffer(request)
      .then((body): unknown => {
        tries.set(path, (tries.get(path) ?? 0) + 1)
        if (interfere(request, response, tries.get(path)!)) return undefined
        if (request.method === 'GET' || request.method === 'HEAD') {
          return response.writeHead(files.has(path) ? 200 : 404).end(files.get(path))
        }
        if (request.headers['if-none-match'] === '*' && files.has(path)) return response.writeHead(412).end()
        const digest = createHash('sha256').update(body)
        if (request.headers['content-digest'] !== `sha-256=:${digest.digest('base64')}:`) {
          return response
            .writeHead(400)
            .end()
        }
        files.set(path, body.toString())
        headers.set(path, request.headers)
        order.push(path)
        return response.writeHead(201).end()
      })
      .catch(() => {
        response.destroy()
      })
  })
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dk/`, files, order, headers }
}

t.test('PUT sends checksums, lists last, and nothing twice', async t => {
  const { delivery } = await deliver(t)
  const { url, files, order, headers } = await store(t)
  t.match(await httpPublisher({ url, token: 'canary' }).publish(delivery, signal), { written: 6, kept: 0 })
  t.equal(order.at(-1), '/dk/releases/1.0-1/live/release.json')
  await httpPublisher({ url }).deliver([shownOf(delivery)], { signal })
  t.equal(order.at(-1), '/dk/current/live.json', 'the pointer is last')
  t.match(headers.get('/dk/releases/1.0-1/live/android/b.apk'), {
    'x-checksum-sha256': sha256('b'),
    authorization: 'Bearer canary',
    'content-length': '1'
  })
  t.match(JSON.parse(files.get('/dk/current/live.json')!), {
    release: '1.0-1',
    files: [{ sha256: sha256('one') }, {}]
  })
  t.match(
    await httpPublisher({ url }).publish(delivery, signal),
    { kept: 6, written: 0 },
    'again is nothing'
  )
  files.set('/dk/releases/1.0-1/live/android/b.apk', 'other')
  await t.rejects(httpPublisher({ url }).publish(delivery, signal), { code: 'RELEASE_PUBLISHED_DIFFERS' })
})

t.test('a passing failure is tried again, another one told without the token', async t => {
  const { delivery } = await deliver(t)
  const shaky = await store(t, (_, response, tries) => {
    if (tries === 1) response.writeHead(503).end()
    return tries === 1
  })
  t.match(await httpPublisher({ url: shaky.url }).publish(delivery, signal), { written: 6 })
  const closed = await store(t, (_, response) => {
    response.writeHead(403).end()
    return true
  })
  const error = await httpPublisher({ url: closed.url, token: 'canary' }).publish(delivery, signal).then(
    () => undefined,
    thrown => thrown
  )
  t.match(error, { code: 'RELEASE_PUBLISHER_FAILED', details: { reason: /403/ } })
  t.notMatch(
    JSON.stringify([error, error.stack, String(error.cause?.stack), Object.keys(error.cause ?? {})]),
    /canary/
  )
  const elsewhere = await store(t, (_, response) => {
    response.writeHead(307, { location: shaky.url }).end()
    return true
  })
  await t.rejects(httpPublisher({ url: elsewhere.url, token: 'canary' }).publish(delivery, signal), {
    code: 'RELEASE_PUBLISHER_FAILED'
  })
})

/** A hot update of `names` files, as "packline hotupdate build" leaves it. */
function hotUpdate (folder: string, version: string, contents: Record<string, string>): PublishFile[] {
  const digest = sha256(JSON.stringify(contents))
  const files = Object.entries(contents).map(([name, text]) => [`content/${digest}/${name}`, text] as const)
  const assets = Object.fromEntries(
    Object.entries(contents).map(([name, text]) => [encodeURI(name), { md5: '', size: text.length }])
  )
  const manifests = ['project.manifest', 'version.manifest'].map(name =>
    [`live/1.0/versions/${version}/${name}`, JSON.stringify({ version, assets })] as const
  )
  return [...files, ...manifests].map(([name, text]) => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return { name, path, sizeBytes: text.length, sha256: sha256(text), isReplaced: false }
  })
}

t.test('of a hot update only what changed is sent', async t => {
  const folder = t.testdir()
  const many = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`res/d${index % 9}/${index} 图.png`, `${index}`])
  )
  const { 'res/d0/0 图.png': _, ...less } = many
  const versions = [many, { ...less, 'res/d0/0 图.png': 'changed' }, { ...less, 'res/new/n.png': 'new' }]
  const updates = versions.map((contents, index) =>
    hotUpdate(join(folder, 'from'), `1.0.0.${index + 1}`, contents)
  )
  const update = (files: PublishFile[]): Delivery => ({
    project: 'dk',
    release: '1.0-1',
    target: 'live',
    files: [],
    hotUpdate: files
  })
  const check = (t: Test, served: string): void => {
    for (const { name, path } of updates.flat()) {
      if (!readFileSync(join(served, 'hot-update', name)).equals(readFileSync(path))) t.fail(name)
    }
    const last = join(served, 'hot-update', updates[2]![0]!.name, '../../..')
    t.notOk(existsSync(join(last, 'res/d0/0 图.png')), 'what is gone is not there')
  }

  await t.test('to nginx, whose COPY takes the folder before it', { skip: noNginx }, async t => {
    const { url, requests } = await startNginx(t, join(folder, 'nginx'))
    const publisher = httpPublisher({ url })
    t.teardown(async () => {
      await publisher.close()
    })
    const sent = async (): Promise<string[]> =>
      (await requests()).filter(line => !/^(GET|HEAD) /.test(line)).map(line => line.split(' ')[0]!)
    t.match(await publisher.publish(update(updates[0]!), signal), { written: 202, kept: 0 })
    const first = (await sent()).length
    t.match(await publisher.publish(update(updates[1]!), signal), { written: 3, kept: 199 })
    t.same((await sent()).slice(first).sort(), ['COPY', 'PUT', 'PUT', 'PUT', 'PUT'])
    t.match(await publisher.publish(update(updates[1]!), signal), { written: 0, kept: 202 })
    await publisher.publish(update(updates[2]!), signal)
    check(t, join(folder, 'nginx'))
  })

  // A disk that is full, or a prune at the same moment, leaves holes in the copy, of which nginx says 201.
  for (const listing of ['', ' autoindex on; autoindex_format json;']) {
    await t.test(`and what nginx did not copy${listing}`, { skip: noNginx }, async t => {
      const served = join(folder, `holes${listing.length}`)
      const { url, requests } = await startNginx(t, served, undefined, `${davLocation(served)}${listing}`)
      const publisher = httpPublisher({ url })
      t.teardown(async () => {
        await publisher.close()
      })
      await publisher.publish(update(updates[0]!), signal)
      const before = (await requests()).length
      const old = dirname(join(served, 'hot-update', updates[0]![0]!.name))
      unlinkSync(join(old, '9 图.png'))
      writeFileSync(join(old, '18 图.png'), '1')
      t.match(await publisher.publish(update(updates[1]!), signal), { written: 5, kept: 197 })
      for (const { name, path } of updates[1]!) {
        if (!readFileSync(join(served, 'hot-update', name)).equals(readFileSync(path))) t.fail(name)
      }
      const asked = (await requests()).slice(before).filter(line =>
        /^(GET|HEAD) .*content\/\w{64}/.test(line)
      )
      t.equal(asked.filter(line => /^HEAD/.test(line)).length, listing === '' ? 199 : 0)
    })
  }

  await t.test('to nginx that takes nothing but PUT, all of it', { skip: noNginx }, async t => {
    const { url } = await startNginx(t, join(folder, 'put'), 'PUT')
    const publisher = httpPublisher({ url })
    t.teardown(async () => {
      await publisher.close()
    })
    for (const each of updates) {
      t.match(await publisher.publish(update(each), signal), { written: each.length })
    }
    check(t, join(folder, 'put'))
  })

  await t.test('to a folder, as links', async t => {
    const publisher = folderPublisher(join(folder, 'www'))
    await publisher.publish(update(updates[0]!), signal)
    t.match(await publisher.publish(update(updates[1]!), signal), { written: 3, kept: 199 })
    await publisher.publish(update(updates[2]!), signal)
    check(t, join(folder, 'www'))
  })
})

t.test('a server removes what nobody needs, as what was put beside it tells', { skip: noNginx }, async t => {
  const { delivery, folder } = await deliver(t)
  const [old, next] = ['1.0.0.30', '1.0.0.31'].map(version =>
    hotUpdate(join(folder, 'made'), version, { '中 文/a.txt': version, 'b.txt': 'b' })
  ) as [PublishFile[], PublishFile[]]
  const digest = old[0]!.name.split('/')[1]!
  const update = { target: 'live', version: '1.0.0.30', from: 'live/1.0/versions/1.0.0.30', digest }
  const gone = { packages: ['releases/1.0-1/live'], updates: [update], contents: [digest] }
  // Some servers remove no folder, and some only say that they did.
  for (const answer of ['', 'return 405;', 'return 204;']) {
    await t.test(`nginx ${answer}`, async t => {
      const served = join(folder, `served ${answer.slice(7, 10)}`)
      const location = `${davLocation(`"${served}"`)} if ($request_uri ~ "/$") { ${answer} }`
      const publisher = httpPublisher({ url: (await startNginx(t, served, undefined, location)).url })
      t.teardown(async () => {
        await publisher.close()
      })
      await publisher.publish({ ...delivery, hotUpdate: old }, signal)
      await publisher.publish({ ...delivery, release: '1.1-2', hotUpdate: next }, signal)
      const before = names(served)
      const freed = await publisher.prune(gone, true, signal)
      t.same(names(served), before, 'nothing of it goes before somebody says so')
      t.same(await publisher.prune(gone, false, signal), freed)
      const left = names(served)
      t.equal(before.length - left.length, freed?.files)
      t.same(left.filter(each => [digest, '1.0-1', '1.0.0.30'].some(part => each.includes(part))), [])
      t.match(await publisher.prune(gone, false, signal), { files: 0 }, 'again is nothing')
      await publisher.prepare([{ ...shownOf({ ...delivery, release: '1.1-2' }), lines: {} }], signal)
    })
  }
})

function names (folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

t.test('a command gets the delivery and a bare environment', async t => {
  const { delivery, folder } = await deliver(t)
  const script = join(folder, 'publish.mjs')
  writeFileSync(
    script,
    `import { writeFileSync } from 'node:fs'
    let text = ''; for await (const part of process.stdin) text += part
    writeFileSync('got.json', JSON.stringify({ env: process.env, delivery: JSON.parse(text), args: process.argv.slice(2) }))
    console.log('sent with ' + process.env.UPLOAD_KEY)
    if (process.argv[2] === 'fail') { console.error('no space there'); process.exit(3) }`
  )
  const environment = { PATH: process.env.PATH, SECRET: 'canary', UPLOAD_KEY: 'upload-key' }
  const publisher = (...args: string[]) =>
    commandPublisher({
      command: [process.execPath, script, ...args],
      cwd: dirname(script),
      environment,
      variables: ['UPLOAD_KEY']
    })

  t.match(await publisher('--to', 'store').publish(delivery, signal), {
    written: 6,
    output: /^sent with \[redacted\]$/
  })
  const got = JSON.parse(readFileSync(join(folder, 'got.json'), 'utf8'))
  t.match(got, {
    env: { UPLOAD_KEY: 'upload-key', PACKLINE_RELEASE: '1.0-1', PACKLINE_TARGET: 'live' },
    delivery: { release: '1.0-1', files: [{ name: 'android/应用宝 a.apk' }, {}] },
    args: ['--to', 'store']
  })
  t.notOk(JSON.stringify(got).includes('canary'))
  await t.rejects(publisher('fail').publish(delivery, signal), {
    code: 'RELEASE_PUBLISHER_FAILED',
    details: { reason: /^it ended with 3: (?=[\s\S]*sent with \[redacted\])[\s\S]*no space there/ }
  })
  await t.rejects(
    commandPublisher({ command: [process.execPath], cwd: folder, environment, variables: ['NOT_SET'] })
      .publish(delivery, signal),
    { code: 'RELEASE_PUBLISHER_FAILED', details: { reason: 'the variable NOT_SET is not set' } }
  )
  await t.rejects(
    commandPublisher({ command: ['no-such-command'], cwd: folder, environment }).publish(delivery, signal),
    { code: 'TOOL_NOT_FOUND' }
  )
  unlinkSync(script)
})

t.test('of a hot-update folder of packline a target gets its own part, and differences only as they are named', async t => {
  const [digest, native] = ['ab'.repeat(32), '1.0']
  const target = (deltas: object): NonNullable<Parameters<Test['testdir']>[0]> => ({
    '.lock': '',
    content: { [digest]: { 'a.txt': 'a' }, ['cd'.repeat(32)]: { 'old.txt': 'old' } },
    deltas: { '1-2.zstd': 'd', '0-1.zstd': 'older' },
    live: {
      [native]: {
        'version.manifest': JSON.stringify({
          version: '1.0.0.2',
          packageUrl: `https://cdn.example/content/${digest}/`
        }),
        'project.manifest': '{}',
        'deltas.json': JSON.stringify({ version: '1.0.0.2', from: { '1.0.0.1': deltas } }),
        versions: {
          '1.0.0.1': { 'update.json': '{}' },
          '1.0.0.2': { 'version.manifest': '{}', 'update.json': '{}' }
        }
      }
    },
    'review-1': { 'version.manifest': '{}', '1.1.1': { 'version.manifest': '{}' } }
  })
  const folder = t.testdir({
    good: target({ 'a.txt': { path: 'deltas/1-2.zstd' } }),
    bad: target({ 'a.txt': { path: 'deltas/../../secret' } })
  })
  const { files, update } = await hotUpdateFiles(join(folder, 'good'), 'live', '1.0')
  t.same(update, { version: '1.0.0.2', digest, from: 'live/1.0/versions/1.0.0.2' })
  t.same(files.map(({ name, isReplaced }) => `${name}${isReplaced ? ' (replaced)' : ''}`), [
    `content/${digest}/a.txt`,
    'deltas/1-2.zstd',
    'live/1.0/versions/1.0.0.2/version.manifest',
    'live/1.0/versions/1.0.0.2/deltas.json (replaced)'
  ])
  await t.rejects(hotUpdateFiles(join(folder, 'bad'), 'live', '1.0'), {
    code: 'HOT_UPDATE_DAMAGED',
    details: { reason: /names deltas\/\.\.\/\.\.\/secret/ }
  })
  await t.rejects(hotUpdateFiles(join(folder, 'good'), 'review-1', '1.1.1'), {
    code: 'HOT_UPDATE_DAMAGED',
    details: { reason: /names no version and content/ }
  })
  await t.rejects(hotUpdateFiles(join(folder, 'good'), 'review-1', '1.2'), { code: 'HOT_UPDATE_NO_NATIVE' })
  await t.rejects(hotUpdateFiles(join(folder, 'none'), 'live', '1.0'), { code: 'HOT_UPDATE_DAMAGED' })
})
