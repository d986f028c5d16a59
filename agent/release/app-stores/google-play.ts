import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { buildNumber } from './app-store.js'
import type { AppStore, AppStoreContext, AppUpload, StoreState } from './app-store.js'
import { changeRollout, releaseIn, shareOf, standingOf } from './play-tracks.js'
import { notesByLanguage } from './player-notes.js'
import { PlayEdits } from './play-edits.js'
import type { PlayEdit } from './play-edits.js'

/**
 * Google Play by its edits: https://developers.google.com/android-publisher/edits. Everything happens in one
 * that is committed in the end or deleted. A rehearsal uploads, has the edit validated, and deletes it.
 */
export function googlePlay (context: AppStoreContext): AppStore {
  const edits = new PlayEdits(context)
  return {
    tellsBuilds: true,
    find: async (upload, signal) =>
      await edits.within(upload.application, signal, async edit => await releaseOf(edit, upload, context)),
    rehearse: async (upload, signal) => {
      await edits.within(upload.application, signal, async edit => {
        await fill(edit, upload, context)
        await edit.post(':validate')
      })
    },
    send: async (upload, signal) =>
      await edits.within(upload.application, signal, async edit => {
        await fill(edit, upload, context)
        await edit.post(':validate')
        const { review } = context.settings
        await edit.commit(review === 'by-hand' ? { changesNotSentForReview: 'true' } : {})
        return review === 'by-hand' ? { state: 'draft' } : { state: 'review' }
      }),
    rollOut: async (upload, change, isRehearsal, signal) =>
      await edits.within(
        upload.application,
        signal,
        async edit => await changeRollout(edit, upload, context, change, isRehearsal)
      )
  }
}

/** The package, its symbols and the release in the track; what is there already is not sent again. */
async function fill (edit: PlayEdit, upload: AppUpload, context: AppStoreContext): Promise<void> {
  const { file, notes, application } = upload
  const { settings: { track = 'production', percent, language = 'en-US', mapping, nativeSymbols } } = context
  const code = buildNumber(application)
  const list = file.name.toLowerCase().endsWith('.aab') ? 'bundles' : 'apks'
  const there = await uploadedBytes(edit, list, code)
  if (there !== undefined && there !== file.sha256) {
    throw new PacklineError('APP_STORE_VERSION_USED', {
      store: context.name,
      build: code,
      application: application.id,
      reason: `sha256 ${there}`
    })
  }
  if (there === undefined) {
    const made = await edit.upload(`/${list}`, { path: file.path, sizeBytes: file.sizeBytes })
    if (Number(made.versionCode) !== code) throw edit.refused(`versionCode ${String(made.versionCode)}`)
    await edit.uploadSymbols(code, 'proguard', mapping)
    await edit.uploadSymbols(code, 'nativeCode', nativeSymbols)
  }
  // edits.tracks: releaseNotes[] is a list of LocalizedText, { language: BCP-47, text }.
  const texts = notesByLanguage(context.name, notes, language)
  const part = shareOf(percent)
  await edit.put(`/tracks/${encodeURIComponent(track)}`, {
    track,
    releases: [{
      name: `${application.version ?? ''} (${code})`.trim(),
      versionCodes: [String(code)],
      status: part === undefined ? 'completed' : 'inProgress',
      ...part !== undefined && { userFraction: part },
      ...texts.length > 0 && { releaseNotes: texts }
    }]
  })
}

/** sha256 of what was uploaded under that version code. */
async function uploadedBytes (
  edit: PlayEdit,
  list: 'apks' | 'bundles',
  code: number
): Promise<string | undefined> {
  const listed = (await edit.get(`/${list}`))[list]
  const found = (Array.isArray(listed) ? listed : []).find(each =>
    isJsonObject(each) && Number(each.versionCode) === code
  ) as Record<string, unknown> | undefined
  if (found === undefined) return undefined
  const { sha256 = isJsonObject(found.binary) ? found.binary.sha256 : undefined } = found
  return typeof sha256 === 'string' ? sha256.toLowerCase() : '?'
}

async function releaseOf (
  edit: PlayEdit,
  { application, file }: AppUpload,
  { settings: { track = 'production', percent } }: AppStoreContext
): Promise<StoreState | undefined> {
  const code = buildNumber(application)
  const list = file.name.toLowerCase().endsWith('.aab') ? 'bundles' : 'apks'
  // Other bytes under that code are told when it is sent.
  if (await uploadedBytes(edit, list, code) !== file.sha256) return undefined
  const release = await releaseIn(edit, track, code)
  return release && {
    ...standingOf(track, release),
    differs: release.status === 'inProgress' && release.userFraction !== shareOf(percent)
  }
}
