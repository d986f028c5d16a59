import type { Grade } from '../health/check.js'

/** What the warden remembers of one machine between two looks. */
export interface WardenTrack {
  poorLooks: number
  goodLooks: number
  /** Whether its node was, or may be, offline by us; for looks that cannot tell. */
  mayBeOurs?: boolean
}

export interface WardenRules {
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
  reason: string
  /** undefined: Jenkins has no such node. */
  node: { isTakenOffline: boolean, isOurs: boolean } | 'unknown' | undefined
}

export type WardenAction =
  | { type: 'offline', device: string, reason: string }
  | { type: 'online', device: string }
  /** It should go offline, but too many are: somebody has to look. */
  | { type: 'alert', device: string, reason: string }

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
  const next = new Map(looks.map(({ device, grade, node }): [string, WardenTrack] => {
    const { poorLooks = 0, goodLooks = 0, mayBeOurs = true } = tracks.get(device) ?? {}
    const counts = grade === 'poor'
      ? { poorLooks: poorLooks + 1, goodLooks: 0 }
      : { poorLooks: 0, goodLooks: goodLooks + 1 }
    return [device, { ...counts, mayBeOurs: node === 'unknown' ? mayBeOurs : node?.isOurs ?? false }]
  }))
  const allowed = Math.max(
    1,
    Math.floor(looks.filter(({ node }) => node !== undefined).length * rules.maxShare)
  )
  const actions: WardenAction[] = []
  let offline = [...next.values()].filter(({ mayBeOurs }) => mayBeOurs === true).length
  for (const { device, isDraining, node } of looks) {
    if (
      node === undefined || node === 'unknown' || !node.isOurs || isDraining ||
      next.get(device)!.goodLooks < rules.goodChecks
    ) continue
    // It counts until the next look shows it online: Jenkins may say yes and do nothing.
    actions.push({ type: 'online', device })
  }
  // The longest poor first, so that the same ones are chosen in each look.
  const wanted = looks
    .filter(({ node, device, isDraining }) =>
      node !== undefined && node !== 'unknown' && !node.isTakenOffline &&
      (isDraining || next.get(device)!.poorLooks >= rules.poorChecks)
    )
    .sort((a, b) =>
      Number(b.isDraining) - Number(a.isDraining) || next
          .get(b.device)!
          .poorLooks - next.get(a.device)!.poorLooks ||
      a.device.localeCompare(b.device)
    )
  for (const { device, reason, isDraining } of wanted) {
    if (isDraining || offline < allowed) {
      actions.push({ type: 'offline', device, reason })
      // Also when the answer gets lost.
      next.get(device)!.mayBeOurs = true
      offline++
    } else actions.push({ type: 'alert', device, reason })
  }
  return { tracks: next, actions }
}
