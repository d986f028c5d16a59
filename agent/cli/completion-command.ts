import { message, wordedLater } from '../messages/message.js'
import { defineCommand } from './command.js'
import type { CommandContext, OptionDefinition } from './command.js'
import { completionShells, shellScripts, type CompletionModel } from './completion-scripts.js'
import { PacklineError } from '../errors.js'
import { nearest } from '../nearest.js'
import { globalOptions } from './global-options.js'
import { printLines } from './terminal.js'

export const command = defineCommand({
  name: 'completion',
  describe: 'command.completion',
  positionals: ['SHELL'],
  options: {},
  run: async (context, _options, [shell = '']) => {
    const known = completionShells.find(each => each === shell)
    if (known === undefined) {
      const suggestion = nearest(shell, completionShells)
      throw new PacklineError('USAGE_BAD_VALUE', {
        option: 'SHELL',
        value: JSON.stringify(shell),
        expected: wordedLater('expected.oneOf', { choices: completionShells }),
        ...suggestion !== undefined && { suggestion }
      })
    }
    printLines(context, shellScripts[known](await modelOf(context)))
    return 0
  }
})

/** All that a shell completes, from the table of commands. */
async function modelOf (context: CommandContext): Promise<CompletionModel> {
  const { locale, commands = {} } = context
  const loaded = await Promise.all(Object.values(commands).map(async load => await load()))
  return {
    commands: loaded.map(({ name, describe, options, positionals = [] }) => ({
      name,
      description: message(locale, describe),
      takesFiles: positionals.some(each => fileKind(each) !== undefined),
      options: Object.entries({ ...options, ...globalOptions }).map(([option, definition]) =>
        optionOf(option, definition, message(locale, definition.describe))
      )
    }))
  }
}

function optionOf (name: string, definition: OptionDefinition, description: string) {
  const { type, choices, value = '', short } = definition
  return {
    name,
    short,
    description,
    takesValue: type !== 'boolean',
    choices: choices ?? [],
    kind: fileKind(value)
  }
}

/** What a placeholder such as DIR or X.csb stands for on the disk. */
function fileKind (placeholder: string): 'folder' | 'file' | undefined {
  if (/^\[?DIR\b\]?$/.test(placeholder)) return 'folder'
  return /\bFILE\b|\bPATH\b|\bDIR\b|\bFOLDER\b|\bPROGRAM\b|\bSHEET\b|\.\w+/.test(placeholder)
    ? 'file'
    : undefined
}
