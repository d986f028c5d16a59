import type { Target } from '../config/target-schema.js'
import { boxOf, intersects, isCovered } from './client-box.js'
import { buckets } from './rollout.js'
import { shareOf } from './target-rows.js'

/** The part of the players who fit one target that another one gets. */
export interface PlayerShare {
  /** Null for those whom no target takes. */
  target: string | null
  /** Hundredths of a percent. */
  share: number
  /** It fits some of them only. */
  isPartly: boolean
}

export interface SharesAt {
  /** Null for now. */
  at: string | null
  shares: PlayerShare[]
}

const shownSteps = 5

/**
 * Who gets the players that fit the target `id`, in the order in which targets are asked, now and by each
 * later step of its own. What takes submitted builds alone takes none of them.
 */
export function playerShares (targets: readonly Target[], id: string, nowMs: number): SharesAt[] {
  const target = targets.find(each => each.id === id)
  if (target === undefined || target.match.submitted === true) return []
  const { schedule = [], pausedAt } = target.rollout ?? {}
  const later = pausedAt === undefined ? schedule.filter(({ at }) => Date.parse(at) > nowMs) : []
  return [
    { at: null, shares: sharesAt(targets, target, nowMs) },
    ...later.slice(0, shownSteps).map(({ at }) => ({
      at,
      shares: sharesAt(targets, target, Date.parse(at))
    }))
  ]
}

function sharesAt (targets: readonly Target[], target: Target, atMs: number): PlayerShare[] {
  const box = boxOf(target.match)
  const asked = targets
    .filter(({ match }) => match.submitted !== true && intersects(boxOf(match), box))
    .sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1))
  // Rollouts with one salt and one id take the same players first; others are independent of each other.
  const taken = new Map<string, number>()
  let isLeft = true
  const shares = asked.map((each): PlayerShare => {
    const part = (shareOf(each, atMs) ?? buckets) / buckets
    const group = each.rollout === undefined ? '' : `${each.rollout.by} ${each.rollout.salt ?? each.id}`
    const before = taken.get(group) ?? 0
    const others = [...taken].reduce((left, [name, most]) => name === group ? left : left * (1 - most), 1)
    const got = isLeft ? Math.max(0, part - before) * others : 0
    taken.set(group, Math.max(before, part))
    isLeft &&= part < 1
    return {
      target: each.id,
      share: Math.round(got * buckets),
      isPartly: !isCovered(box, [boxOf(each.match)])
    }
  })
  const left = buckets - shares.reduce((sum, { share }) => sum + share, 0)
  return isLeft && left > 0 ? [...shares, { target: null, share: left, isPartly: false }] : shares
}
