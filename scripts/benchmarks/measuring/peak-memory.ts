import { readdirSync, readFileSync } from 'node:fs'

const intervalMs = 20

/**
 * Polls Linux's own high-water marks over a process tree; for machines without GNU time. Misses what lives
 * shorter than an interval.
 */
export function watchPeakMemory (processId: number): { stop: () => number | undefined } {
  let peakBytes: number | undefined
  const look = (): void => {
    for (const id of processTree(processId)) peakBytes = Math.max(peakBytes ?? 0, highWaterMark(id))
  }
  const timer = setInterval(look, intervalMs)
  return {
    stop () {
      clearInterval(timer)
      return peakBytes
    }
  }
}

function processTree (processId: number): number[] {
  const tasks = read(() => readdirSync(`/proc/${processId}/task`)) ?? []
  const children = tasks.flatMap(task =>
    (read(() => readFileSync(`/proc/${processId}/task/${task}/children`, 'utf8')) ?? '').split(' ').filter(
      Boolean
    )
  )
  return [processId, ...children.flatMap(child => processTree(Number(child)))]
}

function highWaterMark (processId: number): number {
  const status = read(() => readFileSync(`/proc/${processId}/status`, 'utf8')) ?? ''
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024
}

/** Processes end while they are looked at. */
function read<T> (look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
