import { setTimeout as delay } from 'node:timers/promises'
import { packlineHome } from '../../config/home.js'
import { loadAgentConfig } from '../../config/agent-config.js'
import type { AgentConfig } from '../../config/agent-schema.js'
import { PacklineError } from '../../errors.js'
import { nearest } from '../../nearest.js'
import type { OpenTrigger } from '../../trigger/open-trigger.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { printJson, tell, tellLine } from '../terminal.js'

const restPollMs = 20

/** What the command has to say: repositories of which nobody watches are looked at here. */
interface PollReport {
  repositories: readonly string[]
  asked: boolean
  runs: PolledRun[]
}

type PolledRun = ReturnType<typeof runsSince>[number]

export const poll = defineCommand({
  name: 'trigger poll',
  describe: 'command.triggerPoll',
  positionals: ['[REPOSITORY…]'],
  options: {
    ...configOption,
    local: { type: 'boolean', describe: 'option.trigger.local' },
    ...jsonOption
  },
  run: async (context, options, names) => {
    const { environment, cwd } = context
    const { config } = await loadAgentConfig(environment, cwd, options.config)
    const repositories = chosenRepositories(Object.keys(config.repositories), names)
    const { isTriggerOpen } = await import('../../trigger/trigger-home.js')
    const report = await isTriggerOpen(packlineHome(environment))
      ? await ask(context, repositories)
      : await pollHere(context, config, repositories, options.local)
    if (options.json) printJson(context, report)
    return report.runs.every(({ result }) => result === 'succeeded') ? 0 : 1
  }
})

function chosenRepositories (known: readonly string[], names: readonly string[]): readonly string[] {
  const unknown = names.find(name => !known.includes(name))
  if (unknown === undefined) return names.length === 0 ? known : names
  const suggestion = nearest(unknown, known)
  throw new PacklineError('REPOSITORY_UNKNOWN', {
    repository: unknown,
    ...suggestion !== undefined && { suggestion }
  })
}

/** Leaves it to the process that has the trigger open. */
async function ask (
  context: CommandContext,
  repositories: readonly string[]
): Promise<PollReport> {
  const { askToLook, triggerDocuments } = await import('../../trigger/trigger-home.js')
  const documents = triggerDocuments(packlineHome(context.environment))
  try {
    await askToLook(documents, repositories, Date.now())
  } finally {
    await documents.close()
  }
  tell(context, 'trigger.asked', { repositories: repositories.join(' ') })
  return { repositories, asked: true, runs: [] }
}

async function pollHere (
  context: CommandContext,
  config: AgentConfig,
  repositories: readonly string[],
  isLocal: boolean
): Promise<PollReport> {
  const { environment, cwd, locale, signal } = context
  const startedAt = Date.now()
  const { openTrigger } = await import('../../trigger/open-trigger.js')
  const open = await openTrigger({
    config,
    home: packlineHome(environment),
    cwd,
    environment,
    locale,
    signal,
    packline: [process.execPath, ...process.execArgv, process.argv[1] ?? ''],
    isLocal,
    isWatching: false,
    now: Date.now,
    log: (_level, fields, text) => {
      tellLine(context, `${text} ${JSON.stringify(fields)}`)
    }
  })
  try {
    const failures: PacklineError[] = []
    await open.trigger.look(repositories, error => {
      failures.push(error)
    })
    while (!open.trigger.isAtRest) await delay(restPollMs, undefined, { signal })
    const runs = runsSince(open, startedAt)
    const succeeded = runs.filter(({ result }) => result === 'succeeded').length
    const counts = { repositories: repositories.length, succeeded, failed: runs.length - succeeded }
    tell(context, 'trigger.polled', counts)
    if (failures[0] !== undefined) throw failures[0]
    return { repositories, asked: false, runs }
  } finally {
    await open.close()
  }
}

function runsSince ({ trigger }: OpenTrigger, startedAt: number) {
  return trigger.lanes.flatMap(({ repository, branch, pipeline, history }) =>
    history
      .filter(({ endedAt }) => endedAt >= startedAt)
      .map(run => ({ repository, branch, pipeline, ...run }))
  )
}
