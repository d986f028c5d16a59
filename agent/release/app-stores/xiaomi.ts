import { constants, createHash, createPublicKey, publicEncrypt } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { resolve } from 'node:path'
import { digestsOfFile } from '../../files/streamed-digest.js'
import { isJsonObject } from '../../json-object.js'
import { buildNumber } from './app-store.js'
import type { AppStore, AppStoreContext, AppUpload } from './app-store.js'
import { checkApplication, checkCode, checkHigher } from './market-answers.js'
import { multipartBody } from './multipart-body.js'
import type { FormFile } from './multipart-body.js'
import { badKey, readCredentials } from './store-credentials.js'
import { StoreRequests } from './store-requests.js'
import type { StoreAnswer, StoreRequest } from './store-requests.js'

const api = 'https://api.developer.xiaomi.com/devupload'
/** What PKCS#1 v1.5 takes of a block of RSA. */
const paddingBytes = 11
/** -20014 and the like: the signature does not fit; -92: that build was sent before. */
const meanings = { login: ['-20002', '-20014', '-20030'], used: ['-92'] }

interface Session {
  context: AppStoreContext
  requests: StoreRequests
  account: { userName: string, password: string }
  key: KeyObject
  upload: AppUpload
  signal: AbortSignal
}

/**
 * Xiaomi 应用商店: https://dev.mi.com/xiaomihyperos/documentation/detail?pId=1134. One request sends and submits; of
 * a review it tells nothing, only what is shown.
 */
export function xiaomi (context: AppStoreContext): AppStore {
  return {
    tellsBuilds: false,
    find: async (upload, signal) => {
      const { versionCode } = await query(await open(context, upload, signal))
      return Number(versionCode) === buildNumber(upload.application) ? { state: 'available' } : undefined
    },
    rehearse: async (upload, signal) => {
      const { versionCode } = await query(await open(context, upload, signal))
      checkHigher(context, upload, Number(versionCode), true)
    },
    send: async (upload, signal) => {
      const session = await open(context, upload, signal)
      const { versionCode, appName } = await query(session)
      checkHigher(context, upload, Number(versionCode), true)
      await push(session, String(appName))
      return { state: 'review' }
    }
  }
}

/** The certificate is what the store gives each developer; it is public. */
async function open (context: AppStoreContext, upload: AppUpload, signal: AbortSignal): Promise<Session> {
  const fields = await readCredentials(context, ['userName', 'password', 'certificate'])
  const { redactor, certificate, ...account } = fields
  try {
    const key = createPublicKey(certificate)
    return { context, requests: new StoreRequests(context, redactor), account, key, upload, signal }
  } catch {
    throw badKey(context, 'certificate')
  }
}

async function query (session: Session): Promise<Record<string, unknown>> {
  const { context, account: { userName }, upload, signal } = session
  const data = JSON.stringify({ packageName: upload.application.id, userName })
  const answer = await send(session, 'query', {
    form: { RequestData: data, SIG: signature(session, [['RequestData', md5Of(data)]]) },
    isRepeatable: true,
    signal
  })
  const { packageInfo } = answer.json
  const found = isJsonObject(packageInfo) ? packageInfo : {}
  checkApplication(context, upload, found.packageName)
  return found
}

async function push (session: Session, appName: string): Promise<void> {
  const { context, account: { userName }, upload: { file, application, notes }, signal } = session
  const icon = resolve(context.folder, context.settings.icon ?? '')
  const files: FormFile[] = [{ field: 'apk', ...file }]
  const digests: Array<[string, string]> = [['apk', (await digestsOfFile(file.path)).md5]]
  if (context.settings.icon !== undefined) {
    const { md5, size } = await digestsOfFile(icon)
    files.push({ field: 'icon', path: icon, sizeBytes: size })
    digests.push(['icon', md5])
  }
  const appInfo = { appName, packageName: application.id, updateDesc: notes }
  const data = JSON.stringify({ userName, synchroType: 1, appInfo })
  const fields = { RequestData: data, SIG: signature(session, [['RequestData', md5Of(data)], ...digests]) }
  const body = multipartBody(fields, files)
  await send(session, 'push', {
    // Without it the service drops large bodies.
    headers: { ...body.headers, expect: '100-continue' },
    body: body.stream,
    submits: application.id,
    signal
  })
}

async function send (
  { context, requests, upload }: Session,
  path: string,
  request: Omit<StoreRequest, 'method' | 'url'>
): Promise<StoreAnswer> {
  const answer = await requests.send({
    method: 'POST',
    url: `${context.settings.endpoint ?? api}/dev/${path}`,
    ...request
  })
  const { result, message } = answer.json
  checkCode(context, requests, upload, answer, result, message, meanings)
  return answer
}

/** MD5 of each part with the secret, encrypted to the store's key block by block. */
function signature ({ account: { password }, key }: Session, parts: ReadonlyArray<[string, string]>): string {
  const text = JSON.stringify({ sig: parts.map(([name, hash]) => ({ name, hash })), password })
  const plain = Buffer.from(text)
  const block = (key.asymmetricKeyDetails?.modulusLength ?? 1024) / 8 - paddingBytes
  const blocks = Array.from({ length: Math.ceil(plain.length / block) }, (_, index) =>
    publicEncrypt(
      { key, padding: constants.RSA_PKCS1_PADDING },
      plain.subarray(index * block, (index + 1) * block)
    ))
  return Buffer.concat(blocks).toString('hex')
}

function md5Of (text: string): string {
  return createHash('md5').update(text).digest('hex')
}
