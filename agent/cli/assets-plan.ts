import { resolve } from 'node:path'
import { runOnce } from './assets-build.js'
import { defineCommand } from './command.js'

export const command = defineCommand({
  name: 'assets plan',
  describe: 'command.assetsPlan',
  options: {
    project: { type: 'string', value: 'DIR', default: '.', describe: 'option.project' },
    only: { type: 'string', value: 'RULE', describe: 'option.only' },
    profile: { type: 'string', choices: ['fast', 'release'], describe: 'option.profile' },
    json: { type: 'boolean', describe: 'option.json' }
  },
  run: async (context, options) => await runOnce(context, {
    folder: resolve(context.cwd, options.project),
    ...options.only !== undefined && { only: options.only },
    ...options.profile !== undefined && { profile: options.profile as 'fast' | 'release' },
    isDryRun: true,
    keepGoing: true
  }, { json: options.json, events: false, explain: !options.json })
})
