import { message } from '../messages/message.js'
import type { Locale } from '../messages/message.js'
import { tableLines } from './columns.js'
import type { Command } from './command.js'

export function commandHelp (locale: Locale, command: Command): string {
  const usage = [command.name, ...command.positionals ?? []]
  if (Object.keys(command.options).length > 0) usage.push('[--option …]')
  if (command.passThrough === true) usage.push('-- COMMAND…')
  const rows = Object.entries(command.options).map(([name, definition]) => {
    const value = definition.type === 'boolean'
      ? ''
      : ` ${definition.value ?? definition.choices?.join('|') ?? 'VALUE'}`
    const fallback = definition.default === undefined
      ? ''
      : ` (${message(locale, 'help.default', { value: definition.default })})`
    return { left: `--${name}${value}`, right: message(locale, definition.describe) + fallback }
  })
  rows.push({ left: '--help', right: message(locale, 'option.help') })
  return [
    message(locale, 'help.usage', { command: usage.join(' ') }),
    '',
    message(locale, command.describe),
    '',
    message(locale, 'help.options'),
    ...columns(rows),
    '',
    message(locale, 'help.exit'),
    ''
  ]
    .join('\n')
}

export function overviewHelp (locale: Locale, commands: Command[]): string {
  const rows = commands.map(({ name, positionals = [], describe }) => ({
    left: [name, ...positionals].join(' '),
    right: message(locale, describe)
  }))
  return [
    message(locale, 'help.usage', { command: '<command>' }),
    '',
    message(locale, 'help.commands'),
    ...inGroups(columns(rows), commands),
    '',
    message(locale, 'help.exit'),
    ''
  ]
    .join('\n')
}

/** An empty line where the first word changes between commands that have two. */
function inGroups (lines: string[], commands: Command[]): string[] {
  const areas = commands.map(({ name }) => name.includes(' ') ? name.split(' ')[0] : '')
  return lines.flatMap((line, index) => index > 0 && areas[index] !== areas[index - 1] ? ['', line] : [line])
}

function columns (rows: ReadonlyArray<{ left: string, right: string }>): string[] {
  return tableLines(rows.map(({ left, right }) => [left, right])).map(line => `  ${line}`)
}
