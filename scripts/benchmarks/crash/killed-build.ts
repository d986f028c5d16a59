import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { killGroup, type Program } from '../measuring/run-program.js'

const lookIntervalMs = 5

/**
 * Starts a build and kills its whole process group after `delayMs`, or what `kill` says, calling `look`
 * meanwhile. Says whether the kill came in time.
 */
export async function killBuild (
  program: Program,
  delayMs: number,
  look: () => void,
  kill: (group: () => void) => void = group => {
    group()
  }
): Promise<{ wasKilled: boolean }> {
  const child = spawn(program.file, program.args, {
    env: { ...process.env, ...program.environment },
    detached: true,
    stdio: 'ignore'
  })
  const ended = once(child, 'exit')
  const deadline = performance.now() + delayMs
  while (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
    look()
    await Promise.race([ended, wait(Math.min(lookIntervalMs, Math.max(0, deadline - performance.now())))])
  }
  kill(() => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killGroup(child.pid)
  })
  await ended
  return { wasKilled: child.signalCode === 'SIGKILL' }
}
