import { murmur3 } from './murmur3.js'

/** Buckets that clients fall into; a share of n takes buckets 0 to n - 1. */
export const buckets = 10_000

/** The longest salt and id that are hashed without taking memory. */
const room = Buffer.alloc(2048)

/** The bucket of `id` in the rollout with `salt`: always the same one, another for another salt. */
export function bucketOf (salt: string, id: string): number {
  const key = `${salt}:${id}`
  if (key.length * 3 > room.length) return murmur3(Buffer.from(key)) % buckets
  return murmur3(room, room.write(key)) % buckets
}

interface RolloutSteps {
  share: number
  schedule: ReadonlyArray<{ at: number, share: number }>
  pausedAt?: number
}

/**
 * The share of a rollout at a moment: that of the last step begun, or of what was begun when it was paused.
 */
export function shareAt ({ share, schedule, pausedAt }: RolloutSteps, nowMs: number): number {
  const until = pausedAt === undefined ? nowMs : Math.min(nowMs, pausedAt)
  return schedule.findLast(step => step.at <= until)?.share ?? share
}
