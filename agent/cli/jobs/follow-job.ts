import { setTimeout as delay } from 'node:timers/promises'
import type { RunEvent } from '../../assets/actions/run-events.js'
import { errorText } from '../../error-text.js'
import { PacklineError, hasCode } from '../../errors.js'
import { jobStates } from '../../jobs/job.js'
import type { JobOutcome, JobState } from '../../jobs/job.js'
import { isJsonObject } from '../../json-object.js'
import { message } from '../../messages/message.js'
import { fromJson } from '../../messages/words-beside.js'
import type { CommandContext } from '../command.js'
import type { AgentClient } from './agent-client.js'
import { connectAgent, restartMs } from './connect.js'

const againMs = 500

export type JobEvent = { type: string } & Record<string, unknown>

/** The events that a job's process wrote are those of the run that it did. */
export function runEventOf (event: JobEvent): RunEvent {
  return event as JobEvent & RunEvent
}

/** How a followed job ended, with its report where it left one. */
export interface FollowedJob<R = unknown> extends JobOutcome {
  id: string
  state: JobState
  report?: R
}

/**
 * Follows a job to its end, over restarts of the agent. An interrupt cancels the job and waits for its end; a
 * terminal that goes away does not.
 */
export async function followJob<R> (
  context: CommandContext,
  client: AgentClient,
  id: string,
  onEvent: (event: JobEvent) => void,
  from = 0
): Promise<FollowedJob<R>> {
  let current = client
  let position = from
  let report: R | undefined
  let lastWord = Date.now()
  const leaving = new AbortController()
  const cancel = (): void => {
    current.call('DELETE', `/v1/jobs/${id}`).catch(() => {
      leaving.abort()
    })
  }
  const stopListening = context.onSignal?.(signal => {
    if (signal === 'SIGHUP') leaving.abort()
    else cancel()
  })
  if (context.onSignal === undefined) {
    if (context.signal.aborted) cancel()
    else context.signal.addEventListener('abort', cancel, { once: true })
  }
  try {
    for (;;) {
      try {
        for await (const { event, bytes } of eventsOf(current, id, position, leaving.signal)) {
          position += bytes
          lastWord = Date.now()
          if (event.type === 'report') report = event.report as R
          // All that is needed is in the events: an agent that ends need not answer another request.
          if (event.type === 'ended') return { id, ...endOf(event), ...report !== undefined && { report } }
          onEvent(event)
        }
      } catch (error) {
        if (leaving.signal.aborted) throw new PacklineError('INTERRUPTED', {}, { cause: error })
        if (!hasCode(error, 'AGENT_UNREACHABLE') || Date.now() - lastWord > restartMs) throw error
      }
      await delay(againMs)
      // An agent that was restarted may listen elsewhere.
      current = (await connectAgent(context, { anyVersion: true }).catch(() => undefined))?.client ?? current
    }
  } finally {
    stopListening?.()
  }
}

async function* eventsOf (
  client: AgentClient,
  id: string,
  from: number,
  signal: AbortSignal
): AsyncGenerator<{ event: JobEvent, bytes: number }> {
  const response: AsyncIterable<Buffer> = await client.stream(`/v1/jobs/${id}/events?from=${from}`, signal)
  let rest = Buffer.alloc(0)
  try {
    for await (const chunk of response) {
      rest = Buffer.concat([rest, chunk])
      for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
        const event = parseEvent(rest.toString('utf8', 0, end))
        if (event !== undefined) yield { event, bytes: end + 1 }
        rest = rest.subarray(end + 1)
      }
    }
  } catch (error) {
    if (error instanceof PacklineError) throw error
    throw new PacklineError(
      'AGENT_UNREACHABLE',
      { address: client.address, reason: errorText(error) },
      { cause: error }
    )
  }
}

/** A line that a dying process left unfinished says nothing. */
function parseEvent (line: string): JobEvent {
  try {
    const event: unknown = fromJson(line)
    if (isJsonObject(event) && typeof event.type === 'string') return { ...event, type: event.type }
  } catch { /* as below */ }
  return { type: 'damaged' }
}

/** How the last event of a job says that it ended; one that says nothing of it means a failure. */
function endOf ({ state, exitStatus, error }: JobEvent): JobOutcome & { state: JobState } {
  return {
    state: jobStates.find(each => each === state) ?? 'failed',
    exitStatus: typeof exitStatus === 'number' ? exitStatus : 1,
    ...isJsonObject(error) && { error }
  }
}

/** A line for each step in the life of the job. */
export function describeEvent ({ locale }: CommandContext, event: JobEvent): string | undefined {
  switch (event.type) {
    case 'accepted':
      return message(locale, 'jobs.accepted', event)
    case 'started':
      return message(locale, 'jobs.started', event)
    case 'queued-again':
      return message(locale, 'jobs.queuedAgain', event)
    default:
      return undefined
  }
}
