import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { PacklineError, hasCode, isErrorCode } from '../../errors.js'
import type { ErrorCode } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import type { Endpoint } from '../../jobs/endpoint.js'
import type { Job, JobRequest } from '../../jobs/job.js'
import { describeError } from '../../messages/message.js'
import type { CommandContext } from '../command.js'
import type { AgentClient } from './agent-client.js'
import { connectAgent, ownUpdate, restartMs } from './connect.js'
import { findAgent } from './find-agent.js'
import { describeEvent, followJob } from './follow-job.js'
import type { FollowedJob, JobEvent } from './follow-job.js'
import { tell, tellLine } from '../terminal.js'

/** Reasons of an agent that nobody named to leave the work to the command itself. */
const leftToUs: readonly ErrorCode[] = [
  'AGENT_UNREACHABLE',
  'AGENT_VERSION_DIFFERS',
  'JOB_WORKSPACE_NOT_ALLOWED',
  'JOB_PATH_OUTSIDE',
  'JOB_KIND_UNKNOWN',
  'JOB_KIND_NOT_TAKEN',
  'HTTP_UNAUTHORIZED',
  'HTTP_FORBIDDEN'
]
/** What a caller meets that found an agent which then made room for the next one: its token is another. */
const goneWithIt: readonly ErrorCode[] = ['AGENT_UNREACHABLE', 'HTTP_UNAUTHORIZED', 'HTTP_FORBIDDEN']
const tries = 3
/** An agent that somebody named, and that refuses, may have been killed and be started again. */
const refusedMs = 10_000
const againMs = 300

/**
 * Hands work to the agent of this machine and follows it to its end. Undefined when there is none, or when it
 * leaves the work to us, of which people are told. Throws what the agent says when PACKLINE_AGENT names it,
 * and AGENT_VERSION_DIFFERS when an update overtook this command, which then begins anew (`beginAnew`).
 */
export async function runOnAgent<R> (
  context: CommandContext,
  request: Omit<JobRequest, 'key'>,
  key: string | undefined,
  onEvent: (event: JobEvent) => void
): Promise<FollowedJob<R> | undefined> {
  const isNamed = (context.environment.PACKLINE_AGENT ?? '') !== ''
  let taken: { client: AgentClient, job: Job } | undefined
  try {
    // With a key of its own the request can be sent again when its answer is lost.
    taken = await handIn(context, { ...request, key: key ?? context.jobKey ?? randomUUID() })
    if (taken === undefined) return undefined
  } catch (error) {
    if (!(error instanceof PacklineError) || !leftToUs.includes(error.code)) throw error
    if (isNamed || error.code === 'AGENT_VERSION_DIFFERS' && await ownUpdate() === 'over') throw error
    tell(context, 'jobs.runsHere', { reason: describeError(context.locale, error).message })
    return undefined
  }
  return await followJob<R>(context, taken.client, taken.job.id, event => {
    const line = describeEvent(context, event)
    if (line !== undefined) tellLine(context, line)
    onEvent(event)
  })
}

/** Hands work in, also while the agent is restarted. Undefined when there is none. */
async function handIn (
  context: CommandContext,
  request: JobRequest
): Promise<{ client: AgentClient, job: Job } | undefined> {
  for (const since = Date.now();;) {
    const found = await connectAgent(context)
    if (found === undefined) return undefined
    const { client, isNamed, endpoint } = found
    try {
      return { client, job: await submit(context, client, request, isNamed ? refusedMs : 0) }
    } catch (error) {
      const isRestarted = hasCode(error, 'AGENT_RESTARTING') ||
        goneWithIt.some(code => hasCode(error, code)) && isReplaced(context, endpoint)
      if (!isRestarted || Date.now() - since > restartMs) throw error
      await delay(againMs, undefined, { signal: context.signal })
    }
  }
}

/** Whether the agent that was found has left since, or another one has come. */
function isReplaced ({ environment }: CommandContext, endpoint: Endpoint): boolean {
  return !isDeepStrictEqual(findAgent(environment)?.endpoint, endpoint)
}

async function submit (
  context: CommandContext,
  client: AgentClient,
  request: JobRequest,
  patienceMs: number
): Promise<Job> {
  const since = Date.now()
  for (let turn = 1;; turn++) {
    try {
      return await client.call<Job>('POST', '/v1/jobs', request)
    } catch (error) {
      if (!hasCode(error, 'AGENT_UNREACHABLE')) throw error
      const cause = error instanceof Error ? error.cause : undefined
      const isRefused = hasCode(cause, 'ECONNREFUSED') || hasCode(cause, 'ENOENT')
      if (isRefused ? Date.now() - since >= patienceMs : turn >= tries) throw error
      if (isRefused && turn === 1) {
        tell(context, 'jobs.agentRefuses', { address: client.address })
      }
      await delay(Math.min(200 * turn, 1000), undefined, { signal: context.signal })
    }
  }
}

/** Why a job did not go well, as the error that its process met. */
export function jobError (job: FollowedJob): PacklineError {
  if (job.state === 'cancelled') return new PacklineError('JOB_CANCELLED', { id: job.id })
  return job.error === undefined
    ? new PacklineError('JOB_NO_REPORT', { id: job.id })
    : reportedError(job.error)
}

/** An error that came as a document. */
export function reportedError ({ code, details, message }: Record<string, unknown>): PacklineError {
  if (!isErrorCode(code)) return new PacklineError('INTERNAL', { reason: String(message) })
  return new PacklineError(code, isJsonObject(details) ? details : {})
}
