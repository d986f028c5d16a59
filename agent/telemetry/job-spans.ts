import type { Job } from '../jobs/job.js'
import type { Span } from './span.js'
import { Stages } from './stages.js'
import { placeBelow, readTraceparent } from './trace-context.js'
import type { TraceContext } from './trace-context.js'

/** Where a job stands: its agent, the agent after that and its own process agree without a word. */
export function placeOfJob ({ id, traceparent }: Pick<Job, 'id' | 'traceparent'>): TraceContext {
  return placeBelow(readTraceparent(traceparent), `job ${id}`)
}

/** A job that has ended, and its stages as the lines of its events tell them. */
export function jobSpans (job: Job, lines: Iterable<string>): Span[] {
  const place = placeOfJob(job)
  const stages = new Stages(place)
  const failure = job.state === 'done' ? undefined : String(job.error?.code ?? job.state)
  for (const line of lines) {
    const event = stageEvent(line)
    if (event === undefined) continue
    const { type, phase, at } = event
    if (type === 'accepted' || type === 'queued-again') stages.begin('queued', at)
    else if (type === 'started') stages.begin('start', at)
    else if (type === 'phase') stages.begin(phase ?? type, at)
    else stages.end(at, failure)
  }
  const { id, kind, workspace, attempt, exitStatus, createdAt, endedAt = createdAt } = job
  return [{
    place,
    parent: readTraceparent(job.traceparent),
    name: `job ${kind}`,
    startMs: Date.parse(createdAt),
    endMs: Date.parse(endedAt),
    attributes: {
      'packline.job.id': id,
      'packline.job.kind': kind,
      'packline.job.attempts': attempt,
      'packline.workspace': workspace,
      ...exitStatus !== undefined && { 'packline.exit_status': exitStatus }
    },
    ...failure !== undefined && { error: failure }
  }, ...stages.spans]
}

/** Most lines tell of single actions and are passed over unread. */
function stageEvent (line: string): { type: string, phase?: string, at: number } | undefined {
  if (!/"type":"(?:accepted|started|queued-again|phase|ended)"/.test(line)) return undefined
  try {
    const { type, phase, at } = JSON.parse(line) as { type: string, phase?: string, at?: string }
    const atMs = Date.parse(at ?? '')
    return Number.isNaN(atMs) ? undefined : { type, ...phase !== undefined && { phase }, at: atMs }
  } catch {
    // A line that a dying process left unfinished.
    return undefined
  }
}
