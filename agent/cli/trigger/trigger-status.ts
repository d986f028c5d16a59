import { packlineHome } from '../../config/home.js'
import { loadAgentConfig } from '../../config/agent-config.js'
import { message } from '../../messages/message.js'
import type { Locale } from '../../messages/message.js'
import type { Lane } from '../../trigger/lane.js'
import type { RepositoryStatus } from '../../trigger/repository-status.js'
import { defineCommand } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'

const shownRuns = 3

export const status = defineCommand({
  name: 'trigger status',
  describe: 'command.triggerStatus',
  options: { ...configOption, ...jsonOption },
  run: async (context, options) => {
    const { config } = await loadAgentConfig(context.environment, context.cwd, options.config)
    const [{ triggerDocuments }, { triggerStatus }] = await Promise.all([
      import('../../trigger/trigger-home.js'),
      import('../../trigger/repository-status.js')
    ])
    const documents = triggerDocuments(packlineHome(context.environment))
    try {
      const repositories = await triggerStatus(config.repositories, documents)
      if (options.json) context.stdout.write(`${JSON.stringify({ repositories }, null, 2)}\n`)
      else {context.stdout.write(`${
          repositories.length === 0
            ? message(
              context.locale,
              'trigger.none'
            )
            : repositories.map(each => text(context.locale, each)).join('\n')
        }\n`)}
      return 0
    } finally {
      await documents.close()
    }
  }
})

function text (locale: Locale, { repository, url, problem, refused, lanes }: RepositoryStatus): string {
  return [
    message(locale, 'trigger.heading', { repository, url }),
    ...problem === null
      ? []
      : [message(locale, 'trigger.problem', {
        code: problem.code,
        message: problem.message,
        since: when(problem.since)
      })],
    ...refused.length === 0
      ? []
      : [
        message(locale, 'trigger.refused', { branches: refused.map(each => JSON.stringify(each)).join(' ') })
      ],
    ...lanes.flatMap(lane => laneText(locale, lane))
  ]
    .join('\n')
}

function laneText (
  locale: Locale,
  { branch, pipeline, lastGood, head, waiting, run, bisect, culprit, history }: Lane
): string[] {
  return [
    message(locale, 'trigger.lane', { branch, pipeline, lastGood: short(lastGood), head: short(head) }),
    ...waiting === null
      ? []
      : [message(locale, 'trigger.waiting', { since: when(waiting.since), files: waiting.files })],
    ...run === null
      ? []
      : [message(locale, 'trigger.run', {
        kind: run.kind,
        id: run.id,
        stage: run.stage,
        since: when(run.at),
        commits: run.commits,
        files: run.files,
        url: run
          .handle
          ?.url ?? ''
      })],
    ...run?.problem == null
      ? []
      : [message(locale, 'trigger.runProblem', {
        code: run
          .problem
          .code,
        retryAt: run.retryAt === null
          ? ''
          : when(run.retryAt)
      })],
    ...bisect === null ? [] : [message(locale, 'trigger.searching', { bad: short(bisect.bad) })],
    ...culprit === null ? [] : [message(locale, 'trigger.culprit', { commit: culprit })],
    ...history.slice(0, shownRuns).map(past =>
      message(locale, 'trigger.past', {
        endedAt: when(past.endedAt),
        result: past.result,
        head: short(past.head),
        commits: past.commits,
        url: past.url ?? ''
      })
    )
  ]
}

function when (ms: number): string {
  return new Date(ms).toISOString()
}

/** A hash by its first signs; a branch at a revision as it is. */
function short (commit: string | null): string {
  if (commit === null) return '-'
  return /^[0-9a-f]{40,}$/.test(commit) ? commit.slice(0, 10) : commit
}
