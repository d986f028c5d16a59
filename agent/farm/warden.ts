import type { Grade } from '../health/check.js'
import type { Wording } from '../messages/phrase.js'

/** What the warden remembers of one machine between two looks. */
export interface WardenTrack {
  poorLooks: number
  goodLooks: number
  /** Whether its node was, or may be, offline by us; for looks that cannot tell. */
  mayBeOurs?: boolean
}

interface WardenRules {
  /** So many poor looks in a row before a node is taken offline. */
  poorChecks: number
  /** So many looks without poor in a row before it is brought back. */
  goodChecks: number
  /** Share of all nodes that may be offline by us at once; one node may always be. */
  maxShare: number
}

/** One machine and its Jenkins node as seen in one look. */
export interface Look {
  device: string
  grade: Grade
  isDraining: boolean
  reason: Wording
  /** undefined: Jenkins has no such node. */
  node: { isTakenOffline: boolean, isOurs: boolean } | 'unknown' | undefined
}

type WardenAction =
  | { type: 'offline', device: string, reason: Wording }
  | { type: 'online', device: string }
  /** It should go offline, but too many are: somebody has to look. */
  | { type: 'alert', device: string, reason: Wording }

/**
 * What to do about the nodes after one more look. Draining ones go offline at once, since a person decided
 * that. Nodes that others took offline count for nothing and are never touched; the share counts what is
 * offline by us, whether this life or an earlier one did it.
 */
export function decide (
  tracks: ReadonlyMap<string, WardenTrack>,
  looks: readonly Look[],
  rules: WardenRules
): { tracks: Map<string, WardenTrack>, actions: WardenAction[] } {
  const tracked = looks.map((look): Look & { track: WardenTrack } => {
    const { device, grade, node } = look
    const { poorLooks = 0, goodLooks = 0, mayBeOurs = true } = tracks.get(device) ?? {}
    const counts = grade === 'poor'
      ? { poorLooks: poorLooks + 1, goodLooks: 0 }
      : { poorLooks: 0, goodLooks: goodLooks + 1 }
    const track = { ...counts, mayBeOurs: node === 'unknown' ? mayBeOurs : node?.isOurs ?? false }
    return { ...look, track }
  })
  const allowed = Math.max(
    1,
    Math.floor(looks.filter(({ node }) => node !== undefined).length * rules.maxShare)
  )
  const actions: WardenAction[] = []
  let offline = tracked.filter(({ track }) => track.mayBeOurs === true).length
  for (const { device, isDraining, node, track } of tracked) {
    if (
      node === undefined || node === 'unknown' || !node.isOurs || isDraining ||
      track.goodLooks < rules.goodChecks
    ) continue
    // It counts until the next look shows it online: Jenkins may say yes and do nothing.
    actions.push({ type: 'online', device })
  }
  // The longest poor first, so that the same ones are chosen in each look.
  const wanted = tracked
    .filter(({ node, track, isDraining }) =>
      node !== undefined && node !== 'unknown' && !node.isTakenOffline &&
      (isDraining || track.poorLooks >= rules.poorChecks)
    )
    .sort((a, b) =>
      Number(b.isDraining) - Number(a.isDraining) || b.track.poorLooks - a.track.poorLooks ||
      a.device.localeCompare(b.device)
    )
  for (const { device, reason, isDraining, track } of wanted) {
    if (isDraining || offline < allowed) {
      actions.push({ type: 'offline', device, reason })
      // Also when the answer gets lost.
      track.mayBeOurs = true
      offline++
    } else actions.push({ type: 'alert', device, reason })
  }
  return { tracks: new Map(tracked.map(({ device, track }) => [device, track])), actions }
}
