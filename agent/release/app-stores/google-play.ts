import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { buildNumber } from './app-store.js'
import type { AppStore, AppStoreContext, AppUpload, StoreState } from './app-store.js'
import { PlayEdits } from './play-edits.js'
import type { PlayEdit } from './play-edits.js'

const stateOf: Record<string, StoreState['state']> = {
  completed: 'available',
  inProgress: 'available',
  draft: 'draft',
  // Whoever halted it lets it go on in the console: no second run does.
  halted: 'available'
}

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
      })
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
  const part = shareOf(percent)
  await edit.put(`/tracks/${encodeURIComponent(track)}`, {
    track,
    releases: [{
      name: `${application.version ?? ''} (${code})`.trim(),
      versionCodes: [String(code)],
      status: part === undefined ? 'completed' : 'inProgress',
      ...part !== undefined && { userFraction: part },
      ...notes !== '' && { releaseNotes: [{ language, text: notes }] }
    }]
  })
}

/** Of a staged rollout; undefined for all players. */
function shareOf (percent: number | undefined): number | undefined {
  return percent === undefined || percent >= 100 ? undefined : percent / 100
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
  const code = String(buildNumber(application))
  const list = file.name.toLowerCase().endsWith('.aab') ? 'bundles' : 'apks'
  // Other bytes under that code are told when it is sent.
  if (await uploadedBytes(edit, list, Number(code)) !== file.sha256) return undefined
  const { releases } = await edit.get(`/tracks/${encodeURIComponent(track)}`)
  for (const release of Array.isArray(releases) ? releases : []) {
    if (!isJsonObject(release) || !Array.isArray(release.versionCodes)) continue
    if (!release.versionCodes.map(String).includes(code)) continue
    const { status, userFraction } = release
    const share = typeof userFraction === 'number' ? ` ${userFraction * 100} %` : ''
    return {
      state: stateOf[String(status)] ?? 'draft',
      detail: `${track}: ${String(status)}${share}`,
      differs: status === 'inProgress' && userFraction !== shareOf(percent)
    }
  }
  return undefined
}
