import type { Target } from '../config/target-schema.js'
import { effectiveDefinition, originOfTarget } from './definition.js'
import type { StoredDefinition } from './definition.js'
import type { Current } from './resolve-document.js'
import { shareAt } from './rollout.js'

export interface TargetRow extends Target {
  /** Whether it is the file's own, an operator's, or an operator's in place of the file's. */
  origin: ReturnType<typeof originOfTarget>
  /** Hundredths of a percent of the clients that it matches; null for all. */
  share: number | null
  current: Current | null
}

/** The targets in the order in which clients try them, with what they hold. */
export function targetRows (
  stored: StoredDefinition,
  current: ReadonlyMap<string, Current>,
  atMs: number
): TargetRow[] {
  return [...effectiveDefinition(stored).targets]
    .sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1))
    .map(target => targetRow(stored, target, current.get(target.id), atMs))
}

export function targetRow (
  stored: StoredDefinition,
  target: Target,
  current: Current | undefined,
  atMs: number
): TargetRow {
  return {
    ...target,
    origin: originOfTarget(stored, target.id),
    share: shareOf(target, atMs),
    current: current ?? null
  }
}

/** In hundredths of a percent of the clients that it matches; null for all. */
export function shareOf ({ rollout }: Pick<Target, 'rollout'>, atMs: number): number | null {
  if (rollout === undefined) return null
  const { share, schedule, pausedAt } = rollout
  return shareAt({
    share,
    schedule: schedule.map(step => ({ ...step, at: Date.parse(step.at) })),
    ...pausedAt === undefined ? {} : { pausedAt: Date.parse(pausedAt) }
  }, atMs)
}
