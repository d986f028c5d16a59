import type { Lane, PastRun, Run } from './lane.js'

export type TriggerLog = (level: 'info' | 'warn', fields: Record<string, unknown>, text: string) => void

/** Tells the log when a run of the lane begins and ends; called with the lane after each of its changes. */
export function laneLog (log: TriggerLog, lane: Lane): (next: Lane) => void {
  let begun = lane.run?.id
  let ended = lane.history[0]?.id
  let unreadAt: number | undefined
  return ({ repository, branch, pipeline, run, unread, history: [last] }) => {
    const place = { repository, branch, pipeline }
    if (unread !== null && unread.at !== unreadAt) {
      unreadAt = unread.at
      log('warn', { ...place, ...unread }, 'a range cannot be read; everything counts as changed')
    }
    if (last !== undefined && last.id !== ended) {
      ended = last.id
      log(last.result === 'succeeded' ? 'info' : 'warn', { ...place, ...endFields(last) }, 'run ended')
    }
    if (run !== null && run.id !== begun) {
      begun = run.id
      log('info', { ...place, ...beginFields(run, last) }, 'run begins')
    }
  }
}

function endFields ({ id, kind, result, head, commits, at, endedAt, url }: PastRun): Record<string, unknown> {
  return { run: id, kind, result, head, commits, durationMs: endedAt - at, url }
}

function beginFields (
  { id, kind, at, waitedSince }: Run,
  last: PastRun | undefined
): Record<string, unknown> {
  // Idle: what it waited for while another run of the lane was not the reason.
  const idleMs = at - Math.max(waitedSince, last?.endedAt ?? 0)
  return { run: id, kind, waitedMs: at - waitedSince, idleMs }
}
