import { hostname } from 'node:os'
import { loadAgentConfig } from '../config/agent-config.js'
import { packlineHome } from '../config/home.js'
import { PacklineError } from '../errors.js'
import { recordAudit } from '../farm/audit.js'
import { message } from '../messages/message.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { usersFilePath } from '../users/accounts.js'
import { hashPassword, newPassword } from '../users/password.js'
import { allProjects, projectRoles } from '../users/project-role.js'
import type { ProjectRole } from '../users/project-role.js'
import { UsersFile, isProjectOrAll, isUserName } from '../users/users-file.js'
import { actingPerson } from './acting-person.js'
import { defineCommand } from './command.js'
import type { CommandContext } from './command.js'
import { configOption, jsonOption } from './common-options.js'
import { printLines, show, table } from './terminal.js'

const game = {
  game: { type: 'string', value: 'PROJECT', default: allProjects, describe: 'option.userGame' }
} as const

export const add = defineCommand({
  name: 'user add',
  describe: 'command.userAdd',
  positionals: ['NAME'],
  options: {
    role: {
      type: 'string',
      choices: ['read', 'test', 'release', 'admin'],
      default: 'read',
      describe: 'option.projectRole'
    },
    ...game,
    oidc: { type: 'boolean', describe: 'option.userOidc' },
    ...configOption
  },
  run: async (context, { role, game: project, oidc, config }, [name = '']) => {
    if (!isUserName(name)) throw badValue('NAME', name, phrase('expected.userName'))
    checkProject(project)
    const password = oidc ? undefined : newPassword()
    const hash = password === undefined ? {} : { password: await hashPassword(password) }
    await changed(context, config, { action: 'user add', name, role, project }, async users => {
      await users.add({ name, ...hash, roles: { [project]: role } })
    })
    if (password !== undefined) printLines(context, [password])
    return 0
  }
})

export const list = defineCommand({
  name: 'user list',
  describe: 'command.userList',
  options: { ...jsonOption, ...configOption },
  run: async (context, options) => {
    const { users } = await usersHere(context, options.config)
    const all = users.all().map(({ name, password, roles }) => ({
      name,
      signsInWith: password === undefined ? 'oidc' : 'password',
      roles
    }))
    const heads = (['token.column.name', 'user.column.signsIn', 'user.column.roles'] as const)
      .map(key => message(context.locale, key))
    return show(context, options.json, { users: all }, () =>
      table(
        context,
        heads,
        all.map(({ name, signsInWith, roles }) => [
          name,
          signsInWith === 'oidc' ? 'OpenID Connect' : message(context.locale, 'user.password'),
          Object
            .entries(roles)
            .map(([project, value]) => message(context.locale, 'list.pair', { name: project, value }))
            .join(message(context.locale, 'list.comma'))
        ])
      ))
  }
})

export const remove = defineCommand({
  name: 'user remove',
  describe: 'command.userRemove',
  positionals: ['NAME'],
  options: configOption,
  run: async (context, { config }, [name = '']) => {
    await changed(context, config, { action: 'user remove', name }, async users => {
      await users.remove(name)
    })
    return 0
  }
})

export const role = defineCommand({
  name: 'user role',
  describe: 'command.userRole',
  positionals: ['NAME', 'ROLE'],
  options: { ...game, ...configOption },
  run: async (context, { game: project, config }, [name = '', role = '']) => {
    if (!isProjectRole(role)) throw badValue('ROLE', role, projectRoles.join(', '))
    checkProject(project)
    await changed(context, config, { action: 'user role', name, role, project }, async users => {
      await users.setRole(name, project, role)
    })
    return 0
  }
})

export const password = defineCommand({
  name: 'user password',
  describe: 'command.userPassword',
  positionals: ['NAME'],
  options: configOption,
  run: async (context, { config }, [name = '']) => {
    const fresh = newPassword()
    const hash = await hashPassword(fresh)
    await changed(context, config, { action: 'user password', name }, async users => {
      await users.setPassword(name, hash)
    })
    printLines(context, [fresh])
    return 0
  }
})

/** Changes the users of this machine's agent, and writes down who did. */
async function changed (
  context: CommandContext,
  config: string | undefined,
  { action, ...details }: { action: string, name: string, role?: string, project?: string },
  work: (users: UsersFile) => Promise<void>
): Promise<void> {
  const { users, home, device } = await usersHere(context, config)
  await work(users)
  await recordAudit(home, {
    at: new Date().toISOString(),
    action,
    by: actingPerson(context.environment),
    from: 'command',
    device,
    details
  })
}

async function usersHere (
  { environment, cwd }: CommandContext,
  file: string | undefined
): Promise<{ users: UsersFile, home: string, device: string }> {
  const { config } = await loadAgentConfig(environment, cwd, file)
  const home = packlineHome(environment)
  return {
    users: new UsersFile(usersFilePath(config.users, home, cwd), Date.now),
    home,
    device: config.device ?? hostname()
  }
}

function checkProject (project: string): void {
  if (!isProjectOrAll(project)) throw badValue('--game', project, phrase('expected.name'))
}

function isProjectRole (text: string): text is ProjectRole {
  return projectRoles.some(each => each === text)
}

function badValue (option: string, value: string, expected: Wording): PacklineError {
  return new PacklineError('USAGE_BAD_VALUE', { option, value: JSON.stringify(value), expected })
}
