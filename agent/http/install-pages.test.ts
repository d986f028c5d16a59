import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import t from 'tap'
import type { Test } from 'tap'
import { FormVisitor } from '../../test/support/form-visitor.js'
import { peopleWorld } from '../../test/support/people-world.js'
import { TcpRelay } from '../../test/support/tcp-relay.js'
import { readPropertyList } from '../formats/property-list.js'
import { infoPlist, profile } from '../packaging/testing/apple.js'
import type { MadeProfile } from '../packaging/testing/apple.js'
import { zipOf } from '../packaging/testing/zips.js'
import { givePublisher } from '../release/publish/open-publisher.js'
import { addPublisher } from '../release/publisher-record.js'
import type { PublisherRecord } from '../release/publisher-record.js'
import { davLocation, launchNginx, noNginx } from '../release/testing/nginx.js'
import type { Nginx } from '../release/testing/nginx.js'
import { author, rebuild } from '../release/testing/release-world.js'

const id = 'com.example.game'
const smallApk = Buffer.from('an APK for testers')
const name = { version: '1.2', build: 3 }

function ipaOf (made: Partial<MadeProfile>): Buffer {
  return zipOf({
    'Payload/Game.app/Info.plist': infoPlist(id),
    'Payload/Game.app/embedded.mobileprovision': profile({ bundle: id, ...made })
  })
}

/** 1.2-3 lies at a place that was published to, as an APK and an IPA each; `serve` gives a folder an address. */
async function world (
  t: Test,
  ipa: Buffer,
  { publicUrl = 'https://packline.example', apk = smallApk, serve }: {
    publicUrl?: string | undefined
    apk?: Buffer
    serve?: (www: string) => Promise<string>
  } = {}
) {
  const people = await peopleWorld(
    t,
    { tester: { dk: 'test' }, reader: { dk: 'read' }, stranger: { other: 'admin' } },
    { publicUrl }
  )
  const { registry, store, home } = people
  await registry.begin({ ...name, notes: '<script>alert(1)</script> new heroes', rebuild }, author)
  const digests = []
  for (const [platform, bytes] of [['android', apk], ['ios', ipa]] as const) {
    const file = `${platform}/dk 应用.${platform === 'ios' ? 'ipa' : 'apk'}`
    const path = join(home, 'www/releases/1.2-3/live', file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    digests.push(sha256)
    await registry.recordRows(name, 'live', [{
      platform,
      channel: 'store',
      pairing: '',
      inputDigest: sha256,
      method: 'stamp',
      signature: 'signed',
      artifacts: [{ name: file, sizeBytes: bytes.length, sha256 }],
      application: { type: platform === 'ios' ? 'ipa' : 'apk', id, build: '7' }
    }], author)
  }
  const www = join(home, 'www')
  const place = serve === undefined
    ? { reach: 'folder', place: www } as const
    : { reach: 'http', place: await serve(www) } as const
  const publisher: PublisherRecord = { ...place, targets: ['live'], hotUpdates: [] }
  await givePublisher(publisher, { environment: {}, home })
  await store.commit({ ...author, action: 'release published', subject: '1.2-3 live' }, async draft => {
    await addPublisher(draft, publisher)
  })
  const [android = '', ios = ''] = digests
  const pathOf = (digest: string) => `/projects/dk/releases/1.2-3/packages/${digest}`
  /** Makes a link on the page, and opens it as somebody who never signed in. */
  const link = async (digest: string) => {
    const tester = await people.visitor('tester')
    t.equal((await tester.post(`${pathOf(digest)}/links`, { days: '7' })).statusCode, 303)
    const { body } = await tester.get(pathOf(digest))
    const [, address = ''] = /<a class="digest" href="([^"]+)"/.exec(body) ?? []
    return { tester, body, address, path: new URL(address).pathname }
  }
  const phone = (headers = {}) => new FormVisitor(people.app, { host: 'packline.example', ...headers })
  return { ...people, android, ios, pathOf, link, phone }
}

t.test('a tester sends a link; whoever has it installs that package, without signing in', async t => {
  const { link, phone, android, app, audit } = await world(t, ipaOf({}))
  const { tester, body, address, path } = await link(android)
  t.match(address, /^https:\/\/packline\.example\/install\/[\w-]{16}\.[\w-]{43}$/)
  t.match(body, /<svg class="qr"[^>]*role="img" aria-label="QR code[^]*<path d="M4 4h7v1h-7z/)
  const page = await phone().get(path)
  t.equal(page.statusCode, 200)
  t.match(
    page.body,
    /<h1>dk 1\.2-3<\/h1>[^]*Download dk 应用\.apk \(18 B\)[^]*c0ffee[^]*Last builds[^]*1\.0-1/
  )
  t.match(page.body, '&lt;script&gt;alert(1)&lt;/script&gt; new heroes')
  t.match(page.body, /works until 2026-01-22/)
  t.notMatch(page.body, /\/projects\/dk\/releases|Take back|form-token" value="[^"]*"><label>For/)
  t.match(page.headers, { 'x-robots-tag': 'noindex', 'cache-control': 'no-store' })
  t.match(
    (await phone({ 'accept-language': 'zh-CN' }).get(path)).body,
    /下载 dk 应用\.apk（18 B）[^]*最近的构建/
  )

  const load = async (headers = {}) =>
    await app.inject({ url: `${path}/package`, headers: { host: 'packline.example', ...headers } })
  t.match(await load(), {
    statusCode: 200,
    body: String(smallApk),
    headers: {
      'content-type': 'application/vnd.android.package-archive',
      'content-length': '18',
      'content-disposition': "attachment; filename*=UTF-8''dk%20%E5%BA%94%E7%94%A8.apk"
    }
  })
  t.match(await load({ range: 'bytes=3-5' }), { statusCode: 206, body: 'APK' })
  t.equal((await load({ range: 'bytes=90-' })).statusCode, 416)
  t.equal((await app.inject({ url: `${path}/manifest.plist` })).statusCode, 404, 'an APK has none')
  t.match(audit().at(-1), { action: /packages\/:digest\/links$/, by: 'tester' })
  const make = async (payload: object, release = '1.2') =>
    await app.inject({
      method: 'POST',
      url: `/v1/projects/dk/releases/${release}/packages/${android}/links`,
      headers: { ...tester.headers, 'packline-form-token': tester.formToken },
      payload
    })
  const made = await make({ days: 1 })
  t.match([made.statusCode, made.json()], [201, { expiresAt: '2026-01-16T00:00:00.000Z' }], 'a program too')
  t.equal((await phone().get(new URL(made.json().url).pathname)).statusCode, 200)
  t.equal((await make({ days: 31 })).statusCode, 400)
  t.match((await make({}, '1.0-1')).json(), { error: { code: 'RELEASE_PACKAGE_AWAY' } })
})

t.test('a link is for one package, for its time, until it is taken back, and nobody makes one', async t => {
  const { link, phone, android, ios, pathOf, clock, visitor, app, another } = await world(t, ipaOf({}))
  const elsewhere = new FormVisitor(await another(), { host: 'packline.example' })
  const { tester, address, path } = await link(android)
  const other = await link(ios)
  const [token = '', otherToken = ''] = [path, other.path].map(each => each.slice('/install/'.length))
  const [linkId = '', proof = ''] = token.split('.')
  const status = async (url: string) => (await phone().get(url)).statusCode
  for (
    const forged of [
      `${linkId}.${proof.replace(/^./, letter => letter === 'A' ? 'B' : 'A')}`,
      `${linkId}.${otherToken.split('.')[1]}`,
      `${'A'.repeat(16)}.${proof}`
    ]
  ) {
    for (const end of ['', '/package', '/manifest.plist']) {
      t.equal(await status(`/install/${forged}${end}`), 404)
    }
  }
  t.equal(await status(`/install/${linkId}`), 400)
  for (const end of ['/../../etc/passwd', '/%2e%2e/x', '/package/../../x', '/package%00']) {
    t.ok([303, 400, 401, 404].includes(await status(`${path}${end}`)), end)
  }
  t.equal(await status(`/v1/projects/dk/releases/1.2-3/packages/${android}`), 401, 'it opens nothing else')

  const [reader, stranger] = [await visitor('reader'), await visitor('stranger')]
  for (const who of [reader, stranger]) {
    t.equal((await who.get(pathOf(android))).statusCode, 403)
    t.equal((await who.post(`${pathOf(android)}/links`)).statusCode, 403)
    t.equal((await who.post(`${pathOf(android)}/links/${linkId}/revoke`)).statusCode, 403)
  }
  const foreign = `/projects/other/releases/1.2-3/packages/${android}/links/${linkId}/revoke`
  t.equal((await stranger.post(foreign)).statusCode, 404, 'no link of another project')
  const noForm = await app.inject({
    method: 'POST',
    url: `${pathOf(android)}/links`,
    headers: tester.headers
  })
  t.equal(noForm.statusCode, 403, 'no page of anybody else makes one')
  t.equal(await status(path), 200)
  t.match(await elsewhere.get(path), { statusCode: 200, body: /dk 1\.2-3/ }, 'at another agent too')
  t.equal((await elsewhere.get(`${path}/package`)).body, String(smallApk))
  const revoke = async () => (await tester.post(`${pathOf(android)}/links/${linkId}/revoke`)).statusCode
  t.same(await Promise.all([revoke(), revoke()]), [303, 303], 'by two at once')
  t.equal((await elsewhere.get(path)).statusCode, 410, 'at once everywhere')
  t.match(await phone().get(path), { statusCode: 410, body: /This link is over/ })
  t.equal(await status(`${path}/package`), 410)
  t.notMatch((await tester.get(pathOf(android))).body, address)

  t.equal(await status(other.path), 200)
  clock.nowMs += 7 * 86_400_000
  t.equal(await status(other.path), 410)
  t.equal(await status(`${other.path}/package`), 410)
})

t.test('an iPhone installs what its profile allows, and the page says what that is', async t => {
  const all = async (made: Partial<MadeProfile>, publicUrl?: string) => {
    const { link, phone, ios } = await world(t, ipaOf(made), { publicUrl })
    const { path, body } = await link(ios)
    const { body: page } = await phone().get(path)
    return { path, page, inside: body, manifest: await phone().get(`${path}/manifest.plist`) }
  }
  const adHoc = await all({ devices: 2 })
  t.match(adHoc.page, /Ad hoc profile [^]*: 2 devices may install it/)
  t.notMatch(adHoc.page, /<summary>Devices/)
  t.match(adHoc.inside, /<summary>Devices/)
  const url = encodeURIComponent(`https://packline.example${adHoc.path}/manifest.plist`)
  t.match(adHoc.page, `href="itms-services://?action=download-manifest&amp;url=${url}"`)
  t.match(adHoc.manifest.headers, { 'content-type': 'text/xml; charset=utf-8' })
  const list = readPropertyList('manifest.plist', Buffer.from(adHoc.manifest.body)) as Map<string, any>
  const [item] = list.get('items')
  t.equal(item.get('assets')[0].get('url'), `https://packline.example${adHoc.path}/package`)
  t.same(Object.fromEntries(item.get('metadata')), {
    'bundle-identifier': id,
    'bundle-version': '7',
    kind: 'software',
    title: 'dk 1.2'
  })

  const store = await all({ devices: null })
  t.match(store.page, /cannot be installed here/)
  t.notMatch(store.page, 'itms-services')
  t.equal(store.manifest.statusCode, 404)
  const plain = await all({ devices: 2 }, 'http://packline.example')
  t.match(plain.page, /iPhones install over https only/)
  t.notMatch(plain.page, 'itms-services')
  const late = await all({ devices: 2, expires: new Date('2026-01-01T00:00:00Z') })
  t.match(late.page, /Its profile ended on 2026-01-01[^]*no device installs it/)
  t.notMatch(late.page, 'itms-services')
})

t.test('what lies in a store elsewhere is installed as what lies here', { skip: noNginx }, async t => {
  // More than the buffers between here and there hold.
  const apk = randomBytes(24 * 1024 * 1024)
  let [relay, store]: [TcpRelay?, Nginx?] = []
  const { link, phone, android, ios, app } = await world(t, ipaOf({ devices: 2 }), {
    apk,
    serve: async www => {
      const own = join(www, '../nginx')
      mkdirSync(own)
      store = await launchNginx(own, davLocation(www))
      t.teardown(store.close)
      relay = await TcpRelay.start(Number(new URL(store.url).port))
      return `http://${relay.address}/`
    }
  })
  t.teardown(async () => await relay?.close())
  const iphone = await link(ios)
  const page = (await phone().get(iphone.path)).body
  t.match(page, /itms-services:[^]*Ad hoc profile [^]*: 2 devices may install it/)
  t.match(iphone.body, /<summary>Devices/)
  t.equal((await phone().get(`${iphone.path}/manifest.plist`)).statusCode, 200)
  const pieces = (await store!.requests()).filter(line => /^GET .*ipa/.test(line))
  t.ok(pieces.length > 0 && pieces.every(line => line.endsWith(' 206')), 'a few pieces tell')

  const { path } = await link(android)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const ask = async (method: string, headers: object = {}): Promise<IncomingMessage> => {
    const sent = request({
      port,
      method,
      path: `${path}/package`,
      headers: { host: 'packline.example', ...headers }
    })
    const [answer] = await once(sent.end(), 'response') as [IncomingMessage]
    return answer
  }
  const etag = `"${android}"`
  const range = async (
    first: number,
    last: number | '',
    tag = etag
  ): Promise<[number | undefined, Buffer]> => {
    const answer = await ask('GET', { range: `bytes=${first}-${last}`, 'if-range': tag })
    return [answer.statusCode, await buffer(answer)]
  }
  const size = apk.length
  t.same(await Promise.all([range(5, 1_000_004), range(size - 3, '')]), [
    [206, apk.subarray(5, 1_000_005)],
    [206, apk.subarray(-3)]
  ])
  const read = (await store!.requests()).filter(line => /^GET .*apk/.test(line))
  t.equal(read.filter(line => line.endsWith(' 200')).length, 1, 'proved once for both')
  t.same(await range(5, 9, '"other"'), [200, apk], 'what changed meanwhile comes whole')
  for (const headers of [{}, { range: 'bytes=0-9' }]) {
    const answer = await ask('HEAD', headers)
    t.match(answer, {
      statusCode: 200,
      headers: { 'content-length': String(size), 'accept-ranges': 'bytes', etag }
    })
    answer.resume()
  }
  t.equal((await store!.requests()).filter(line => /^GET .*apk/.test(line)).length, read.length + 1)

  const broken = await ask('GET')
  const parts: Buffer[] = []
  await t.rejects(
    async () => {
      for await (const part of broken) {
        parts.push(part)
        relay!.reset()
      }
    },
    { code: 'ECONNRESET' },
    'a store that goes away in the middle ends no download well'
  )
  const [had, rest] = [Buffer.concat(parts), await range(Buffer.concat(parts).length, '')]
  t.ok(had.length < size)
  t.ok(Buffer.concat([had, rest[1]]).equals(apk), 'it goes on where it was')
  await relay!.close()
  const gone = await ask('GET')
  t.match([gone.statusCode, gone.headers['cache-control']], [503, undefined])
  t.match(JSON.parse(String(await buffer(gone))), { error: { code: 'RELEASE_PACKAGE_UNREACHED' } })
  t.equal((await ask('HEAD')).resume().statusCode, 503)
})
