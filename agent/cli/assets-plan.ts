import { runOnce } from './assets-run.js'
import { defineCommand } from './command.js'
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
  name: 'assets plan',
  describe: 'command.assetsPlan',
  options: {
    ...projectOptions,
    ...frozenOptions,
    ...cacheOption,
    ...runParameterOption,
    ...jsonOption,
    shards: { type: 'string', value: 'N', describe: 'option.shards' },
    'shards-at-most': {
      type: 'integer',
      value: 'N',
      minimum: 1,
      maximum: 1000,
      describe: 'option.shardsAtMost'
    },
    'shard-node': { type: 'string', value: 'NAME', multiple: true, describe: 'option.shardNode' },
    'shard-time': {
      type: 'duration',
      value: 'TIME',
      default: '30s',
      minimum: 1000,
      describe: 'option.shardTime'
    }
  },
  run: async (context, options) => {
    if (options.shards !== undefined) {
      const { printShards } = await import('./assets-shards.js')
      return await printShards(context, options)
    }
    return await runOnce(context, {
      ...chosenProject(options, context.cwd),
      isDryRun: true,
      keepGoing: true,
      frozenLayouts: frozenLayoutsOf(options, context.environment),
      cache: cacheAccessOf(options.cache, context.environment),
      parameters: namedValues(options.parameter)
    }, { json: options.json, events: false, explain: !options.json })
  }
})
