import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { errorText } from '../error-text.js'
import { PacklineError, hasCode } from '../errors.js'
import { agentSchema } from './agent-schema.js'
import type { AgentConfig } from './agent-schema.js'
import { defaultsOf } from './defaults.js'
import { deepFreeze } from './freeze.js'
import { userFolder } from './home.js'
import type { Environment } from './home.js'

export { packlineHome } from './home.js'

/** Where the configuration was looked for, and what it says. */
export interface LoadedAgentConfig {
  file: string
  isPresent: boolean
  config: AgentConfig
}

/**
 * The agent's configuration from `file`, else PACKLINE_CONFIG, else the user's configuration folder.
 * A file that was asked for by name must be there; without any, everything is the default.
 */
export async function loadAgentConfig (
  environment: Environment,
  cwd: string,
  file?: string
): Promise<LoadedAgentConfig> {
  const named = file ?? (environment.PACKLINE_CONFIG || undefined)
  const path = named === undefined ? defaultConfigFile(environment, process.platform) : resolve(cwd, named)
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    if (named === undefined && (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR'))) {
      return { file: path, isPresent: false, config: defaultAgentConfig() }
    }
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) {
      throw new PacklineError('AGENT_CONFIG_NOT_FOUND', { file: path }, { cause: error })
    }
    throw new PacklineError('CONFIG_UNREADABLE', { file: path, reason: errorText(error) }, {
      cause: error
    })
  }
  // The check costs a quarter of the start-up time; most build machines run on defaults.
  const { parseAgentConfig } = await import('./agent-config-check.js')
  return { file: path, isPresent: true, config: parseAgentConfig(path, bytes) }
}

export function defaultAgentConfig (): AgentConfig {
  return deepFreeze(defaultsOf(agentSchema) as AgentConfig)
}

export function defaultConfigFile (environment: Environment, platform: NodeJS.Platform): string {
  return join(userFolder(environment, platform, 'XDG_CONFIG_HOME', '.config', 'APPDATA'), 'agent.json')
}
