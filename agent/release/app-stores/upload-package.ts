import { extname } from 'node:path'
import { filesOfService } from '../../config/app-store-checks.js'
import type { AppStoreSettings } from '../../config/app-store-schema.js'
import { PacklineError } from '../../errors.js'
import { phrase, type Wording } from '../../messages/phrase.js'
import type { ReleaseName } from '../registry.js'
import type { Author, ReleaseStore } from '../release-store.js'
import type { AppStore, AppUpload, StoreState, UploadState } from './app-store.js'
import { forgetUpload, noteUpload, recordUpload, uploadOf } from './upload-records.js'
import type { UploadRecord } from './upload-records.js'

export interface UploadRequest {
  store: string
  settings: AppStoreSettings
  release: ReleaseName
  target: string
  /** Platform, channel and pairing. */
  row: string
  upload: AppUpload
  /** The share of players that somebody asked for, in percent; undefined where it is the project's. */
  percent: number | undefined
  isRehearsal: boolean
  /** Somebody looked: what was sent and not answered is not there. */
  isAgain: boolean
}

export interface UploadOutcome {
  record: UploadRecord
  /** It was there already. */
  isKept: boolean
}

/** States in which the same package is not sent once more. */
const settled: readonly UploadState[] = ['sent', 'processing', 'review', 'available']
/** Errors after which the store has nothing of it. */
const untouched = [
  'APP_STORE_LOGIN',
  'APP_STORE_BUSY',
  'APP_STORE_UNREACHED',
  'APP_STORE_CREDENTIALS',
  'TOOL_NOT_FOUND'
]

/**
 * Sends a package of a release to a store, unless it is there: the store is asked first, and where it cannot
 * tell, the record. That it began is written down before anything leaves.
 */
export async function uploadPackage (
  releases: ReleaseStore,
  appStore: AppStore,
  request: UploadRequest,
  author: Author,
  signal: AbortSignal
): Promise<UploadOutcome> {
  const { release, upload, isRehearsal, percent } = request
  checkPackage(request)
  const record = recordOf(request, author)
  const before = await uploadOf(releases, release, record)
  const same = before?.sha256 === record.sha256 && !request.isAgain ? before : undefined
  if (!appStore.tellsBuilds && same?.state === 'sending') {
    const [store, what, reason] = [record.store, record.file, phrase('appStore.noAnswer', { at: same.at })]
    throw new PacklineError('APP_STORE_UNCERTAIN', { store, what, reason })
  }
  const found = appStore.tellsBuilds ? await appStore.find(upload, signal) : same
  if (found !== undefined && settled.includes(found.state) && found.differs !== true) {
    const kept = { ...record, ...same, ...percent !== undefined && { percent }, ...stateOnly(found) }
    if (!isRehearsal && same?.state !== found.state) await recordUpload(releases, release, kept, author)
    return { record: kept, isKept: true }
  }
  if (isRehearsal) {
    await appStore.rehearse(upload, signal)
    return { record, isKept: false }
  }
  await noteUpload(releases, release, record, author)
  let state: StoreState
  try {
    state = await appStore.send(upload, signal)
  } catch (error) {
    await noteFailure(releases, release, record, before, error)
    throw error
  }
  const sent = { ...record, ...stateOnly(state) }
  await recordUpload(releases, release, sent, author)
  return { record: sent, isKept: false }
}

/** Throws APP_STORE_PACKAGE for what the store would refuse after hundreds of megabytes. */
function checkPackage ({ store, settings, upload: { file, application } }: UploadRequest): void {
  const refuse = (reason: Wording): never => {
    throw new PacklineError('APP_STORE_PACKAGE', { store, file: file.name, reason })
  }
  const takes = filesOfService(settings.service)
  if (takes.length > 0 && !takes.includes(extname(file.name).toLowerCase())) {
    refuse(phrase('appStore.takes', { list: takes.join(', ') }))
  }
  if (takes.length > 0 && (application.id === '' || application.build === undefined)) {
    refuse(phrase('appStore.noIdentity'))
  }
  if (settings.application !== undefined && settings.application !== application.id) {
    refuse(phrase('appStore.isFor', { expected: settings.application, found: application.id }))
  }
}

function recordOf (
  { store, settings, target, row, upload, percent }: UploadRequest,
  { by }: Author
): UploadRecord {
  const { file, application } = upload
  return {
    store,
    service: settings.service,
    target,
    row,
    file: file.name,
    sha256: file.sha256,
    application: application.id,
    build: String(application.build ?? ''),
    ...settings.track !== undefined && { track: settings.track },
    ...percent !== undefined && { percent },
    state: 'sending',
    at: new Date().toISOString(),
    by
  }
}

function stateOnly ({ state, detail, reference }: StoreState): StoreState {
  return { state, ...detail !== undefined && { detail }, ...reference !== undefined && { reference } }
}

/** What a store refused stays to be seen; of what it never got there is nothing to see. */
async function noteFailure (
  releases: ReleaseStore,
  release: ReleaseName,
  record: UploadRecord,
  before: UploadRecord | undefined,
  error: unknown
): Promise<void> {
  if (!(error instanceof PacklineError) || error.code === 'APP_STORE_UNCERTAIN') return
  if (untouched.includes(error.code)) {
    await forgetUpload(releases, release, record, before)
    return
  }
  const detail = String(error.details.reason ?? error.message)
  await noteUpload(releases, release, { ...record, state: 'refused', detail }, { by: record.by, why: '' })
}

/** Asks a store how an upload stands, and keeps that. What it cannot tell stays as it was recorded. */
export async function refreshUpload (
  releases: ReleaseStore,
  appStore: AppStore,
  release: ReleaseName,
  record: UploadRecord,
  upload: AppUpload,
  now: Date,
  signal: AbortSignal
): Promise<UploadRecord> {
  const found = await appStore.find(upload, signal)
  const { detail: _old, ...rest } = record
  const asked = {
    ...found === undefined ? record : { ...rest, ...stateOnly(found) },
    askedAt: now.toISOString()
  }
  await noteUpload(releases, release, asked, { by: record.by, why: '' })
  return asked
}
