import { setTimeout as delay } from 'node:timers/promises'
import { packlineHome } from '../../config/home.js'
import { loadAgentConfig } from '../../config/agent-config.js'
import { PacklineError } from '../../errors.js'
import { message } from '../../messages/message.js'
import { nearest } from '../../nearest.js'
import { defineCommand } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'

const restPollMs = 20

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
    const { environment, cwd, locale, signal, stderr } = context
    const { config } = await loadAgentConfig(environment, cwd, options.config)
    const known = Object.keys(config.repositories)
    const unknown = names.find(name => !known.includes(name))
    if (unknown !== undefined) {
      const suggestion = nearest(unknown, known)
      throw new PacklineError(
        'REPOSITORY_UNKNOWN',
        suggestion === undefined ? { repository: unknown } : { repository: unknown, suggestion }
      )
    }
    const repositories = names.length === 0 ? known : names
    const print = (value: unknown): void => {
      if (options.json) context.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
    }
    const { askToLook, isTriggerOpen, openTrigger, triggerDocuments } = await import(
      '../../trigger/open-trigger.js'
    )
    const home = packlineHome(environment)
    if (await isTriggerOpen(home)) {
      const documents = triggerDocuments(home)
      await askToLook(documents, repositories, Date.now()).finally(async () => {
        await documents.close()
      })
      stderr.write(`${message(locale, 'trigger.asked', { repositories: repositories.join(' ') })}\n`)
      print({ repositories, asked: true, runs: [] })
      return 0
    }
    const startedAt = Date.now()
    const failures: PacklineError[] = []
    const open = await openTrigger({
      config,
      home,
      cwd,
      environment,
      locale,
      signal,
      packline: [process.execPath, ...process.execArgv, process.argv[1] ?? ''],
      isLocal: options.local,
      isWatching: false,
      now: Date.now,
      log: (_level, fields, text) => {
        stderr.write(`${text} ${JSON.stringify(fields)}\n`)
      }
    })
    try {
      await open.trigger.look(repositories, error => {
        failures.push(error)
      })
      while (!open.trigger.isAtRest) await delay(restPollMs, undefined, { signal })
      const runs = open.trigger.lanes.flatMap(({ repository, branch, pipeline, history }) =>
        history.filter(({ endedAt }) => endedAt >= startedAt).map(run => ({
          repository,
          branch,
          pipeline,
          ...run
        }))
      )
      const succeeded = runs.filter(({ result }) => result === 'succeeded').length
      stderr.write(
        `${
          message(locale, 'trigger.polled', {
            repositories: repositories.length,
            succeeded,
            failed: runs.length - succeeded
          })
        }\n`
      )
      if (failures[0] !== undefined) throw failures[0]
      print({ repositories, asked: false, runs })
      return succeeded === runs.length ? 0 : 1
    } finally {
      await open.close()
    }
  }
})
