import type { Command } from '../agent/cli/command.js'
import { commandTable, loadCommand } from '../agent/cli/command-table.js'
import { globalOptions } from '../agent/cli/global-options.js'
import { describedOptions, usageOf } from '../agent/cli/help.js'
import { helpTopics } from '../agent/cli/help-topics.js'
import { describedVariables } from '../agent/cli/variables.js'
import { message } from '../agent/messages/message.js'
import type { Locale } from '../agent/messages/message.js'

type Entry = readonly [name: string, description: string]

/** Names of sections as pages of the system have them. */
const sections = {
  en: {
    name: 'NAME',
    synopsis: 'SYNOPSIS',
    commands: 'COMMANDS',
    options: 'OPTIONS OF EVERY COMMAND',
    environment: 'ENVIRONMENT',
    patterns: 'PATTERNS',
    project: 'PROJECT FILE',
    output: 'OUTPUT',
    exit: 'EXIT STATUS'
  },
  'zh-CN': {
    name: '名称',
    synopsis: '用法',
    commands: '命令',
    options: '所有命令通用的选项',
    environment: '环境变量',
    patterns: '模式',
    project: '项目文件',
    output: '输出',
    exit: '退出状态'
  }
} satisfies Record<Locale, Record<string, string>>

/** The page of packline for man, from the table of commands. */
export async function manualPage (locale: Locale): Promise<string> {
  const titles = sections[locale]
  const commands = await Promise.all(Object.keys(commandTable).map(loadCommand))
  const topic = (name: keyof typeof helpTopics): string[] => plain(message(locale, helpTopics[name]))
  return [
    '.\\" Generated from the table of commands by npm run generate; do not edit.',
    '.TH PACKLINE 1 "" packline',
    // Not spread out to the margin, no words divided.
    '.ad l',
    '.nh',
    `.SH ${titles.name}`,
    `packline \\- ${escaped(message(locale, 'manual.purpose'))}`,
    `.SH ${titles.synopsis}`,
    `.B packline\n${escaped(message(locale, 'manual.synopsis'))}`,
    `.SH ${titles.commands}`,
    ...commands.flatMap(command => commandLines(locale, command)),
    `.SH ${titles.options}`,
    ...entries(describedOptions(locale, globalOptions)),
    `.SH ${titles.environment}`,
    ...topic('variables'),
    ...describedVariables(locale).flatMap(group => [
      `.SS ${escaped(group.title)}`,
      ...entries(group.variables)
    ]),
    `.SH ${titles.patterns}`,
    ...topic('patterns'),
    `.SH ${titles.project}`,
    ...topic('project'),
    `.SH ${titles.output}`,
    ...topic('output'),
    `.SH ${titles.exit}`,
    ...topic('exit-status')
  ]
    .join('\n')
    .concat('\n')
}

function commandLines (locale: Locale, command: Command): string[] {
  return [
    `.SS packline ${escaped(usageOf(command))}`,
    escaped(message(locale, command.describe)),
    ...entries(describedOptions(locale, command.options))
  ]
}

function entries (rows: readonly Entry[]): string[] {
  return rows.flatMap(([name, description]) => ['.TP', `.B ${escaped(name)}`, ...lines(description)])
}

/** A text whose lines are kept, for it has columns of its own. */
function plain (text: string): string[] {
  return text.split('\n\n').flatMap(part =>
    part.startsWith('  ') ? ['.PP', '.nf', ...lines(part), '.fi'] : ['.PP', ...lines(part)]
  )
}

function lines (text: string): string[] {
  return text.split('\n').map(escaped)
}

/** Text as man shows it: a hyphen that can be copied, and no line that is taken for a request. */
function escaped (text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&')
}
