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

/** A client of the agent, or undefined when none is up and none was named. Throws AGENT_VERSION_DIFFERS. */
export async function connectAgent (
  { environment, cwd }: CommandContext
): Promise<{ client: AgentClient, isNamed: boolean } | undefined> {
  const found = findAgent(environment)
  if (found === undefined) return undefined
  const { endpoint, isNamed } = found
  if (endpoint.version !== undefined && !isSameContract(endpoint.version, packlineVersion)) {
    throw new PacklineError('AGENT_VERSION_DIFFERS', { agent: endpoint.version, packline: packlineVersion })
  }
  const file = environment.PACKLINE_AGENT_TOKEN_FILE
  const token = environment.PACKLINE_AGENT_TOKEN ||
    (file === undefined || file === '' ? undefined : await readSecret(`file:${file}`, environment, cwd))
  const place = readTraceparent(environment.TRACEPARENT)
  return {
    client: new AgentClient(endpoint, token, {
      [personHeader]: encodeURIComponent(actingPerson(environment)),
      ...place !== undefined && { traceparent: writeTraceparent(place) }
    }),
    isNamed
  }
}

/** The same for commands that are nothing without one. */
export async function requireAgent (context: CommandContext): Promise<AgentClient> {
  const found = await connectAgent(context)
  if (found === undefined) throw new PacklineError('AGENT_NONE', {})
  return found.client
}
