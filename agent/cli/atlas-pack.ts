import { resolve } from 'node:path'
import { packFolder } from '../assets/atlas/pack-folder.js'
import { packlineHome } from '../config/home.js'
import { WrittenFiles } from '../files/written-files.js'
import { message } from '../messages/message.js'
import { defineCommand } from './command.js'
import { readableSize } from '../messages/readable-size.js'
import { jsonOption } from './common-options.js'
import { atlasOptionsOf } from './atlas-options.js'
import { printJson, tell, tellMore, warn } from './terminal.js'

export const command = defineCommand({
  name: 'atlas pack',
  describe: 'command.atlasPack',
  positionals: ['DIR'],
  options: {
    out: { type: 'string', value: 'DIR', default: '.', describe: 'option.out' },
    name: { type: 'string', value: 'NAME', describe: 'option.atlasName' },
    'max-size': {
      type: 'integer',
      value: 'PIXELS',
      default: '2048',
      minimum: 16,
      maximum: 16384,
      describe: 'option.maxSize'
    },
    padding: { type: 'integer', value: 'PIXELS', default: '2', maximum: 64, describe: 'option.padding' },
    format: {
      type: 'string',
      choices: ['cocos2d-3', 'cocos2d-2', 'json'],
      default: 'cocos2d-3',
      describe: 'option.format'
    },
    option: { type: 'string', value: 'NAME=VALUE', multiple: true, describe: 'option.atlasOption' },
    profile: { type: 'string', choices: ['fast', 'release'], default: 'fast', describe: 'option.profile' },
    ...jsonOption
  },
  run: async (context, options, [folder = '']) => {
    const startedAt = performance.now()
    const report = await packFolder({
      folder: resolve(context.cwd, folder),
      out: resolve(context.cwd, options.out),
      ...options.name !== undefined && { name: options.name },
      options: {
        maxSize: options['max-size'],
        padding: options.padding,
        format: options.format,
        ...atlasOptionsOf(options.option)
      },
      profile: options.profile,
      written: new WrittenFiles(packlineHome(context.environment)),
      environment: context.environment,
      signal: context.signal,
      warn: (key, parameters) => {
        const warning = message(context.locale, key, parameters)
        warn(context, 'run.warning', { warning })
      }
    })
    const durationMs = Math.round(performance.now() - startedAt)
    if (options.json) {
      printJson(context, {
        name: report.name,
        sprites: report.sprites,
        outputs: report.describeOutputs(),
        durationMs
      })
    }
    for (const { path, size } of report.files) {
      tellMore(context, 'run.writtenFile', { file: path, size: readableSize(size) })
    }
    tell(context, 'atlas.packed', {
      sprites: report.sprites,
      files: report.files.length,
      size: readableSize(report.sizeBytes),
      seconds: (durationMs / 1000).toFixed(2)
    })
    return 0
  }
})
