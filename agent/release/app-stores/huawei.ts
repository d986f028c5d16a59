import { createReadStream } from 'node:fs'
import { extname } from 'node:path'
import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { phrase } from '../../messages/phrase.js'
import { buildNumber } from './app-store.js'
import type { AppStore, AppStoreContext, AppUpload, StoreState } from './app-store.js'
import { huaweiLogin } from './huawei-login.js'
import type { HuaweiSession } from './huawei-login.js'
import { checkCode } from './market-answers.js'
import { answered, uploadAddress } from './store-requests.js'
import type { StoreRequest } from './store-requests.js'

/** `releaseState` of "Querying app information" in the Publishing API of AppGallery Connect. */
const states: Record<number, StoreState['state']> = {
  0: 'available',
  1: 'refused',
  3: 'available',
  4: 'review',
  5: 'review',
  7: 'draft',
  8: 'refused',
  12: 'review',
  13: 'refused'
}
/** The package is still being compiled or parsed: the same code stands for other things, so words decide. */
const compiling = /compil|pars|3-5 minutes|try again|编译|解析|安全检测/i
const compilingCodes = ['204144660', '204144719', '204144727', '204144735']
const login = ['204144665', '204144666', '205524993', '205525001']
/** "Try again in 3 to 5 minutes", it says. */
const compileTries = 14
const compilePauseMs = 30_000

interface Open {
  context: AppStoreContext
  session: HuaweiSession
  upload: AppUpload
  signal: AbortSignal
  appId: string
}

/** Huawei AppGallery by the Publishing API v2 of AppGallery Connect. */
export function huawei (context: AppStoreContext): AppStore {
  return {
    tellsBuilds: true,
    find: async (upload, signal) => await stateOf(await open(context, upload, signal)),
    rehearse: async (upload, signal) => {
      // An address is given to those only who may release.
      await uploadSlot(await open(context, upload, signal))
    },
    send: async (upload, signal) => {
      const opened = await open(context, upload, signal)
      if ((await stateOf(opened))?.state !== 'draft') await sendPackage(opened)
      await tellNews(opened)
      await submit(opened)
      return { state: 'review', reference: opened.appId }
    }
  }
}

async function open (context: AppStoreContext, upload: AppUpload, signal: AbortSignal): Promise<Open> {
  const session = await huaweiLogin(context, signal)
  const opened = { context, session, upload, signal, appId: context.settings.appId ?? '' }
  if (opened.appId !== '') return opened
  const query = { packageName: upload.application.id }
  const { appids } = await ask(opened, { method: 'GET', query }, 'appid-list')
  const [found] = Array.isArray(appids) ? appids : []
  if (isJsonObject(found)) return { ...opened, appId: String(found.value) }
  const [store, what] = [context.name, upload.application.id]
  throw new PacklineError('APP_STORE_REFUSED', { store, what, reason: phrase('appStore.noApplication') })
}

async function stateOf (opened: Open): Promise<StoreState | undefined> {
  const { appInfo } = await ask(opened, { method: 'GET' }, 'app-info')
  if (!isJsonObject(appInfo)) return undefined
  const { versionCode, onShelfVersionCode, releaseState } = appInfo
  const build = buildNumber(opened.upload.application)
  const reference = opened.appId
  if (Number(onShelfVersionCode) === build) return { state: 'available', reference }
  if (Number(versionCode) !== build) return undefined
  const state = states[Number(releaseState)] ?? 'draft'
  return { state, detail: `releaseState ${String(releaseState)}`, reference }
}

/** Name of the package for the store, which wants the same at both places and not more than 64 characters. */
function fileName ({ upload: { file, application } }: Open): string {
  return `${buildNumber(application)}-${file.sha256.slice(0, 12)}${extname(file.name).toLowerCase()}`
}

async function uploadSlot (opened: Open): Promise<Record<string, unknown>> {
  const query = { fileName: fileName(opened), contentLength: String(opened.upload.file.sizeBytes) }
  const { urlInfo } = await ask(opened, { method: 'GET', query }, 'upload-url/for-obs')
  return isJsonObject(urlInfo) ? urlInfo : {}
}

async function sendPackage (opened: Open): Promise<void> {
  const { context, session, signal, upload: { file } } = opened
  const slot = await uploadSlot(opened)
  const headers = Object.fromEntries(
    Object
      .entries(isJsonObject(slot.headers) ? slot.headers : {})
      .map(([name, value]) => [name.toLowerCase(), String(value)])
      .filter(([name]) => name !== 'host')
  )
  const { status, text } = await session.requests.send({
    method: 'PUT',
    url: uploadAddress(context, slot.url),
    headers: { ...headers, 'content-length': String(file.sizeBytes) },
    body: () => createReadStream(file.path),
    signal,
    isRepeatable: true
  })
  if (status >= 300) {
    const reason = answered(status, session.requests.words(text))
    throw new PacklineError('APP_STORE_UNREACHED', { store: context.name, reason })
  }
  // By its name in the store: an address there is refused, "The files url is not objectId".
  const files = [{ fileName: fileName(opened), fileDestUrl: String(slot.objectId) }]
  await ask(opened, { method: 'PUT', json: { fileType: 5, files } }, 'app-file-info')
}

async function tellNews (opened: Open): Promise<void> {
  const { context: { settings: { language = 'zh-CN' } }, upload: { notes } } = opened
  if (notes === '') return
  await ask(opened, { method: 'PUT', json: { lang: language, newFeatures: notes } }, 'app-language-info')
}

async function submit (opened: Open): Promise<void> {
  const { context, signal, upload: { application } } = opened
  for (let left = compileTries;; left--) {
    try {
      await ask(opened, { method: 'POST', json: {}, submits: application.id }, 'app-submit')
      return
    } catch (error) {
      const isCompiling = error instanceof PacklineError && error.code === 'APP_STORE_BUSY'
      if (!isCompiling || left <= 0) throw error
    }
    await context.wait(compilePauseMs, signal)
  }
}

async function ask (
  { context, session, upload, signal, appId }: Open,
  call: Pick<StoreRequest, 'method' | 'query' | 'json' | 'submits'>,
  path: string
): Promise<Record<string, unknown>> {
  const own = appId === '' ? {} : { appId, releaseType: '1' }
  const answer = await session.requests.send({
    ...call,
    url: `${session.base}/publish/v2/${path}`,
    query: { ...own, ...call.query },
    headers: session.headers,
    signal
  })
  const ret = isJsonObject(answer.json.ret) ? answer.json.ret : {}
  const isCompiling = compilingCodes.includes(String(ret.code)) && compiling.test(String(ret.msg))
  const busy = isCompiling ? compilingCodes : []
  checkCode(context, session.requests, upload, answer, ret.code, ret.msg, { login, busy })
  return answer.json
}
