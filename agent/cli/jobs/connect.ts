import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { packlineVersion } from '../../version.js'
import { PacklineError } from '../../errors.js'
import { readSecret } from '../../config/secret.js'
import { personHeader } from '../../jobs/person-header.js'
import { readTraceparent, writeTraceparent } from '../../telemetry/trace-context.js'
import { actingPerson } from '../acting-person.js'
import { isSameContract } from '../library-version.js'
import type { CommandContext } from '../command.js'
import { AgentClient } from './agent-client.js'
import { findAgent } from './find-agent.js'
import type { FoundAgent } from './find-agent.js'
import { tell } from '../terminal.js'

/** How long an agent that is restarted may be away. */
export const restartMs = 120_000
const lookAgainMs = 250

interface ConnectOptions {
  /** For what agents of all versions understand: following a job, ending the agent. */
  anyVersion?: boolean
}

/**
 * A client of the agent, or undefined when none is up and none was named. Waits for one that is being
 * restarted. Throws AGENT_VERSION_DIFFERS.
 */
export async function connectAgent (
  context: CommandContext,
  { anyVersion = false }: ConnectOptions = {}
): Promise<FoundAgent & { client: AgentClient } | undefined> {
  const { environment, cwd } = context
  const found = await whenBack(context, anyVersion)
  if (found === undefined) return undefined
  const { endpoint } = found
  if (!anyVersion && endpoint.version !== undefined && !isSameContract(endpoint.version, packlineVersion)) {
    throw new PacklineError('AGENT_VERSION_DIFFERS', { agent: endpoint.version, packline: packlineVersion })
  }
  const file = environment.PACKLINE_AGENT_TOKEN_FILE
  const token = environment.PACKLINE_AGENT_TOKEN ||
    (file === undefined || file === '' ? undefined : await readSecret(`file:${file}`, environment, cwd))
  const place = readTraceparent(environment.TRACEPARENT)
  return {
    ...found,
    client: new AgentClient(endpoint, token, {
      [personHeader]: encodeURIComponent(actingPerson(environment)),
      ...place !== undefined && { traceparent: writeTraceparent(place) }
    })
  }
}

/** The same for commands that are nothing without one. */
export async function requireAgent (context: CommandContext, options?: ConnectOptions): Promise<AgentClient> {
  const found = await connectAgent(context, options)
  if (found === undefined) throw new PacklineError('AGENT_NONE', {})
  return found.client
}

/** An agent that an update is about to replace by one of this version counts as away. */
async function whenBack (context: CommandContext, anyVersion: boolean): Promise<FoundAgent | undefined> {
  const { environment, signal } = context
  const since = Date.now()
  for (let isTold = false;; isTold = true) {
    const found = findAgent(environment)
    const leftAt = found?.endpoint.leftAt ?? (!anyVersion && await isDue(found) ? since : undefined)
    if (leftAt === undefined) return found
    if (Date.now() - leftAt > restartMs) return found?.isNamed === true ? found : undefined
    if (!isTold) tell(context, 'jobs.agentRestarts')
    await delay(lookAgainMs, undefined, { signal })
  }
}

async function isDue (found: FoundAgent | undefined): Promise<boolean> {
  const version = found?.endpoint.version
  if (version === undefined || isSameContract(version, packlineVersion)) return false
  return await ownUpdate() === 'begun'
}

/** How far an update has come over this packline; loaded only where versions differ. */
export async function ownUpdate (): Promise<'begun' | 'over' | undefined> {
  const { updateUnderWay } = await import('../../installation/update-under-way.js')
  return updateUnderWay(join(import.meta.dirname, '../../..'))
}
