import type { AgentConfig } from '../config/agent-schema.js'
import { watchedFolders } from '../health/probe-table.js'
import type { Environment } from '../processes/process-group.js'
import { folderSteps, removeTemporary, type TestedFolder } from './folder-steps.js'
import { runStep, seen, type Seen, type SelfTestStep, type StepResult } from './self-test-step.js'

export interface SelfTestOptions {
  config: AgentConfig
  environment: Environment
  /** PACKLINE_HOME. */
  home: string
  /** Called after each step. */
  onStep?: (result: StepResult) => void
}

const limitMs = 120_000

/**
 * Does on this machine what packline does there, small: in temporary folders in the places that the agent
 * works in, which are removed again. What goes wrong is a step's result. Throws only when `signal` aborts.
 */
export async function selfTest (options: SelfTestOptions, signal: AbortSignal): Promise<StepResult[]> {
  const { config, home, onStep } = options
  const folders: TestedFolder[] = watchedFolders(config, home)
  const results: StepResult[] = []
  try {
    for (const step of [...folders.flatMap(folderSteps), ...workSteps(options, folders)]) {
      const result = await runStep(step, signal)
      onStep?.(result)
      results.push(result)
    }
    return results
  } finally {
    await Promise.all(folders.map(async folder => {
      // On a folder that hangs or went away there is nothing to tidy.
      await removeTemporary(folder).catch(() => {})
    }))
  }
}

function workSteps (
  { config, environment }: SelfTestOptions,
  folders: readonly TestedFolder[]
): SelfTestStep[] {
  const cache = folders.find(({ role }) => role === 'cache')
  const workspace = folders.find(({ role }) => role === 'workspace') ?? cache
  if (cache === undefined || workspace === undefined) return []
  const step = (
    id: string,
    look: (cache: string, workspace: string, signal: AbortSignal) => Promise<Seen>
  ): SelfTestStep => ({
    id,
    folder: workspace.path,
    limitMs,
    look: async signal => {
      const lacking = [cache, workspace].find(({ temporary }) => temporary === undefined)
      return lacking === undefined
        ? await look(cache.temporary ?? '', workspace.temporary ?? '', signal)
        : seen('notMeasured', 'selfTest.noFolder', { path: lacking.path })
    }
  })
  return [
    step(
      'guard',
      async (home, _, signal) => await (await import('./guard-step.js')).tryGuard(home, environment, signal)
    ),
    step(
      'build',
      async (home, place, signal) =>
        await (await import('./build-step.js')).tryBuild(place, home, environment, signal)
    ),
    step(
      'signing',
      async (_, place, signal) =>
        await (await import('./signing-step.js')).trySigning(place, config.labels, environment, signal)
    )
  ]
}
