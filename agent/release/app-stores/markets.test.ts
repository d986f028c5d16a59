import {
  constants,
  createHash,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
  verify
} from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { AppStoreService, AppStoreSettings } from '../../config/app-store-schema.js'
import type { AppStore } from './app-store.js'
import { openAppStore } from './open-app-store.js'
import { packageOf, refusal, storeStandIn } from './testing/store-stand-in.js'
import type { Said, Seen, StandIn } from './testing/store-stand-in.js'

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
})
const signal = AbortSignal.timeout(60_000)
const secret = 'a-secret-of-the-store'
const md5 = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('hex')

interface Market {
  standIn: StandIn
  store: AppStore
  /** What the next call meets, by the end of its name. */
  trouble: Map<string, Said[]>
}

async function market (
  t: Parameters<typeof storeStandIn>[0],
  service: AppStoreService,
  credentials: unknown,
  answer: (seen: Seen, endpoint: () => string) => Said,
  settings: Partial<AppStoreSettings> = {}
): Promise<Market> {
  const trouble = new Map<string, Said[]>()
  const standIn: StandIn = await storeStandIn(t, seen => {
    const name = seen.query.get('method') ?? new URLSearchParams(seen.body.toString()).get('method') ??
      seen.path
    for (const [end, said] of trouble) if (name.endsWith(end) && said.length > 0) return said.shift()!
    return answer(seen, () => standIn.endpoint)
  })
  writeFileSync(join(standIn.folder, 'icon.png'), 'png')
  const store = await openAppStore(standIn.context({ service, ...settings }, credentials))
  return { standIn, store, trouble }
}

/** Whether `name` is the signature of all others: sorted, joined, HMAC-SHA256. */
function isSigned (fields: URLSearchParams, name: string): boolean {
  const text = [...fields].filter(([key]) => key !== name).sort(([a], [b]) => a < b ? -1 : 1).map(pair =>
    pair.join('=')
  )
  return createHmac('sha256', secret).update(text.join('&')).digest('hex') === fields.get(name)
}

/** The parts of a form with files. */
function partsOf ({ headers, body }: Seen): Map<string, Buffer> {
  const [, boundary = ''] = /boundary=(.+)$/.exec(String(headers['content-type'])) ?? []
  if (headers['content-length'] !== String(body.length)) throw new Error('its length is not told')
  const found = new Map<string, Buffer>()
  for (const part of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const [head = '', ...rest] = part.split('\r\n\r\n')
    const [, name = ''] = / name="([^"]+)"/.exec(head) ?? []
    found.set(name, Buffer.from(rest.join('\r\n\r\n').slice(0, -2), 'latin1'))
  }
  return found
}

t.test('Huawei: by a service account or a client, through its storage, and after it was compiled', async t => {
  let [releaseState, versionCode] = [0, 41]
  let stored: Buffer | undefined
  const answer = (seen: Seen, endpoint: () => string): Said => {
    const { path, headers, query, body } = seen
    if (path === '/oauth2/v1/token') {
      const { client_secret: given } = JSON.parse(body.toString())
      return given === secret
        ? { json: { access_token: 'token-of-huawei', expires_in: 172800 } }
        : { json: { ret: { code: 205524993, msg: 'client token authorization failed' } } }
    }
    if (path === '/obs') {
      // OBS signs Content-Length and the like: a header more or less is SignatureDoesNotMatch.
      if (headers['x-amz-date'] !== 'now' || headers.authorization !== 'AWS4 sig') return { status: 403 }
      stored = body
      return {}
    }
    const token = String(headers.authorization).replace('Bearer ', '')
    if (token !== 'token-of-huawei') {
      const [head = '', claims = '', signature = ''] = token.split('.')
      const key = {
        key: createPublicKey(publicKey),
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST
      }
      const signed = Buffer.from(`${head}.${claims}`)
      if (!verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) return { status: 401 }
    }
    if (path.endsWith('/appid-list')) {
      const appids = query.get('packageName') === 'com.studio.dk' ? [{ key: 'DK', value: '900' }] : []
      return { json: { ret: { code: 0, msg: 'success' }, appids } }
    }
    // Huawei's CDN: 403 with nothing in it for a key without the right.
    if (query.get('appId') !== '900') return { status: 403 }
    if (path.endsWith('/app-info')) {
      return { json: { ret: { code: 0 }, appInfo: { releaseState, versionCode, onShelfVersionCode: 41 } } }
    }
    if (path.endsWith('/for-obs')) {
      const requestHeaders = { 'x-amz-date': 'now', Authorization: 'AWS4 sig', Host: 'obs' }
      const urlInfo = {
        url: `${endpoint()}/obs`,
        method: 'PUT',
        headers: requestHeaders,
        objectId: 'CN/2026/1'
      }
      return { json: { ret: { code: 0 }, urlInfo } }
    }
    if (path.endsWith('/app-file-info')) {
      const { files: [{ fileDestUrl, fileName }] } = JSON.parse(body.toString())
      if (fileDestUrl !== 'CN/2026/1') {
        return { json: { ret: { code: 204144662, msg: 'The files url is not objectId' } } }
      }
      if (fileName.length > 64) return { json: { ret: { code: 204144641, msg: 'fileName' } } }
      ;[releaseState, versionCode] = [7, 42]
    }
    if (path.endsWith('/app-submit')) releaseState = 5
    return { json: { ret: { code: 0, msg: 'success' } } }
  }
  const account = { key_id: 'k', sub_account: 's', private_key: privateKey }
  const { standIn, store, trouble } = await market(t, 'huawei', account, answer)
  const apk = packageOf(standIn.folder, 'dk.apk', 300_000)
  t.equal(await store.find(apk, signal), undefined)
  await store.rehearse(apk, signal)
  t.equal(stored, undefined)
  const compiling = {
    json: { ret: { code: 204144727, msg: 'The package is being compiled, try again in 3-5 minutes' } }
  }
  trouble.set('/app-submit', [compiling, compiling])
  t.match(await store.send(apk, signal), { state: 'review', reference: '900' })
  t.same([standIn.waits, md5(stored!)], [[30_000, 30_000], md5(readFileSync(apk.file.path))])
  t.match(await store.find(apk, signal), { state: 'review', detail: 'releaseState 5' })

  stored = undefined
  releaseState = 7
  const notWhole = { json: { ret: { code: 204144660, msg: 'registeredEntity can not be empty' } } }
  trouble.set('/app-submit', [notWhole])
  t.match(await refusal(store.send(apk, signal), [privateKey.slice(40, 70)]), {
    code: 'APP_STORE_REFUSED',
    details: { reason: '[204144660] registeredEntity can not be empty' }
  }, 'the same code for what no waiting mends')
  t.match(await store.send(apk, signal), { state: 'review' })
  t.equal(stored, undefined, 'what arrived is not sent twice')
  const other = { ...apk, application: { ...apk.application, id: 'com.other' } }
  t.match(await refusal(store.send(other, signal)), { details: { reason: /no such application/ } })
  const client = async (given: string) =>
    await openAppStore(standIn.context({ service: 'huawei' }, { client_id: '7', client_secret: given }))
  t.match(await (await client(secret)).find(apk, signal), { state: 'review' })
  t.match(await refusal((await client('another-secret')).find(apk, signal), ['another-secret']), {
    code: 'APP_STORE_LOGIN'
  })
})

t.test('OPPO: tells again what it knows, and processes an update for itself', async t => {
  let shown = { code: '41', name: '上线' }
  let task: string | undefined
  const answer = (seen: Seen, endpoint: () => string): Said => {
    const { path, query, method, body } = seen
    const refused = (errno: number, message: string): Said => ({ json: { errno, data: { message } } })
    if (path === '/developer/v1/token') {
      return query.get('client_secret') === secret
        ? { json: { errno: 0, data: { access_token: 'token-of-oppo', expire_in: 172800 } } }
        : refused(10000, 'client_secret error')
    }
    if (path === '/file') {
      const parts = partsOf(seen)
      if (parts.get('sign')?.toString() !== 'once') return refused(20003, 'sign error')
      return { json: { errno: 0, data: { url: 'https://cdn/dk.apk', md5: md5(parts.get('file')!) } } }
    }
    const fields = method === 'GET' ? query : new URLSearchParams(body.toString())
    if (!isSigned(fields, 'api_sign') || fields.get('access_token') !== 'token-of-oppo') {
      return refused(10001, 'api_sign')
    }
    if (path.endsWith('/app/info')) {
      if (fields.get('pkg_name') !== 'com.studio.dk') return refused(911002, '应用不存在')
      const data = {
        app_name: 'DK',
        version_code: shown.code,
        audit_status_name: shown.name,
        summary: 's',
        business_email: ' a@b'
      }
      return { json: { errno: 0, data: { pkg_name: 'com.studio.dk', ...data } } }
    }
    if (path.endsWith('/get-upload-url')) {
      return { json: { errno: 0, data: { upload_url: `${endpoint()}/file`, sign: 'once' } } }
    }
    if (path.endsWith('/task-state')) {
      return task === undefined
        ? refused(911220, '任务不存在')
        : { json: { errno: 0, data: { task_state: task, err_msg: '图标' } } }
    }
    const [{ url, md5: digest }] = JSON.parse(fields.get('apk_url')!)
    if (url !== 'https://cdn/dk.apk' || digest.length !== 32) return refused(800001, 'apk_url')
    if (fields.get('business_email') !== 'a@b') return refused(800002, '商务联系邮箱格式不正确')
    if (fields.get('update_desc')!.length < 5) return refused(800003, 'update_desc')
    task = '1'
    return { json: { errno: 0, data: {} } }
  }
  const account = { client_id: '7', client_secret: secret }
  const { standIn, store, trouble } = await market(t, 'oppo', account, answer)
  const apk = packageOf(standIn.folder, 'dk.apk')
  t.equal(await store.find(apk, signal), undefined)
  await store.rehearse(apk, signal)
  t.match(await store.send(apk, signal), { state: 'processing' })
  t.match(await store.find(apk, signal), { state: 'processing' })
  task = '3'
  t.match(await store.find(apk, signal), { state: 'refused', detail: '图标' })
  task = undefined
  shown = { code: '42', name: '审核不通过' }
  t.match(await store.find(apk, signal), { state: 'refused' })
  shown = { code: '42', name: '审核中' }
  t.match(await store.find(apk, signal), { state: 'review' })
  shown = { code: '43', name: '上线' }
  t.match(await refusal(store.send(apk, signal), [secret, 'token-of-oppo']), {
    code: 'APP_STORE_VERSION_USED'
  })
  shown = { code: '41', name: '上线' }
  trouble.set('/app/upd', [{ json: { errno: 911215, data: { message: '应用审核中' } } }, { isCut: true }, {
    status: 502
  }])
  t.match(await refusal(store.send(apk, signal), [secret]), { code: 'APP_STORE_BUSY' })
  t.match(await refusal(store.send(apk, signal), [secret]), { code: 'APP_STORE_UNCERTAIN' })
  t.match(await refusal(store.send(apk, signal), [secret]), { code: 'APP_STORE_UNCERTAIN' })
  const wrong = await openAppStore(
    standIn.context({ service: 'oppo' }, { ...account, client_secret: 'x'.repeat(20) })
  )
  t.match(await refusal(wrong.find(apk, signal), ['x'.repeat(20)]), { code: 'APP_STORE_LOGIN' })
})

t.test('vivo: one gateway with two codes', async t => {
  let shown = { versionCode: '41', status: 3 }
  let serial: string | undefined
  const answer = (seen: Seen): Said => {
    const fields = seen.query.has('method') ? seen.query : new URLSearchParams(seen.body.toString())
    if (!isSigned(fields, 'sign')) return { json: { code: 10004, msg: '签名错误' } }
    if (fields.get('access_key') !== 'key-of-vivo') return { json: { code: 10003, msg: 'access_key 无效' } }
    // With a code of 0 and one of its own that is not: nothing went well.
    if (fields.get('packageName') !== 'com.studio.dk') {
      return { json: { code: 0, subCode: '11011', msg: '开发者账号不存在该应用' } }
    }
    switch (fields.get('method') ?? '') {
      case 'app.query.details':
        return { json: { code: 0, subCode: '', data: { packageName: 'com.studio.dk', ...shown } } }
      case 'app.upload.apk.app': {
        const file = partsOf(seen).get('file')!
        if (fields.get('fileMd5') !== md5(file)) return { json: { code: 0, subCode: '15001', msg: 'md5' } }
        serial = 'sn-1'
        return { json: { code: 0, subCode: '0', data: { serialnumber: serial, fileMd5: md5(file) } } }
      }
      default:
        if (fields.get('apk') !== serial) return { json: { code: 0, subCode: '15002', msg: 'apk' } }
        shown = { versionCode: fields.get('versionCode')!, status: 2 }
        return { json: { code: 0, subCode: '0' } }
    }
  }
  const account = { access_key: 'key-of-vivo', access_secret: secret }
  const { standIn, store, trouble } = await market(t, 'vivo', account, answer)
  const apk = packageOf(standIn.folder, 'dk.apk')
  await store.rehearse(apk, signal)
  t.match(await store.send(apk, signal), { state: 'review' })
  t.match(await store.find(apk, signal), { state: 'review' })
  trouble.set('update.app', [{ json: { code: 0, subCode: '11010', msg: '应用处理中，请勿重复提交' } }])
  t.match(await refusal(store.send(apk, signal), [secret]), { code: 'APP_STORE_BUSY' })
  trouble.set('apk.app', [{ json: { code: 0, subCode: '15042', msg: '请上传与历史签名一致的APK包' } }])
  t.match(await refusal(store.send(apk, signal), [secret]), {
    details: { reason: '[15042] 请上传与历史签名一致的APK包' }
  })
  shown = { versionCode: '43', status: 3 }
  t.match(await refusal(store.rehearse(apk, signal)), { code: 'APP_STORE_VERSION_USED' })
  const other = { ...apk, application: { ...apk.application, id: 'com.other' } }
  t.match(await refusal(store.send(other, signal)), { details: { reason: /^\[11011\]/ } })
  const wrong = await openAppStore(
    standIn.context({ service: 'vivo' }, { ...account, access_secret: 'another-one' })
  )
  t.match(await refusal(wrong.find(apk, signal), ['another-one']), { code: 'APP_STORE_LOGIN' })
})

t.test('Tencent: updates what it has, and tells no builds', async t => {
  let audit = { audit_status: 3, audit_reason: '' }
  let updated: URLSearchParams | undefined
  const answer = (seen: Seen, endpoint: () => string): Said => {
    if (seen.path === '/cos') {
      // A pre-signed address takes no chunks: the length is told.
      return seen.headers['content-length'] === undefined ? { status: 411 } : {}
    }
    const fields = new URLSearchParams(seen.body.toString())
    if (!isSigned(fields, 'sign')) return { json: { ret: 4000003, msg: '签名错误' } }
    if (fields.get('app_id') !== '5001') return { json: { ret: 4000011, msg: '应用不存在' } }
    if (seen.path === '/query_app_update_status') return { json: { ret: 0, ...audit } }
    if (seen.path === '/get_file_upload_info') {
      return { json: { ret: 0, pre_sign_url: `${endpoint()}/cos?sign=s`, serial_number: 'n-1' } }
    }
    updated = fields
    // 1 is yes and 2 is no: "[4000049] 无效的请求参数apk32_flag".
    if (!['1', '2'].includes(fields.get('apk32_flag')!)) {
      return { json: { ret: 4000049, msg: '无效的请求参数apk32_flag' } }
    }
    audit = { audit_status: 1, audit_reason: '' }
    return { json: { ret: 0, msg: '' } }
  }
  const account = { user_id: '77', access_secret: secret }
  const { standIn, store } = await market(t, 'tencent', account, answer, { appId: '5001' })
  const apk = { ...packageOf(standIn.folder, 'dk.apk'), abis: ['arm64-v8a'] }
  t.notOk(store.tellsBuilds)
  await store.rehearse(apk, signal)
  t.match(await store.send(apk, signal), { state: 'review' })
  t.match(Object.fromEntries(updated!), {
    apk32_flag: '2',
    apk64_flag: '1',
    apk64_file_serial_number: 'n-1',
    feature: 'New islands'
  })
  t.match(await refusal(store.send(apk, signal), [secret]), { code: 'APP_STORE_BUSY' })
  audit = { audit_status: 2, audit_reason: '缺少版号' }
  t.match(await store.find(apk, signal), { state: 'refused', detail: '缺少版号' })
  t.match(await store.send({ ...apk, abis: ['armeabi-v7a', 'arm64-v8a'] }, signal), { state: 'review' })
  t.match(Object.fromEntries(updated!), { apk32_flag: '1', apk32_file_serial_number: 'n-1' })
})

t.test('Xiaomi: one request sends and submits, signed part by part', async t => {
  let versionCode = 41
  let pushed: Map<string, Buffer> | undefined
  const answer = (seen: Seen): Said => {
    const isForm = String(seen.headers['content-type']).startsWith('multipart')
    // It drops large bodies that do not ask first.
    if (isForm && seen.headers.expect !== '100-continue') return { isCut: true }
    const parts = isForm ? partsOf(seen) : undefined
    const fields = new URLSearchParams(seen.body.toString())
    const field = (name: string): string => parts?.get(name)?.toString() ?? fields.get(name) ?? ''
    const { sig, password } = JSON.parse(decrypted(field('SIG')))
    if (password !== secret) return { json: { result: -20014, message: '私钥错误' } }
    const data = field('RequestData')
    const expected = ['RequestData', ...isForm ? ['apk', 'icon'] : []].map(name => ({
      name,
      hash: md5(name === 'RequestData' ? data : parts!.get(name)!)
    }))
    if (JSON.stringify(sig) !== JSON.stringify(expected)) {
      return { json: { result: -20002, message: '数字签名异常' } }
    }
    const { packageName, appInfo, synchroType } = JSON.parse(data)
    if (packageName !== undefined) {
      const packageInfo = packageName === 'com.studio.dk'
        ? { packageName, appName: 'DK', versionCode }
        : undefined
      return { json: { result: 0, message: '', packageInfo, create: false, updateVersion: true } }
    }
    if (synchroType !== 1 || appInfo.updateDesc === '') {
      return { json: { result: -20040, message: 'updateDesc' } }
    }
    pushed = parts
    return { json: { result: 0, message: '推送成功' } }
  }
  const account = { userName: 'a@studio', password: secret, certificate: publicKey }
  const { standIn, store, trouble } = await market(t, 'xiaomi', account, answer, { icon: 'icon.png' })
  const apk = packageOf(standIn.folder, 'dk.apk', 200_000)
  await store.rehearse(apk, signal)
  t.equal(pushed, undefined)
  t.equal(await store.find(apk, signal), undefined)
  t.match(await store.send(apk, signal), { state: 'review' })
  t.equal(pushed!.get('apk')!.length, 200_000)
  trouble.set('/dev/push', [{ json: { result: -92, message: '同版本同APK重复更新' } }, { isCut: true }])
  t.match(await refusal(store.send(apk, signal), [secret]), { code: 'APP_STORE_VERSION_USED' })
  t.match(await refusal(store.send(apk, signal), [secret]), { code: 'APP_STORE_UNCERTAIN' })
  versionCode = 42
  t.match(await store.find(apk, signal), { state: 'available' })
  t.match(await refusal(store.send(apk, signal), [secret]), { code: 'APP_STORE_VERSION_USED' })
  for (
    const [given, code] of [
      [{ ...account, password: 'another-secret' }, 'APP_STORE_LOGIN'],
      [{ ...account, certificate: 'no certificate' }, 'APP_STORE_CREDENTIALS']
    ] as const
  ) {
    const wrong = await openAppStore(standIn.context({ service: 'xiaomi', icon: 'icon.png' }, given))
    t.match(await refusal(wrong.send(apk, signal), ['another-secret']), { code })
  }
})

/** Block by block; node decrypts PKCS#1 v1.5 no more, so that its padding is taken off here. */
function decrypted (hex: string): string {
  const bytes = Buffer.from(hex, 'hex')
  const blocks = Array.from({ length: bytes.length / 128 }, (_, index) => {
    const block = bytes.subarray(index * 128, (index + 1) * 128)
    const padded = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block)
    return padded.subarray(padded.indexOf(0, 2) + 1)
  })
  return Buffer.concat(blocks).toString()
}
