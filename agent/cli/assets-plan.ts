import { runOnce } from './assets-run.js'
import { defineCommand } from './command.js'
import { chosenProject, projectOptions } from './project-options.js'
import { jsonOption } from './common-options.js'

export const command = defineCommand({
  name: 'assets plan',
  describe: 'command.assetsPlan',
  options: {
    ...projectOptions,
    ...jsonOption
  },
  run: async (context, options) =>
    await runOnce(context, {
      ...chosenProject(options, context.cwd),
      isDryRun: true,
      keepGoing: true
    }, { json: options.json, events: false, explain: !options.json })
})
