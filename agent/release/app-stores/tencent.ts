import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { PacklineError } from '../../errors.js'
import { digestsOfFile } from '../../files/streamed-digest.js'
import { phrase } from '../../messages/phrase.js'
import type { AppStore, AppStoreContext, AppUpload, StoreState } from './app-store.js'
import { checkCode, signatureOf } from './market-answers.js'
import { readCredentials } from './store-credentials.js'
import { answered, StoreRequests, uploadAddress } from './store-requests.js'

const api = 'https://p.open.qq.com/open_file/developer_api'
/** `audit_status` of "query_app_update_status": in review, refused, passed, withdrawn. */
const states: Record<number, StoreState['state']> = { 1: 'review', 2: 'refused', 3: 'available', 8: 'draft' }

interface Session {
  context: AppStoreContext
  requests: StoreRequests
  user: string
  secret: string
  upload: AppUpload
  signal: AbortSignal
}

/**
 * Tencent 应用宝: "API 更新应用信息", https://wikinew.open.qq.com/index.html#/iwiki/4015262492. It updates what is
 * in the store already, and says of the last update how far it is, but not which build that was.
 */
export function tencent (context: AppStoreContext): AppStore {
  return {
    tellsBuilds: false,
    find: async (upload, signal) => {
      const session = await open(context, upload, signal)
      const { audit_status: status, audit_reason: reason } = await lastUpdate(session)
      const state = states[Number(status)]
      return state && { state, ...typeof reason === 'string' && reason !== '' && { detail: reason } }
    },
    rehearse: async (upload, signal) => {
      await lastUpdate(await open(context, upload, signal))
    },
    send: async (upload, signal) => {
      const session = await open(context, upload, signal)
      const { audit_status: status } = await lastUpdate(session)
      if (Number(status) === 1) {
        const [store, application] = [context.name, upload.application.id]
        throw new PacklineError('APP_STORE_BUSY', { store, application, reason: phrase('appStore.inReview') })
      }
      await ask(session, 'update_app', {
        deploy_type: '1',
        ...await sendFile(session),
        ...upload.notes !== '' && { feature: upload.notes }
      }, upload.application.id)
      return { state: 'review' }
    }
  }
}

async function open (context: AppStoreContext, upload: AppUpload, signal: AbortSignal): Promise<Session> {
  const fields = await readCredentials(context, ['user_id', 'access_secret'])
  const requests = new StoreRequests(context, fields.redactor)
  return { context, requests, user: fields.user_id, secret: fields.access_secret, upload, signal }
}

async function lastUpdate (session: Session): Promise<Record<string, unknown>> {
  return await ask(session, 'query_app_update_status', {})
}

/** The fields that name the package: 1 is yes and 2 is no; one of 64 bits only goes by another name. */
async function sendFile (session: Session): Promise<Record<string, string>> {
  const { context, requests, upload: { file, abis }, signal } = session
  const { pre_sign_url: url, serial_number: serial } = await ask(session, 'get_file_upload_info', {
    file_type: 'apk',
    file_name: basename(file.name)
  })
  const { status, text } = await requests.send({
    method: 'PUT',
    url: uploadAddress(context, url),
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(file.sizeBytes) },
    body: () => createReadStream(file.path),
    signal,
    isRepeatable: true
  })
  if (status !== 200) {
    const reason = answered(status, requests.words(text))
    throw new PacklineError('APP_STORE_UNREACHED', { store: context.name, reason })
  }
  const { md5 } = await digestsOfFile(file.path)
  const bits = abis.length > 0 && abis.every(abi => abi.includes('64')) ? '64' : '32'
  return {
    ...bits === '64' && { apk32_flag: '2' },
    [`apk${bits}_flag`]: '1',
    [`apk${bits}_file_serial_number`]: String(serial),
    [`apk${bits}_file_md5`]: md5
  }
}

async function ask (
  { context, requests, user, secret, upload, signal }: Session,
  path: string,
  given: Record<string, string>,
  submits?: string
): Promise<Record<string, unknown>> {
  const fields = {
    ...given,
    pkg_name: upload.application.id,
    app_id: context.settings.appId ?? '',
    user_id: user,
    timestamp: String(Math.floor(context.now() / 1000))
  }
  const answer = await requests.send({
    method: 'POST',
    url: `${context.settings.endpoint ?? api}/${path}`,
    form: { ...fields, sign: signatureOf(fields, secret) },
    signal,
    ...submits === undefined ? { isRepeatable: true } : { submits }
  })
  const { ret, msg, message } = answer.json
  checkCode(context, requests, upload, answer, ret, msg ?? message, {})
  return answer.json
}
