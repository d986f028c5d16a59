import { digestsOfFile } from '../../files/streamed-digest.js'
import { isJsonObject } from '../../json-object.js'
import { buildNumber } from './app-store.js'
import type { AppStore, AppStoreContext, AppUpload, StoreState } from './app-store.js'
import { checkApplication, checkCode, checkHigher, signatureOf } from './market-answers.js'
import { multipartBody } from './multipart-body.js'
import { readCredentials } from './store-credentials.js'
import { StoreRequests } from './store-requests.js'
import type { StoreRequest } from './store-requests.js'

const api = 'https://developer-api.vivo.com.cn/router/rest'
/** `status` of app.query.details: draft, in review, passed, refused, withdrawn. */
const states: Record<number, StoreState['state']> = {
  1: 'draft',
  2: 'review',
  3: 'available',
  4: 'refused',
  5: 'draft'
}
/** 11010: it is being processed. */
const meanings = { busy: ['11010'], login: ['10000', '10003', '10004'] }

interface Session {
  context: AppStoreContext
  requests: StoreRequests
  key: string
  secret: string
  upload: AppUpload
  signal: AbortSignal
}

/** vivo 应用商店: https://dev.vivo.com.cn/documentCenter/doc/327, one gateway whose `method` says what is asked. */
export function vivo (context: AppStoreContext): AppStore {
  return {
    tellsBuilds: true,
    find: async (upload, signal) => stateOf(upload, await details(await open(context, upload, signal))),
    rehearse: async (upload, signal) => {
      const { versionCode } = await details(await open(context, upload, signal))
      checkHigher(context, upload, Number(versionCode))
    },
    send: async (upload, signal) => {
      const session = await open(context, upload, signal)
      const { versionCode } = await details(session)
      checkHigher(context, upload, Number(versionCode))
      const { application: { id, build }, notes } = upload
      const { serial, md5 } = await sendFile(session)
      await ask(session, 'app.sync.update.app', {
        packageName: id,
        versionCode: String(build),
        apk: serial,
        fileMd5: md5,
        onlineType: '1',
        compatibleDevice: '2',
        updateDesc: notes
      }, { submits: id })
      return { state: 'review' }
    }
  }
}

async function open (context: AppStoreContext, upload: AppUpload, signal: AbortSignal): Promise<Session> {
  const fields = await readCredentials(context, ['access_key', 'access_secret'])
  const requests = new StoreRequests(context, fields.redactor)
  return { context, requests, key: fields.access_key, secret: fields.access_secret, upload, signal }
}

async function details (session: Session): Promise<Record<string, unknown>> {
  const { context, upload } = session
  const found = await ask(session, 'app.query.details', { packageName: upload.application.id }, {
    isRepeatable: true
  })
  checkApplication(context, upload, found.packageName)
  return found
}

function stateOf (
  { application }: AppUpload,
  { versionCode, status, unPassReason }: Record<string, unknown>
): StoreState | undefined {
  if (Number(versionCode) !== buildNumber(application)) return undefined
  const detail = typeof unPassReason === 'string' && unPassReason !== '' ? { detail: unPassReason } : {}
  return { state: states[Number(status)] ?? 'draft', ...detail }
}

async function sendFile (session: Session): Promise<{ serial: string, md5: string }> {
  const { upload: { file, application } } = session
  const { md5 } = await digestsOfFile(file.path)
  const body = multipartBody({}, [{ field: 'file', ...file }])
  const fields = { packageName: application.id, fileMd5: md5 }
  const sent = await ask(session, 'app.upload.apk.app', fields, { headers: body.headers, body: body.stream })
  return { serial: String(sent.serialnumber), md5 }
}

/** `code` is the gateway's, `subCode` that of what was asked: "0" or nothing where it went well. */
async function ask (
  { context, requests, key, secret, upload, signal }: Session,
  method: string,
  given: Record<string, string>,
  more: Pick<StoreRequest, 'headers' | 'body' | 'submits' | 'isRepeatable'>
): Promise<Record<string, unknown>> {
  const fields = {
    ...given,
    method,
    access_key: key,
    timestamp: String(context.now()),
    format: 'json',
    v: '1.0',
    sign_method: 'HMAC-SHA256',
    target_app_key: 'developer'
  }
  const signed = { ...fields, sign: signatureOf(fields, secret) }
  const answer = await requests.send({
    method: 'POST',
    url: context.settings.endpoint ?? api,
    ...more.body === undefined ? { form: signed } : { query: signed },
    ...more,
    signal
  })
  const { code, subCode, msg, message, data } = answer.json
  const told = String(code) === '0' && subCode !== undefined && subCode !== '' ? subCode : code
  checkCode(context, requests, upload, answer, told, msg ?? message, meanings)
  return isJsonObject(data) ? data : {}
}
