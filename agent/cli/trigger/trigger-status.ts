import { packlineHome } from '../../config/home.js'
import { loadAgentConfig } from '../../config/agent-config.js'
import { ageText, agoText } from '../../messages/durations.js'
import { message } from '../../messages/message.js'
import type { Locale } from '../../messages/message.js'
import { stageName } from '../../messages/recorded-words.js'
import type { Lane, PastRun, Run } from '../../trigger/lane.js'
import type { RepositoryStatus } from '../../trigger/repository-status.js'
import { defineCommand } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { show } from '../terminal.js'

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
      return show(context, options.json, { repositories }, () => statusLines(context.locale, repositories))
    } finally {
      await documents.close()
    }
  }
})

function statusLines (locale: Locale, repositories: readonly RepositoryStatus[]): string[] {
  if (repositories.length === 0) return [message(locale, 'trigger.none')]
  return repositories.flatMap(each => repositoryLines(locale, each))
}

function repositoryLines (
  locale: Locale,
  { repository, url, problem, refused, lanes }: RepositoryStatus
): string[] {
  const lines = [message(locale, 'trigger.heading', { repository, url })]
  if (problem !== null) {
    lines.push(message(locale, 'trigger.problem', {
      reason: problem.message,
      age: age(locale, problem.since)
    }))
  }
  if (refused.length > 0) {
    const branches = refused.map(each => JSON.stringify(each)).join(' ')
    lines.push(message(locale, 'trigger.refused', { branches }))
  }
  return [...lines, ...lanes.flatMap(lane => laneLines(locale, lane))]
}

function laneLines (
  locale: Locale,
  { branch, pipeline, lastGood, head, unread, waiting, run, bisect, culprit, history }: Lane
): string[] {
  const lines = [
    message(locale, 'trigger.lane', { branch, pipeline, lastGood: short(lastGood), head: short(head) })
  ]
  if (unread !== null) {
    lines.push(message(locale, 'trigger.unread', { age: age(locale, unread.at), reason: unread.message }))
  }
  if (waiting !== null) {
    lines.push(
      message(locale, 'trigger.waiting', { age: age(locale, waiting.since), files: waiting.files })
    )
  }
  if (run !== null) lines.push(...runLines(locale, run))
  if (bisect !== null) lines.push(message(locale, 'trigger.searching', { bad: short(bisect.bad) }))
  if (culprit !== null) lines.push(message(locale, 'trigger.culprit', { commit: culprit }))
  return [...lines, ...history.slice(0, shownRuns).map(past => pastLine(locale, past))]
}

function runLines (
  locale: Locale,
  { kind, id, stage, at, commits, files, handle, problem, retryAt }: Run
): string[] {
  const url = handle?.url ?? ''
  const lines = [
    message(locale, 'trigger.run', {
      kind: stageName(locale, kind),
      id,
      stage: stageName(locale, stage),
      age: age(locale, at),
      commits,
      files,
      url
    })
  ]
  if (problem !== null) {
    const again = retryAt === null ? '' : when(locale, retryAt)
    lines.push(message(locale, 'trigger.runProblem', { code: problem.code, retryAt: again }))
  }
  return lines
}

function pastLine (locale: Locale, { endedAt, result, head, commits, url }: PastRun): string {
  return message(locale, 'trigger.past', {
    endedAt: when(locale, endedAt),
    result: stageName(locale, result),
    head: short(head),
    commits,
    url: url ?? ''
  })
}

function age (locale: Locale, ms: number): string {
  return ageText(locale, ms, Date.now())
}

function when (locale: Locale, ms: number): string {
  return agoText(locale, ms, Date.now())
}

/** A hash by its first signs; a branch at a revision as it is. */
function short (commit: string | null): string {
  if (commit === null) return '-'
  return /^[0-9a-f]{40,}$/.test(commit) ? commit.slice(0, 10) : commit
}
