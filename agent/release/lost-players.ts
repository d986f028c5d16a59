import type { Rollout } from '../config/rollout-schema.js'
import type { Target } from '../config/target-schema.js'
import { PacklineError } from '../errors.js'
import { boxOf, isCovered } from './client-box.js'
import { buckets } from './rollout.js'
import { shareOf } from './target-rows.js'
import { phrase, type Wording } from '../messages/phrase.js'

/**
 * Throws RELEASE_ROLLOUT_NARROWS when clients of `before` would lose their target, now or by a step
 * that is to come: that is done on purpose only.
 */
export function checkKeepsPlayers (before: Target, after: Target, at: string): void {
  const lost = lostPlayers(before, after, Date.parse(at))
  if (lost === undefined) return
  const { reason, share } = lost
  throw new PacklineError('RELEASE_ROLLOUT_NARROWS', { target: before.id, reason, share: percent(share) })
}

/** Why clients would be lost, and about which part of those that the match takes. */
function lostPlayers (
  before: Target,
  after: Target,
  nowMs: number
): { reason: Wording, share: number } | undefined {
  const [one, other] = [shareOf(before, nowMs) ?? buckets, shareOf(after, nowMs) ?? buckets]
  if (one === 0) return undefined
  if (before.match.submitted !== true && after.match.submitted === true) {
    return { reason: phrase('rollout.submitted'), share: one }
  }
  if (!isCovered(boxOf(before.match), [boxOf(after.match)])) {
    return { reason: phrase('rollout.fewer'), share: one }
  }
  if (one < buckets && dealsAnew(before, after)) {
    const reason = before.rollout?.by === after.rollout?.by
      ? phrase('rollout.salt')
      : phrase('rollout.by', { after: after.rollout?.by ?? '', before: before.rollout?.by ?? '' })
    return { reason, share: Math.round(one * (buckets - other) / buckets) }
  }
  const least = Math.min(other, ...stepsAfter(after.rollout, nowMs))
  return least < one
    ? { reason: phrase('rollout.down', { before: percent(one), after: percent(least) }), share: one - least }
    : undefined
}

/** Whether the same share would be other clients. */
function dealsAnew (before: Target, after: Target): boolean {
  if (before.rollout === undefined || after.rollout === undefined) return false
  const [one, other] = [before.rollout, after.rollout]
  return (other.salt ?? after.id) !== (one.salt ?? before.id) || other.by !== one.by
}

function stepsAfter (rollout: Rollout | undefined, nowMs: number): number[] {
  return (rollout?.schedule ?? []).filter(({ at }) => Date.parse(at) > nowMs).map(({ share }) => share)
}

function percent (share: number): string {
  return `${share / 100} %`
}
