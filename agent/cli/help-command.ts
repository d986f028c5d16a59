import { errorDefinition } from '../error-catalogue.js'
import { PacklineError } from '../errors.js'
import { message, unfilled } from '../messages/message.js'
import { nearest } from '../nearest.js'
import { defineCommand } from './command.js'
import type { CommandContext, CommandTable } from './command.js'
import { commandHelp, overviewHelp } from './help.js'
import { helpTopics, isHelpTopic } from './help-topics.js'
import { fields, listing, printLines } from './terminal.js'

export const command = defineCommand({
  name: 'help',
  describe: 'command.help',
  positionals: ['[TOPIC…]'],
  options: {},
  run: async (context, _options, words) => {
    printLines(context, await helpLines(context, words.join(' ')))
    return 0
  }
})

/** Of a command, a group of them, a topic or the code of an error; of everything where nothing is named. */
export async function helpLines (context: CommandContext, name: string): Promise<string[]> {
  const { commands = {}, locale } = context
  const load = commands[name]
  if (load !== undefined) return commandHelp(context, await load())
  if (isHelpTopic(name)) {
    const text = message(locale, helpTopics[name]).split('\n')
    return name === 'variables' ? [...text, ...await variableLines(context)] : text
  }
  const definition = errorDefinition(name)
  if (definition !== undefined) return errorHelp(context, name, definition)
  const group = namesIn(commands, name)
  if (group.length === 0) return await fieldLines(context, commands, name)
  const loaded = await Promise.all(group.flatMap(each => commands[each]?.() ?? []))
  return overviewHelp(context, loaded, name !== '')
}

/** Of a field of the project file or of the agent's configuration. Throws USAGE_UNKNOWN_TOPIC. */
async function fieldLines (context: CommandContext, commands: CommandTable, name: string): Promise<string[]> {
  const { fieldHelp } = await import('./field-help.js')
  const found = fieldHelp(context.locale, name)
  if (found === undefined) throw unknownTopic(commands, name)
  const { rows, below } = found
  return [...fields(context, rows), ...below.length === 0 ? [] : ['', ...listing(context, below)]]
}

/** The commands of a group, such as `release`; all of them for no name. */
function namesIn (commands: CommandTable, name: string): string[] {
  return Object.keys(commands).filter(each => name === '' || each.startsWith(`${name} `))
}

async function variableLines (context: CommandContext): Promise<string[]> {
  const { describedVariables } = await import('./variables.js')
  return describedVariables(context.locale).flatMap(({ title, variables }) => [
    '',
    title,
    ...listing(context, variables.map(([name, description]) => [`  ${name}`, description]))
  ])
}

function errorHelp (
  context: CommandContext,
  code: string,
  { kind, exitStatus, retryable, text, hint }: NonNullable<ReturnType<typeof errorDefinition>>
): string[] {
  const { locale } = context
  const language = locale === 'zh-CN' ? 'zh' : 'en'
  return fields(context, [
    [message(locale, 'help.error.code'), code],
    [message(locale, 'help.error.says'), unfilled(text[language])],
    [message(locale, 'help.error.hint'), unfilled(hint?.[language] ?? '')],
    [message(locale, 'help.error.kind'), message(locale, `help.error.kind.${kind}`)],
    [message(locale, 'help.error.exit'), String(exitStatus)],
    [message(locale, 'help.error.again'), message(locale, retryable ? 'ui.yes' : 'help.error.no')]
  ])
}

function unknownTopic (commands: CommandTable, name: string): PacklineError {
  const groups = Object.keys(commands).flatMap(each => [each, each.split(' ')[0] ?? each])
  const suggestion = nearest(name, [...new Set([...groups, ...Object.keys(helpTopics)])])
  const details = { topic: name, topics: Object.keys(helpTopics) }
  return new PacklineError(
    'USAGE_UNKNOWN_TOPIC',
    suggestion === undefined ? details : { ...details, suggestion }
  )
}
