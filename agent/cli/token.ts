import { join, resolve } from 'node:path'
import { loadAgentConfig } from '../config/agent-config.js'
import { packlineHome } from '../config/home.js'
import { PacklineError } from '../errors.js'
import { TokenFile, isTokenName } from '../http/tokens.js'
import { message } from '../messages/message.js'
import { defineCommand } from './command.js'
import type { CommandContext } from './command.js'
import { configOption, jsonOption } from './common-options.js'
import { printLines, show, table } from './terminal.js'
import { phrase } from '../messages/phrase.js'

export const add = defineCommand({
  name: 'token add',
  describe: 'command.tokenAdd',
  positionals: ['NAME'],
  options: {
    role: { type: 'string', choices: ['read', 'build', 'admin'], default: 'read', describe: 'option.role' },
    ...configOption
  },
  run: async (context, options, [name = '']) => {
    if (!isTokenName(name)) {
      throw new PacklineError('USAGE_BAD_VALUE', {
        option: 'NAME',
        value: JSON.stringify(name),
        expected: phrase('expected.name')
      })
    }
    const secret = await (await tokenFile(context, options.config)).add(name, options.role)
    printLines(context, [secret])
    return 0
  }
})

export const list = defineCommand({
  name: 'token list',
  describe: 'command.tokenList',
  options: { ...jsonOption, ...configOption },
  run: async (context, options) => {
    const tokens = (await tokenFile(context, options.config)).all().map(({ name, role }) => ({ name, role }))
    return show(context, options.json, { tokens }, () =>
      table(
        context,
        [message(context.locale, 'token.column.name'), message(context.locale, 'token.column.role')],
        tokens.map(({ name, role }) => [name, role])
      ))
  }
})

export const remove = defineCommand({
  name: 'token remove',
  describe: 'command.tokenRemove',
  positionals: ['NAME'],
  options: configOption,
  run: async (context, options, [name = '']) => {
    if (!await (await tokenFile(context, options.config)).remove(name)) {
      throw new PacklineError('AGENT_TOKEN_UNKNOWN', { name })
    }
    return 0
  }
})

async function tokenFile (
  { environment, cwd }: CommandContext,
  file: string | undefined
): Promise<TokenFile> {
  const { config } = await loadAgentConfig(environment, cwd, file)
  return new TokenFile(
    resolve(cwd, config.http.tokensFile ?? join(packlineHome(environment), 'tokens.json')),
    Date.now
  )
}
