import { execFileSync } from 'node:child_process'

/** The process exists and is no zombie. */
export function isRunning (pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim().startsWith(
      'Z'
    )
  } catch {
    return false
  }
}

/** Resolves once `isTrue` holds; fails after `timeoutMs`. For what the kernel sends no event for. */
export async function until (
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs = 20_000
): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!await isTrue()) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${timeoutMs} ms`)
    await new Promise(_resolve => {
      setTimeout(_resolve, 5)
    })
  }
}
