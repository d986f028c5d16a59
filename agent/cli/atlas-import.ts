import { readFile, realpath } from 'node:fs/promises'
import { readFileSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { ruleOfTps } from '../assets/atlas/texturepacker/tps-rule.js'
import { readTpsSettings } from '../assets/atlas/texturepacker/tps-settings.js'
import { readPictureHeader } from '../assets/pictures/picture-header.js'
import { PacklineError } from '../errors.js'
import { defineCommand } from './command.js'
import { jsonOption } from './common-options.js'
import { printJson, tell } from './terminal.js'
import { phrase } from '../messages/phrase.js'

export const command = defineCommand({
  name: 'atlas import',
  describe: 'command.atlasImport',
  positionals: ['FILE.tps'],
  options: {
    project: { type: 'string', value: 'DIR', default: '.', describe: 'option.project' },
    ...jsonOption
  },
  run: async (context, options, [name = '']) => {
    const project = await realpath(resolve(context.cwd, options.project))
    const file = relative(project, await realpath(resolve(context.cwd, name)).catch(notThere(name)))
    if (file.startsWith('..')) {
      throw new PacklineError('TEXTUREPACKER_TPS_INVALID', {
        file: name,
        reason: phrase('file.outside', { project })
      })
    }
    const path = file.split(sep).join('/')
    const settings = readTpsSettings(path, await readFile(join(project, file)))
    const imported = ruleOfTps(path, settings, {
      isFolder: source => statSync(join(project, source), { throwIfNoEntry: false })?.isDirectory() === true,
      sizeOf: picture => picture.startsWith('../') ? undefined : sizeAt(join(project, picture))
    })
    printJson(context, options.json ? imported : imported.rule)
    for (const { setting, value } of imported.left) {
      tell(context, 'atlas.notImported', { setting, value })
    }
    return 0
  }
})

/** A picture that is not there or is none is told as a setting that is not taken over. */
function sizeAt (file: string): { width: number, height: number } | undefined {
  try {
    return readPictureHeader(readFileSync(file), file)
  } catch {
    return undefined
  }
}

function notThere (file: string): (cause: unknown) => never {
  return cause => {
    throw new PacklineError('TEXTUREPACKER_TPS_INVALID', { file, reason: phrase('file.notThere') }, { cause })
  }
}
