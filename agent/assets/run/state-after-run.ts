import { sha256Of } from '../../files/file-digest.js'
import type { ActionOutcome } from '../actions/action-runner.js'
import { costOf } from './run-report.js'
import type { RunResources } from './run-resources.js'
import type { RunState } from './run-state.js'

/** What the next run may know of this one; a run of one rule adds to what the one before left. */
export function stateAfter ({ settings, run, runner, keptFiles }: RunResources): RunState {
  const { project, state, scanned, profile } = run
  const setCosts = costsOfSets(runner.outcomes, state?.setCosts ?? {})
  const base = {
    configDigest: project.configDigest,
    project: project.file,
    ...project.parameters !== undefined && { parameters: project.parameters },
    setCosts
  }
  const actions = keysAndDurations(runner.outcomes, state)
  if (settings.only !== undefined) {
    const both = { ...state?.setCosts, ...setCosts }
    return { ...base, setCosts: both, actions: { ...state?.actions, ...actions } }
  }
  const digests = [...keptFiles].map(([path, bytes]) => [path, sha256Of(bytes)])
  return {
    ...base,
    actions,
    published: {
      files: scanned.table.id,
      profile,
      actions: runner.outcomes.length,
      costMs: costOf(runner.outcomes),
      keptFiles: Object.fromEntries(digests)
    }
  }
}

/** Where a run made a part of a set anew, the whole one costs more: what it took before fades slowly. */
const fading = 0.95

function costsOfSets (
  outcomes: readonly ActionOutcome[],
  before: Readonly<Record<string, number>>
): Record<string, number> {
  const costs: Record<string, number> = {}
  for (const { set, costMs } of outcomes) if (set !== undefined) costs[set] = (costs[set] ?? 0) + costMs
  for (const [set, costMs] of Object.entries(costs)) {
    costs[set] = Math.round(Math.max(costMs, fading * (before[set] ?? 0)))
  }
  return costs
}

/** A cached action keeps the duration of when it ran. */
function keysAndDurations (
  outcomes: readonly ActionOutcome[],
  state: RunState | undefined
): RunState['actions'] {
  const actions: RunState['actions'] = {}
  for (const { id, key, durationMs, state: how } of outcomes) {
    actions[id] = [key, how === 'cached' ? state?.actions[id]?.[1] ?? 0 : durationMs]
  }
  return actions
}
