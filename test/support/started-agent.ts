import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { LightMyRequestResponse } from 'fastify'
import { startAgent, type Agent } from '../../agent/agent.js'
import { defaultAgentConfig } from '../../agent/config/agent-config.js'
import type { AgentConfig } from '../../agent/config/agent-schema.js'
import { runPackline } from './command-line.js'
import type { CommandResult } from './command-line.js'
import { until } from './processes.js'

/** A log that says nothing. */
export const silent = {
  debug () {},
  info () {},
  warn () {},
  error () {},
  child () {
    return silent
  },
  fatal () {},
  trace () {},
  silent () {},
  level: 'silent'
}

export interface StartedAgent {
  agent: Agent
  home: string
  get: (url: string, headers?: Record<string, string>) => Promise<LightMyRequestResponse>
  /** The command line of this agent's user. */
  packline: (...argv: string[]) => Promise<CommandResult>
}

export interface StartOptions {
  device?: string
  config?: Partial<AgentConfig>
  prepare?: (home: string) => void
  environment?: Record<string, string>
}

/**
 * A whole agent in this process that has looked once at its machine, which no limit calls bad unless `config`
 * says so.
 */
export async function startedAgent (
  t: Test,
  { device = 'mac-01', config = {}, prepare = () => {}, environment = {} }: StartOptions = {}
): Promise<StartedAgent> {
  const home = mkdtempSync(join(tmpdir(), 'packline-'))
  t.teardown(() => {
    rmSync(home, { recursive: true, force: true })
  })
  prepare(home)
  const configFile = join(home, 'agent.json')
  const usual = defaultAgentConfig()
  const whole = {
    ...usual,
    listen: '127.0.0.1:0',
    health: unlimitedHealth(),
    resident: { ...usual.resident, projects: 0 },
    // Requests that tests send have no token.
    http: { ...usual.http, localRole: 'admin' as const },
    ...config
  }
  const agent = await startAgent({
    config: whole,
    configFile,
    home,
    cwd: home,
    environment: { PATH: process.env.PATH },
    device,
    log: silent,
    now: Date.now,
    end () {}
  })
  t.teardown(async () => {
    await agent.close()
  })
  const get: StartedAgent['get'] = async (url, headers = {}) =>
    await agent.app.inject({ url, headers: { host: 'localhost', ...headers } })
  await until('the first round', async () => {
    const health = await get('/health')
    return health.statusCode === 401 || Date.parse(health.json().checkedAt) > 0
  })
  const packline: StartedAgent['packline'] = async (...argv) => {
    writeFileSync(configFile, JSON.stringify({ device, ...config }))
    return await runPackline({
      cwd: home,
      environment: {
        PATH: process.env.PATH,
        PACKLINE_HOME: home,
        PACKLINE_CONFIG: configFile,
        PACKLINE_LANG: 'en',
        ...environment
      }
    }, argv)
  }
  return { agent, home, get, packline }
}

/** Rounds every second in which nothing is bad: how busy the machine of the tests is does not matter. */
export function unlimitedHealth (more: Partial<AgentConfig['health']> = {}): AgentConfig['health'] {
  const { health } = defaultAgentConfig()
  const limits = Object.fromEntries(
    Object.keys(health.limits).map(kind => [kind, { warn: null, fail: null }])
  ) as AgentConfig['health']['limits']
  return { ...health, limits, intervalMs: 1000, ...more }
}
