import { parseTarget } from '../config/target-file.js'
import type { Target } from '../config/target-schema.js'
import type { Rollout } from '../config/rollout-schema.js'

type Step = Rollout['schedule'][number]

/** A share that holds from now on, with the steps after it, or one more step. */
export type RolloutChange =
  & { salt?: string | undefined }
  & (
    { share: number, schedule?: readonly Step[] } | { step: Step }
  )

/**
 * `target` with another rollout; what is not said of it stays. With a share and no schedule, later steps that
 * would go down are dropped. Throws CONFIG_INVALID.
 */
export function withRollout (target: Target, { salt, ...change }: RolloutChange): Target {
  const before = { by: 'deviceId' as const, share: 0, schedule: [] as Step[], ...target.rollout }
  const rollout = 'step' in change
    ? { ...before, schedule: [...before.schedule, change.step] }
    : {
      ...before,
      share: change.share,
      schedule: change.schedule ?? before.schedule.filter(({ share }) => share >= change.share)
    }
  return parseTarget('rollout', { ...target, rollout: { ...rollout, ...salt !== undefined && { salt } } })
}
