import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { ReasonError } from '../error-text.js'
import { phrase } from '../messages/phrase.js'

/**
 * Names a process over the reuse of its number: the number and when it began. Undefined when there is none.
 */
export function processIdentity (
  pid: number,
  platform: NodeJS.Platform = process.platform
): string | undefined {
  try {
    process.kill(pid, 0)
    if (platform === 'linux') return `${pid} ${linuxStart(pid)}`
    if (platform === 'win32') return String(pid)
    return `${pid} ${
      execFileSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], {
        encoding: 'utf8',
        // The time is written in the caller's language and zone, which the next caller need not have.
        env: { LC_ALL: 'C', TZ: 'UTC' },
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: 10_000
      })
        .trim()
    }`
  } catch {
    return undefined
  }
}

export function isAlive (identity: string): boolean {
  return processIdentity(parseInt(identity)) === identity
}

function linuxStart (pid: number): string {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [state, ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ')
  if (state === 'Z') throw new ReasonError(phrase('process.ended'))
  return `${fields[18]} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`
}
