import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { PacklineError } from '../errors.js'
import { wordedLater } from '../messages/message.js'
import { isColoured, type ColourChoice } from './colours.js'
import type { CommandContext } from './command.js'

/** What every command takes besides its own options. */
export const globalOptions = {
  help: { type: 'boolean', short: 'h', describe: 'option.help' },
  quiet: { type: 'boolean', short: 'q', describe: 'option.quiet' },
  verbose: { type: 'boolean', short: 'v', variable: 'PACKLINE_DEBUG', describe: 'option.verbose' },
  color: {
    type: 'string',
    choices: ['auto', 'always', 'never'],
    default: 'auto',
    variable: 'NO_COLOR',
    describe: 'option.color'
  },
  directory: { type: 'string', short: 'C', value: 'DIR', describe: 'option.directory' }
} as const

export interface GlobalValues {
  quiet: boolean
  verbose: boolean
  color: ColourChoice
  directory: string | undefined
}

/** A context as the options that every command takes have it. Throws USAGE_BAD_VALUE. */
export function withGlobals (
  context: CommandContext,
  { quiet, verbose, color, directory }: GlobalValues
): CommandContext {
  const { stdout, stderr, environment, cwd } = context
  if (
    directory !== undefined &&
    statSync(resolve(cwd, directory), { throwIfNoEntry: false })?.isDirectory() !== true
  ) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '-C',
      value: JSON.stringify(directory),
      expected: wordedLater('expected.folder')
    })
  }
  return {
    ...context,
    cwd: directory === undefined ? cwd : resolve(cwd, directory),
    verbosity: quiet ? 'quiet' : verbose ? 'verbose' : 'normal',
    colours: {
      stdout: isColoured(stdout, environment, color),
      stderr: isColoured(stderr, environment, color)
    }
  }
}

/** The same as far as it can be told before the command is known: an error may come first. */
export function glancedGlobals (words: readonly string[]): GlobalValues {
  const { values } = parseArgs({
    args: [...words],
    strict: false,
    options: {
      quiet: { type: 'boolean', short: 'q' },
      verbose: { type: 'boolean', short: 'v' },
      color: { type: 'string' }
    }
  })
  const { quiet, verbose, color } = values
  return {
    quiet: quiet === true,
    verbose: verbose === true,
    color: color === 'always' || color === 'never' ? color : 'auto',
    directory: undefined
  }
}

/**
 * How many words at the beginning of a command line are options that every command takes, and their values.
 */
export function leadingGlobals (argv: readonly string[]): number {
  const takesValue = (word: string): boolean => ['-C', '--directory', '--color'].includes(word)
  const known = /^(?:-[hqv]+|-C.*|--(?:help|quiet|verbose)|--(?:directory|color)(?:=.*)?)$/s
  let count = 0
  while (count < argv.length && known.test(argv[count] ?? '')) count += takesValue(argv[count] ?? '') ? 2 : 1
  return Math.min(count, argv.length)
}
