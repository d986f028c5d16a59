import { releaseKey } from '../registry-model.js'
import type { ReleaseName } from '../registry.js'
import type { Author, ReleaseStore } from '../release-store.js'
import type { StoreState } from './app-store.js'

/** One upload of a package of a release: the last thing known of it. */
export interface UploadRecord extends StoreState {
  /** The name that the project gave the store. */
  store: string
  service: string
  target: string
  /** Platform, channel and pairing. */
  row: string
  file: string
  sha256: string
  application: string
  build: string
  /** Of a store that has several. */
  track?: string
  /** The share of players that somebody asked for, with the upload or since. */
  percent?: number
  /** Who sent it and when. */
  at: string
  by: string
  /** When the store was asked last. */
  askedAt?: string
}

/** By store, target and row. */
type UploadRecords = Record<string, UploadRecord>

export function uploadsDocument (name: ReleaseName): string {
  return `uploads/${releaseKey({ version: name.version, build: name.build })}`
}

/** What was sent of a release to app stores, the newest first. */
export async function uploadsOf (store: ReleaseStore, name: ReleaseName): Promise<UploadRecord[]> {
  const records = await store.read<UploadRecords>(uploadsDocument(name)) ?? {}
  return Object.values(records).sort((a, b) => a.at < b.at ? 1 : -1)
}

export async function uploadOf (
  store: ReleaseStore,
  name: ReleaseName,
  of: Pick<UploadRecord, 'store' | 'target' | 'row'>
): Promise<UploadRecord | undefined> {
  return (await store.read<UploadRecords>(uploadsDocument(name)))?.[keyOf(of)]
}

/** Keeps how far an upload is; the history has no line for it. */
export async function noteUpload (
  store: ReleaseStore,
  name: ReleaseName,
  record: UploadRecord,
  { by, why }: Pick<Author, 'by' | 'why'>
): Promise<void> {
  const document = uploadsDocument(name)
  await store.commit({ by, why, action: 'release uploading', subject: record.store }, async draft => {
    const records = await draft.read<UploadRecords>(document) ?? {}
    draft.note(document, { ...records, [keyOf(record)]: record })
  })
}

/** The same with a line in the history. */
export async function recordUpload (
  store: ReleaseStore,
  name: ReleaseName,
  record: UploadRecord,
  author: Author
): Promise<void> {
  await commitRecord(store, name, author, 'release uploaded', at => ({ ...record, at }))
}

/** How far players get what was uploaded, after somebody changed that. */
export async function recordStoreRollout (
  store: ReleaseStore,
  name: ReleaseName,
  record: UploadRecord,
  author: Author
): Promise<void> {
  await commitRecord(store, name, author, 'store rollout', askedAt => ({ ...record, askedAt }))
}

async function commitRecord (
  store: ReleaseStore,
  name: ReleaseName,
  author: Author,
  action: string,
  recordAt: (moment: string) => UploadRecord
): Promise<void> {
  const document = uploadsDocument(name)
  const subject = `${releaseKey(name)} ${recordAt('').store}`
  await store.commit({ ...author, action, subject }, async draft => {
    const records = await draft.read<UploadRecords>(document) ?? {}
    const record = recordAt(draft.moment.at)
    draft.write(document, { ...records, [keyOf(record)]: record })
  })
}

/** Takes back what was noted of an upload that left nothing in the store. */
export async function forgetUpload (
  store: ReleaseStore,
  name: ReleaseName,
  of: UploadRecord,
  before: UploadRecord | undefined
): Promise<void> {
  const document = uploadsDocument(name)
  await store.commit({ by: of.by, why: '', action: 'release uploading', subject: of.store }, async draft => {
    const { [keyOf(of)]: _gone, ...others } = await draft.read<UploadRecords>(document) ?? {}
    draft.note(document, before === undefined ? others : { ...others, [keyOf(of)]: before })
  })
}

function keyOf ({ store, target, row }: Pick<UploadRecord, 'store' | 'target' | 'row'>): string {
  return [store, target, row].join(' ')
}
