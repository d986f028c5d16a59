import { setTimeout as delay } from 'node:timers/promises'
import { PacklineError } from '../../errors.js'
import type { CommandContext } from '../command.js'
import type { AgentClient } from '../jobs/agent-client.js'
import { connectAgent } from '../jobs/connect.js'
import { findAgent } from '../jobs/find-agent.js'

const backWithinMs = 60_000
const lookAgainMs = 200

interface RunningAgent {
  client: AgentClient
  pid: number
  version: string
}

/** The agent that answers in this environment; undefined when none does. */
export async function runningAgent (context: CommandContext): Promise<RunningAgent | undefined> {
  if (findAgent(context.environment)?.endpoint.leftAt !== undefined) return undefined
  const found = await connectAgent(context, { anyVersion: true })
  if (found === undefined) return undefined
  try {
    const { pid, version } = await found.client.call<{ pid: number, version: string }>('GET', '/v1/agent')
    return { client: found.client, pid, version }
  } catch (error) {
    context.signal.throwIfAborted()
    if (error instanceof PacklineError) return undefined
    throw error
  }
}

/**
 * Ends an agent whose service starts it again, and waits for the new one: the jobs that run go on meanwhile.
 * Returns the version of the agent that came; undefined when none came in time.
 */
export async function restartAgent (
  context: CommandContext,
  { client, pid }: RunningAgent
): Promise<string | undefined> {
  await client.call('POST', '/v1/agent/drain', { leaveRunning: true })
  return await nextAgent(context, pid)
}

/** The version of the first agent that is another process than `pid`. */
export async function nextAgent (context: CommandContext, pid: number): Promise<string | undefined> {
  for (const giveUpAt = Date.now() + backWithinMs; Date.now() < giveUpAt;) {
    const agent = await runningAgent(context)
    if (agent !== undefined && agent.pid !== pid) return agent.version
    await delay(lookAgainMs, undefined, { signal: context.signal })
  }
  return undefined
}
