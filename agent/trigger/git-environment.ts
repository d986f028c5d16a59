import type { RepositoryConfig } from '../config/repository-schema.js'

export interface GitAccess {
  config: Pick<RepositoryConfig, 'url' | 'user' | 'forge'>
  token?: string
  environment: Readonly<Record<string, string | undefined>>
}

const tokenUsers: Partial<Record<RepositoryConfig['forge'], string>> = { github: 'x-access-token' }

/**
 * The token goes by the environment, where other users of the machine do not see it; only the configured kind
 * of address is followed.
 */
export function gitEnvironment (
  { config, token, environment }: GitAccess
): Record<string, string | undefined> {
  const scheme = /^([a-z+]+):\/\//.exec(config.url)?.[1] ?? 'ssh'
  const user = config.user ?? tokenUsers[config.forge] ?? 'oauth2'
  const settings: Array<[key: string, value: string]> = [
    ['core.fsmonitor', 'false'],
    ['core.hooksPath', '/dev/null'],
    ['core.logAllRefUpdates', 'false'],
    ['core.quotePath', 'false'],
    // Whoever ran `git lfs install`: content is fetched when all files are there, in one go.
    ['filter.lfs.process', ''],
    ['filter.lfs.smudge', ''],
    ['filter.lfs.clean', ''],
    ['filter.lfs.required', 'false'],
    ['http.followRedirects', 'false']
  ]
  if (token !== undefined && /^https?$/.test(scheme)) {
    const credentials = Buffer.from(`${user}:${token}`).toString('base64')
    // Of the whole server: private submodules lie beside the repository. No other one gets it.
    settings.push([`http.${new URL(config.url).origin}/.extraHeader`, `Authorization: Basic ${credentials}`])
  }
  return {
    ...environment,
    GIT_ALLOW_PROTOCOL: scheme,
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_SSH_COMMAND: environment.GIT_SSH_COMMAND ?? 'ssh -o BatchMode=yes',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(settings.flatMap(([key, value], index) => [
      [`GIT_CONFIG_KEY_${index}`, key],
      [`GIT_CONFIG_VALUE_${index}`, value]
    ]))
  }
}
