import { interrupted } from '../define-errors.js'
import { defineCommand } from './command.js'
import { findAgent } from './jobs/find-agent.js'
import {
  cacheAccessOf,
  cacheOption,
  chosenProject,
  frozenLayoutsOf,
  frozenOptions,
  projectOptions
} from './project-options.js'
import { jsonOption } from './common-options.js'
import { namedValues } from './named-values.js'
import { runParameterOption } from './run-parameters.js'

export const command = defineCommand({
  name: 'assets build',
  describe: 'command.assetsBuild',
  options: {
    ...projectOptions,
    watch: { type: 'boolean', describe: 'option.watch' },
    explain: { type: 'boolean', describe: 'option.explain' },
    'dry-run': { type: 'boolean', describe: 'option.dryRun' },
    'keep-going': { type: 'boolean', describe: 'option.keepGoing' },
    ...frozenOptions,
    ...cacheOption,
    ...runParameterOption,
    ...jsonOption,
    events: { type: 'boolean', describe: 'option.events' },
    key: { type: 'string', value: 'KEY', variable: 'PACKLINE_JOB_KEY', describe: 'option.jobs.handInKey' },
    local: { type: 'boolean', describe: 'option.local' },
    shard: { type: 'string', value: 'I/N', describe: 'option.shard' },
    plan: { type: 'string', value: 'PLAN', describe: 'option.shardPlan' }
  },
  run: async (context, options) => {
    const choice = {
      ...chosenProject(options, context.cwd),
      isDryRun: options['dry-run'],
      keepGoing: options['keep-going'],
      frozenLayouts: frozenLayoutsOf(options, context.environment),
      cache: cacheAccessOf(options.cache, context.environment),
      parameters: namedValues(options.parameter)
    }
    if (options.shard !== undefined || options.plan !== undefined) {
      const { buildOneShard } = await import('./assets-shards.js')
      return await buildOneShard(context, choice, options)
    }
    if (!options.local && !options.watch && findAgent(context.environment) !== undefined) {
      const { buildOnAgent } = await import('./jobs/build-on-agent.js')
      const status = await buildOnAgent(context, choice, options.key, options)
      if (status !== undefined) return status
    }
    if (!options.watch) {
      const { runOnce } = await import('./assets-run.js')
      return await runOnce(context, choice, options)
    }
    const { watchAndBuild } = await import('./assets-watch.js')
    await watchAndBuild(context, choice, options)
    return interrupted.exitStatus
  }
})
