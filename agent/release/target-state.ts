import { PacklineError } from '../errors.js'
import { allReasons, Phrase } from '../messages/phrase.js'

/** How far a release has come at a target. */
export const targetStates = ['planned', 'packaged', 'published', 'in-review', 'live', 'withdrawn'] as const
export type TargetState = typeof targetStates[number]

/** What may follow what. Withdrawn comes back where an undo puts a release back to where it was. */
const next: Record<TargetState, readonly TargetState[]> = {
  planned: ['packaged', 'withdrawn'],
  packaged: ['published', 'withdrawn'],
  published: ['in-review', 'live', 'withdrawn'],
  'in-review': ['live', 'withdrawn'],
  live: ['withdrawn'],
  withdrawn: ['published', 'in-review', 'live']
}

export function canMove (from: TargetState, to: TargetState): boolean {
  return next[from].includes(to)
}

export function checkMove (release: string, target: string, from: TargetState, to: TargetState): void {
  if (!canMove(from, to)) {
    throw new PacklineError('RELEASE_STATE_NOT_ALLOWED', {
      release,
      target,
      from: stateName(from),
      to: stateName(to),
      allowed: allReasons(next[from].map(stateName), 'names.both')
    })
  }
}

/** To programs as it is recorded, to people as the board has it. */
function stateName (state: TargetState): Phrase {
  return new Phrase(`board.state.${state}`, {}, state)
}
