import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { buildNumber } from './app-store.js'
import type { AppStore, AppStoreContext, AppUpload, StoreState } from './app-store.js'
import { checkApplication, checkCode, checkHigher, signatureOf } from './market-answers.js'
import { multipartBody } from './multipart-body.js'
import { readCredentials } from './store-credentials.js'
import { StoreRequests, uploadAddress } from './store-requests.js'
import type { StoreRequest } from './store-requests.js'

const api = 'https://oop-openapi-cn.heytapmobi.com'
/** What "发布版本" wants told again of the application as it stands. */
const repeated = [
  'app_name',
  'second_category_id',
  'third_category_id',
  'summary',
  'detail_desc',
  'privacy_source_url',
  'icon_url',
  'pic_url',
  'electronic_cert_url',
  'business_username',
  'business_email',
  'business_mobile',
  'age_level',
  'adaptive_equipment',
  'customer_contact'
]
/** 911215: it is in review; 911216: an update of it is being processed. */
const meanings = { busy: ['911215', '911216'] }
const [refusedWords, reviewWords, shownWords] = [
  /拒绝|不通过|驳回|失败|打回/,
  /审核|待审|审查|送审/,
  /上线|上架|已发布/
]

interface Session {
  context: AppStoreContext
  requests: StoreRequests
  base: string
  secret: string
  token: string
  upload: AppUpload
  signal: AbortSignal
}

/** OPPO 软件商店: "API 传包能力接入", https://open.oppomobile.com/documentation/page/info?id=10998. */
export function oppo (context: AppStoreContext): AppStore {
  return {
    tellsBuilds: true,
    find: async (upload, signal) => {
      const session = await login(context, upload, signal)
      return await shownState(session) ?? await taskState(session)
    },
    rehearse: async (upload, signal) => {
      const { version_code: code } = await application(await login(context, upload, signal))
      checkHigher(context, upload, Number(code))
    },
    send: async (upload, signal) => {
      const session = await login(context, upload, signal)
      const info = await application(session)
      checkHigher(context, upload, Number(info.version_code))
      await publish(session, info, await sendFile(session))
      return { state: 'processing' }
    }
  }
}

async function login (context: AppStoreContext, upload: AppUpload, signal: AbortSignal): Promise<Session> {
  const { redactor, ...query } = await readCredentials(context, ['client_id', 'client_secret'])
  const requests = new StoreRequests(context, redactor)
  const base = context.settings.endpoint ?? api
  const answer = await requests.send({ method: 'GET', url: `${base}/developer/v1/token`, query, signal })
  const { data } = answer.json
  if (isJsonObject(data) && typeof data.access_token === 'string') {
    return { context, requests, base, secret: query.client_secret, token: data.access_token, upload, signal }
  }
  const reason = requests.words(isJsonObject(data) ? String(data.message) : answer.text)
  throw new PacklineError('APP_STORE_LOGIN', { store: context.name, reason })
}

async function application (session: Session): Promise<Record<string, unknown>> {
  const { upload } = session
  const info = await ask(session, 'GET', '/resource/v1/app/info', { pkg_name: upload.application.id })
  checkApplication(session.context, upload, info.pkg_name ?? upload.application.id)
  return info
}

async function shownState (session: Session): Promise<StoreState | undefined> {
  const info = await application(session)
  if (Number(info.version_code) !== buildNumber(session.upload.application)) return undefined
  const name = String(info.audit_status_name ?? '')
  const detail = [name, info.refuse_reason].filter(Boolean).join(': ')
  // Its words say more than its numbers, which are not all documented.
  if (refusedWords.test(name)) return { state: 'refused', detail }
  if (reviewWords.test(name)) return { state: 'review', detail }
  return { state: shownWords.test(name) ? 'available' : 'processing', detail }
}

/** `task_state` 1 waits, 2 is done, 3 has failed. There is none for a build that never came. */
async function taskState (session: Session): Promise<StoreState | undefined> {
  const { application: { id, build } } = session.upload
  const fields = { pkg_name: id, version_code: String(build) }
  try {
    const { task_state: task, err_msg: detail = '' } = await ask(
      session,
      'POST',
      '/resource/v1/app/task-state',
      fields
    )
    if (String(task) === '1') return { state: 'processing' }
    if (String(task) === '2') return { state: 'review' }
    return String(task) === '3' ? { state: 'refused', detail: String(detail) } : undefined
  } catch (error) {
    if (error instanceof PacklineError && error.code === 'APP_STORE_REFUSED') return undefined
    throw error
  }
}

async function sendFile (session: Session): Promise<string> {
  const { context, requests, upload, signal } = session
  const { upload_url: url, sign } = await ask(session, 'GET', '/resource/v1/upload/get-upload-url', {})
  const body = multipartBody({ type: 'apk', sign: String(sign) }, [{ field: 'file', ...upload.file }])
  const answer = await requests.send({
    method: 'POST',
    url: uploadAddress(context, url),
    headers: body.headers,
    body: body.stream,
    signal
  })
  const { data, errno } = answer.json
  const sent = isJsonObject(data) ? data : {}
  checkCode(context, requests, upload, answer, errno, sent.message, meanings)
  return JSON.stringify([{ url: String(sent.url), md5: String(sent.md5), cpu_code: 0 }])
}

async function publish (session: Session, info: Record<string, unknown>, packages: string): Promise<void> {
  const { application: { id, build }, notes } = session.upload
  const told = Object.fromEntries(repeated.map(name => [name, String(info[name] ?? '').trim()]))
  await ask(session, 'POST', '/resource/v1/app/upd', {
    ...told,
    copyright_url: String(info.copyright_url || info.electronic_cert_url || ''),
    pkg_name: id,
    version_code: String(build),
    apk_url: packages,
    update_desc: notes,
    online_type: '1',
    adaptive_type: '2'
  }, id)
}

async function ask (
  { context, requests, base, secret, token, upload, signal }: Session,
  method: 'GET' | 'POST',
  path: string,
  given: Record<string, string>,
  submits?: string
): Promise<Record<string, unknown>> {
  const fields = { ...given, access_token: token, timestamp: String(Math.floor(context.now() / 1000)) }
  const signed = { ...fields, api_sign: signatureOf(fields, secret) }
  const request: StoreRequest = {
    method,
    url: base + path,
    ...method === 'GET' ? { query: signed } : { form: signed },
    signal,
    ...submits !== undefined && { submits }
  }
  const answer = await requests.send(request)
  const { errno, message, data } = answer.json
  const found = isJsonObject(data) ? data : {}
  checkCode(context, requests, upload, answer, errno, message ?? found.message, meanings)
  return found
}
