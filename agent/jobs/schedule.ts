import type { Job } from './job.js'
import { overlaps } from './workspace.js'

/**
 * The queued jobs that may start now, oldest first. One waits while its kind is at its limit or another works
 * in its workspace, and nothing that came later overtakes it there.
 */
export function nextJobs (jobs: Iterable<Job>, concurrencyOf: (kind: string) => number): Job[] {
  const all = [...jobs]
  const running = all.filter(({ state }) => state === 'running')
  const busy = new Map<string, number>()
  const count = (kind: string): number => busy.get(kind) ?? 0
  for (const { kind } of running) busy.set(kind, count(kind) + 1)
  const taken = running.map(({ workspace }) => workspace)
  return all.filter(({ state, kind, workspace, cancelRequestedAt }) => {
    if (state !== 'queued' || cancelRequestedAt !== undefined) return false
    const isFree = count(kind) < concurrencyOf(kind) && !taken.some(other => overlaps(other, workspace))
    taken.push(workspace)
    if (isFree) busy.set(kind, count(kind) + 1)
    return isFree
  })
}
