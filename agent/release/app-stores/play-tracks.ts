import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { phrase, type Wording } from '../../messages/phrase.js'
import { buildNumber } from './app-store.js'
import type { AppStoreContext, AppUpload, StoreRollout, StoreState } from './app-store.js'
import type { PlayEdit } from './play-edits.js'

const stateOf: Record<string, StoreState['state']> = {
  completed: 'available',
  inProgress: 'available',
  draft: 'draft',
  // Whoever halted it lets it go on: no second upload does.
  halted: 'available'
}

/** A release of a track, as Google has it. */
type TrackRelease = Record<string, unknown>

/** Of a staged rollout; undefined for all players. */
export function shareOf (percent: number | undefined): number | undefined {
  return percent === undefined || percent >= 100 ? undefined : percent / 100
}

export async function releaseIn (
  edit: PlayEdit,
  track: string,
  code: number
): Promise<TrackRelease | undefined> {
  const { releases } = await edit.get(`/tracks/${encodeURIComponent(track)}`)
  return (Array.isArray(releases) ? releases : []).find((each): each is TrackRelease =>
    isJsonObject(each) && Array.isArray(each.versionCodes) &&
    each.versionCodes.map(String).includes(String(code))
  )
}

export function standingOf (track: string, { status, userFraction }: TrackRelease): StoreState {
  // 0.07 * 100 is 7.000000000000001.
  const share = typeof userFraction === 'number' ? ` ${Number((userFraction * 100).toFixed(2))} %` : ''
  return { state: stateOf[String(status)] ?? 'draft', detail: `${track}: ${String(status)}${share}` }
}

/**
 * https://developers.google.com/android-publisher/tracks, "Staged rollouts": the one release is put back with
 * another share, `halted`, or `completed` for everybody; what is not named stays as it is.
 */
export async function changeRollout (
  edit: PlayEdit,
  { application }: AppUpload,
  { name: store, settings: { track = 'production', review } }: AppStoreContext,
  change: StoreRollout,
  isRehearsal: boolean
): Promise<StoreState> {
  const refuse = (reason: Wording): never => {
    const what = `${application.id} ${String(application.build)}`
    throw new PacklineError('APP_STORE_ROLLOUT', { store, what, reason })
  }
  const release = await releaseIn(edit, track, buildNumber(application)) ??
    refuse(phrase('appStore.notOnTrack', { track }))
  const { status, userFraction, ...rest } = release
  if (status === 'draft') refuse(phrase('appStore.isDraft'))
  const isStaged = typeof userFraction === 'number'
  let next: TrackRelease
  if (change === 'halt') next = { ...release, status: 'halted' }
  else if (change === 'resume') {
    if (status !== 'halted') refuse(phrase('appStore.notHalted', { status: String(status) }))
    next = { ...release, status: isStaged ? 'inProgress' : 'completed' }
  } else {
    const share = shareOf(change)
    if (status === 'completed' && share !== undefined) refuse(phrase('appStore.everybodyHasIt'))
    next = share === undefined
      ? { ...rest, status: 'completed' }
      : { ...rest, status: 'inProgress', userFraction: share }
  }
  if (next.status !== status || next.userFraction !== userFraction) {
    await edit.put(`/tracks/${encodeURIComponent(track)}`, { track, releases: [next] })
    await edit.post(':validate')
    if (!isRehearsal) await edit.commit(review === 'by-hand' ? { changesNotSentForReview: 'true' } : {})
  }
  return standingOf(track, next)
}
