import { message } from '../messages/message.js'
import type { Locale } from '../messages/message.js'
import type { Command, CommandContext, OptionDefinition } from './command.js'
import { globalOptions } from './global-options.js'
import { helpTopics } from './help-topics.js'
import { listing } from './terminal.js'

type Options = Readonly<Record<string, OptionDefinition>>

/** The help of one command. */
export function commandHelp (context: CommandContext, command: Command): string[] {
  const { locale } = context
  const own = Object.keys(command.options).length > 0
  return [
    message(locale, 'help.usage', { command: usageOf(command) }),
    '',
    message(locale, command.describe),
    '',
    ...own ? [message(locale, 'help.options'), ...optionLines(context, command.options), ''] : [],
    message(locale, 'help.globalOptions'),
    ...optionLines(context, globalOptions),
    '',
    message(locale, 'help.exit')
  ]
}

/** Its name and what it takes, as typed. */
export function usageOf ({ name, positionals = [], options, passThrough }: Command): string {
  return [
    name,
    ...positionals,
    ...Object.keys(options).length > 0 ? ['[--option …]'] : [],
    ...passThrough === true ? ['-- COMMAND…'] : []
  ]
    .join(' ')
}

/** Commands with what they do: all of them, or those of a group. */
export function overviewHelp (
  context: CommandContext,
  commands: readonly Command[],
  isGroup: boolean
): string[] {
  const { locale } = context
  const rows = commands.map(({ name, positionals = [], describe }) => [
    [name, ...positionals].join(' '),
    message(locale, describe)
  ])
  const topics = Object.keys(helpTopics).join(', ')
  return [
    message(locale, 'help.usage', {
      command: isGroup ? `${commands[0]?.name.split(' ')[0]} <command>` : '<command>'
    }),
    '',
    message(locale, 'help.commands'),
    ...indented(context, inGroups(rows, commands)),
    '',
    message(locale, 'help.globalOptions'),
    ...optionLines(context, globalOptions),
    '',
    ...isGroup ? [] : [message(locale, 'help.topics', { topics }), ''],
    message(locale, 'help.exit')
  ]
}

/** What a command's options are called and what they do, with the variable that says the same. */
function optionLines (context: CommandContext, options: Options): string[] {
  const { locale } = context
  return indented(context, describedOptions(locale, options))
}

/** Options as they are typed, and what they do. */
export function describedOptions (locale: Locale, options: Options): Array<readonly [string, string]> {
  return Object.entries(options).map(([name, definition]) => [
    optionName(name, definition),
    message(locale, definition.describe) + notesOf(locale, definition)
  ])
}

function optionName (name: string, definition: OptionDefinition): string {
  const { type, value, choices, short } = definition
  const letter = short === undefined ? '' : `-${short}, `
  return `${letter}--${name}${type === 'boolean' ? '' : ` ${value ?? choices?.join('|') ?? 'VALUE'}`}`
}

function notesOf (
  locale: Locale,
  { default: fallback, variable, value, choices, multiple }: OptionDefinition
): string {
  const notes = [
    ...value !== undefined && choices !== undefined ? [choices.join('|')] : [],
    ...fallback === undefined || fallback === ''
      ? []
      : [message(locale, 'help.default', { value: fallback })],
    ...multiple === true ? [message(locale, 'help.repeated')] : [],
    ...variable === undefined ? [] : [message(locale, 'help.variable', { name: variable })]
  ]
  if (notes.length === 0) return ''
  return message(locale, 'help.notes', { notes: notes.join(message(locale, 'list.separator')) })
}

function areaOf (name: string): string {
  return name.includes(' ') ? name.split(' ')[0] ?? '' : ''
}

function indented (context: CommandContext, rows: ReadonlyArray<readonly string[]>): string[] {
  return listing(context, rows.map(([left = '', right = '']) => left === '' ? [] : [`  ${left}`, right]))
}

/** An empty row where the first word changes between commands that have two. */
function inGroups (
  rows: ReadonlyArray<readonly string[]>,
  commands: readonly Command[]
): ReadonlyArray<readonly string[]> {
  const areas = commands.map(({ name }) => areaOf(name))
  return rows.flatMap((row, index) => index > 0 && areas[index] !== areas[index - 1] ? [[], row] : [row])
}
