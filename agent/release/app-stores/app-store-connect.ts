import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { phrase } from '../../messages/phrase.js'
import type { AppStore, AppStoreContext, AppUpload, StoreState } from './app-store.js'
import { ConnectRequests, attributesOf, idOf, resources } from './connect-requests.js'
import type { Resource } from './connect-requests.js'
import { uploadAddress } from './store-requests.js'

/** https://developer.apple.com/documentation/appstoreconnectapi/buildupload: the file is an application of iOS. */
const uploadedType = { assetType: 'ASSET', uti: 'com.apple.ipa' }
const cleanUpMs = 30_000

/**
 * App Store Connect by its build uploads (API 4.1): reserve, send the parts where it says, commit. What
 * becomes of it is asked by `find`: processing, then TestFlight.
 */
export function appStoreConnect (context: AppStoreContext): AppStore {
  const open = async (upload: AppUpload, signal: AbortSignal): Promise<Open> => {
    const connect = await ConnectRequests.begin(context, upload.application, signal)
    return { connect, upload, app: await appOf(connect, upload, context) }
  }
  return {
    tellsBuilds: true,
    find: async (upload, signal) => {
      const opened = await open(upload, signal)
      return await builtState(opened) ?? await uploadState(opened)
    },
    rehearse: async (upload, signal) => {
      await open(upload, signal)
    },
    send: async (upload, signal) => await sendBuild(await open(upload, signal), context)
  }
}

interface Open {
  connect: ConnectRequests
  upload: AppUpload
  app: string
}

async function appOf (
  connect: ConnectRequests,
  { application: { id } }: AppUpload,
  { name: store }: AppStoreContext
): Promise<string> {
  const found = resources(await connect.get('/v1/apps', { 'filter[bundleId]': id }))
    // The filter takes what begins like it too.
    .find(each => attributesOf(each).bundleId === id)
  if (found !== undefined) return idOf(found)
  throw new PacklineError('APP_STORE_REFUSED', { store, what: id, reason: phrase('appStore.noApplication') })
}

/** The build that came of an upload, and how it stands in TestFlight. */
async function builtState ({ connect, upload, app }: Open): Promise<StoreState | undefined> {
  const { version = '', build = '' } = upload.application
  const [found] = resources(
    await connect.get('/v1/builds', {
      'filter[app]': app,
      'filter[version]': String(build),
      'filter[preReleaseVersion.version]': version,
      'filter[preReleaseVersion.platform]': 'IOS'
    })
  )
  if (found === undefined) return undefined
  const processing = String(attributesOf(found).processingState)
  const reference = idOf(found)
  if (processing === 'PROCESSING') return { state: 'processing', reference }
  if (processing !== 'VALID') return { state: 'refused', detail: processing, reference }
  const beta = await connect.get(`/v1/builds/${encodeURIComponent(reference)}/buildBetaDetail`, {})
  const { internalBuildState, externalBuildState } = isJsonObject(beta.data) ? attributesOf(beta.data) : {}
  const detail = `TestFlight: ${String(internalBuildState)}, ${String(externalBuildState)}`
  return { state: 'available', detail, reference }
}

/** An upload that no build has come of so far; one that was never ended counts as none. */
async function uploadState (opened: Open): Promise<StoreState | undefined> {
  for (const found of await uploadsOf(opened)) {
    const { state, errors } = stateOf(found)
    const reference = idOf(found)
    if (state === 'PROCESSING' || state === 'COMPLETE') return { state: 'processing', reference }
    if (state === 'FAILED') return { state: 'refused', detail: errors, reference }
  }
  return undefined
}

async function uploadsOf ({ connect, upload, app }: Open): Promise<Resource[]> {
  const { version = '', build = '' } = upload.application
  return resources(
    await connect.get(`/v1/apps/${encodeURIComponent(app)}/buildUploads`, {
      'filter[cfBundleShortVersionString]': version,
      'filter[cfBundleVersion]': String(build),
      'filter[platform]': 'IOS',
      sort: '-uploadedDate'
    })
  )
}

function stateOf (upload: Resource): { state: string, errors: string } {
  const { state } = attributesOf(upload)
  if (!isJsonObject(state)) return { state: '', errors: '' }
  const errors = (Array.isArray(state.errors) ? state.errors : []).filter(isJsonObject)
  return {
    state: String(state.state),
    errors: errors.map(({ code, description }) => `${String(code)}: ${String(description)}`).join('; ')
  }
}

async function sendBuild (opened: Open, context: AppStoreContext): Promise<StoreState> {
  const { connect, upload: { application: { version = '', build = '' } }, app } = opened
  // What an interrupted command left would wait there for its parts.
  for (const left of await uploadsOf(opened)) {
    if (stateOf(left).state === 'AWAITING_UPLOAD') await connect.remove(`/v1/buildUploads/${idOf(left)}`)
  }
  const made = await connect.write('POST', '/v1/buildUploads', {
    type: 'buildUploads',
    attributes: { cfBundleShortVersionString: version, cfBundleVersion: String(build), platform: 'IOS' },
    relationships: { app: { data: { type: 'apps', id: app } } }
  })
  const reference = idOf(made)
  try {
    await sendFile(opened, reference, context)
  } catch (error) {
    const signal = AbortSignal.timeout(cleanUpMs)
    await connect.remove(`/v1/buildUploads/${encodeURIComponent(reference)}`, signal).catch(() => {})
    throw error
  }
  return { state: 'processing', reference }
}

async function sendFile ({ connect, upload }: Open, upTo: string, context: AppStoreContext): Promise<void> {
  const { file } = upload
  const reserved = await connect.write('POST', '/v1/buildUploadFiles', {
    type: 'buildUploadFiles',
    attributes: { ...uploadedType, fileName: basename(file.name), fileSize: file.sizeBytes },
    relationships: { buildUpload: { data: { type: 'buildUploads', id: upTo } } }
  })
  const { uploadOperations } = attributesOf(reserved)
  const operations = (Array.isArray(uploadOperations) ? uploadOperations : []).filter(isJsonObject)
  const covered = operations.reduce((sum, { length }) => sum + Number(length), 0)
  if (covered !== file.sizeBytes) {
    const reason = phrase('appStore.otherLength', { found: covered, expected: file.sizeBytes })
    throw new PacklineError('APP_STORE_UNREACHED', { store: context.name, reason })
  }
  for (const { method, url, offset, length, requestHeaders } of operations) {
    const start = Number(offset)
    const size = Number(length)
    await connect.sendPart({
      method: method === 'POST' ? 'POST' : 'PUT',
      url: uploadAddress(context, url),
      headers: { 'content-length': String(size), ...headersOf(requestHeaders) },
      body: () => createReadStream(file.path, { start, end: start + size - 1 })
    })
  }
  // Without sourceFileChecksums: the service answers 409 to a SHA_256 of the file, although it is documented.
  const id = idOf(reserved)
  await connect.write('PATCH', `/v1/buildUploadFiles/${encodeURIComponent(id)}`, {
    type: 'buildUploadFiles',
    id,
    attributes: { uploaded: true }
  })
}

function headersOf (given: unknown): Record<string, string> {
  return Object.fromEntries(
    (Array.isArray(given) ? given : []).filter(isJsonObject).map(({ name, value }) => [
      String(name).toLowerCase(),
      String(value)
    ])
  )
}
