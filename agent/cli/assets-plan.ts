import { runOnce } from './assets-run.js'
import { defineCommand } from './command.js'
import {
  cacheOption,
  chosenProject,
  frozenLayoutsOf,
  frozenOptions,
  projectOptions
} from './project-options.js'
import { jsonOption } from './common-options.js'

export const command = defineCommand({
  name: 'assets plan',
  describe: 'command.assetsPlan',
  options: {
    ...projectOptions,
    ...frozenOptions,
    ...cacheOption,
    ...jsonOption
  },
  run: async (context, options) =>
    await runOnce(context, {
      ...chosenProject(options, context.cwd),
      isDryRun: true,
      keepGoing: true,
      frozenLayouts: frozenLayoutsOf(options, context.environment),
      cache: options.cache
    }, { json: options.json, events: false, explain: !options.json })
})
