import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { signedHeaders } from './aliyun-signature.js'
import { refreshCdn } from './refresh-cdn.js'

const signal = new AbortController().signal

t.test('a request is signed as the example of the documentation is', t => {
  // "V3 request body and signature mechanism", help.aliyun.com: fixed values and what they give.
  const { authorization } = signedHeaders({
    host: 'ecs.cn-shanghai.aliyuncs.com',
    action: 'RunInstances',
    version: '2014-05-26',
    query: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
    body: '',
    at: new Date('2023-10-26T10:22:32Z'),
    nonce: '3156853299f313e23d1673dc12e1703d'
  }, { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' })
  t.equal(
    authorization,
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;' +
      'x-acs-date;x-acs-signature-nonce;x-acs-version,' +
      'Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0'
  )
  t.end()
})

t.test('addresses go to Aliyun in requests that it takes, and its refusal is told without the key', async t => {
  const asked: Array<{ headers: IncomingHttpHeaders, form: URLSearchParams }> = []
  // Answers as RefreshObjectCaches documents them: a task, or Code and Message.
  let answer: [status: number, body: object] = [200, { RefreshTaskId: '95248880', RequestId: 'D61E4801' }]
  const server = createServer((request, response) => {
    text(request)
      .then(body => {
        asked.push({ headers: request.headers, form: new URLSearchParams(body) })
        response.writeHead(answer[0]).end(JSON.stringify(answer[1]))
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
  const home = t.testdir()
  const context = {
    environment: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'canary' },
    home,
    cdnEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const record = {
    reach: 'folder' as const,
    place: '/www',
    targets: [],
    hotUpdates: [],
    cdn: { url: 'https://cdn.example/' }
  }
  const urls = Array.from({ length: 1001 }, (_, index) => `https://cdn.example/${index}`)
  await refreshCdn(record, { urls, folders: ['https://cdn.example/current/live/'] }, context, signal)
  t.same(asked.map(({ form }) => [form.get('ObjectType'), form.get('ObjectPath')?.split('\n').length]), [
    ['File', 1000],
    ['File', 1],
    ['Directory', 1]
  ])
  t.match(asked[0]?.headers, { 'x-acs-action': 'RefreshObjectCaches', 'x-acs-version': '2018-05-10' })
  t.not(asked[0]?.headers['x-acs-signature-nonce'], asked[1]?.headers['x-acs-signature-nonce'])

  answer = [400, { Code: 'QuotaExceeded.Refresh', Message: 'You have exceeded the limits.' }]
  const one = { urls: urls.slice(0, 1), folders: [] }
  const error = await refreshCdn(record, one, context, signal).then(
    () => undefined,
    (thrown: unknown) => thrown
  )
  t.match(error, {
    code: 'RELEASE_CDN_FAILED',
    details: { place: '/www', reason: /400 QuotaExceeded\.Refresh/ }
  })
  answer = [200, {}]
  await t.rejects(
    refreshCdn(record, one, context, signal),
    { code: 'RELEASE_CDN_FAILED' },
    'no task, no refresh'
  )
  t.notMatch(JSON.stringify([error, asked]), /canary/)

  answer = [200, { RefreshTaskId: '1' }]
  writeFileSync(join(home, 'key'), 'file-id:file-secret\n')
  const withKey = { ...record, cdn: { ...record.cdn, key: 'file:key' } }
  await refreshCdn(withKey, one, { ...context, environment: {} }, signal)
  t.match(asked.at(-1)?.headers.authorization, /Credential=file-id,/)
  writeFileSync(join(home, 'key'), 'only-one-word')
  await t.rejects(refreshCdn(withKey, one, context, signal), { code: 'CONFIG_SECRET_MISSING' })
  await t.rejects(refreshCdn(record, one, { ...context, environment: {} }, signal), {
    code: 'CONFIG_SECRET_MISSING'
  })
})

t.test('a command from the shared registry runs only where somebody named it', async t => {
  const record = {
    reach: 'folder' as const,
    place: '/www',
    targets: [],
    hotUpdates: [],
    cdn: { url: 'https://cdn.example/', command: '/bin/true' }
  }
  await t.rejects(
    refreshCdn(record, { urls: ['x'], folders: [] }, { environment: {}, home: t.testdir() }, signal),
    {
      code: 'RELEASE_PUBLISHER_FAILED'
    }
  )
})
