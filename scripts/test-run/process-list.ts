import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'

export interface ListedProcess {
  id: number
  parent: number
  /** Tells it from a later process with the same number. */
  started: string
}

/** All processes of this machine; `ps` tells where the system has no /proc. */
export function listProcesses (): ListedProcess[] {
  const ids = attempt(() => readdirSync('/proc').filter(name => /^\d+$/.test(name))) ?? []
  return ids.length > 0
    ? ids.flatMap(id => attempt(() => fromStat(readFileSync(`/proc/${id}/stat`, 'utf8'))) ?? [])
    : fromPs(execFileSync('ps', ['-A', '-o', 'pid=,ppid=,lstart='], { encoding: 'utf8' }))
}

/** A line of Linux's /proc/ID/stat; the name, in parentheses, may hold anything. None for one that has ended. */
export function fromStat (text: string): ListedProcess[] {
  const [state, parent, ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' ? [] : [{ id: parseInt(text), parent: Number(parent), started: fields[17] ?? '' }]
}

export function fromPs (text: string): ListedProcess[] {
  return [...text.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*\S)\s*$/gm)].map(([, id, parent, started = '']) => ({
    id: Number(id),
    parent: Number(parent),
    started
  }))
}

/** `name=value` of each variable; none where the system does not tell, or tells only the owner. */
export function environmentOf (id: number): string[] {
  return (attempt(() => readFileSync(`/proc/${id}/environ`, 'utf8')) ?? '').split('\0')
}

export function commandOf (id: number): string[] {
  const line = attempt(() => readFileSync(`/proc/${id}/cmdline`, 'utf8'))
  if (line !== undefined) return line.split('\0').slice(0, -1)
  return (attempt(() => execFileSync('ps', ['-o', 'command=', '-p', String(id)], { encoding: 'utf8' })) ?? '')
    .trim()
    .split(' ')
}

/** True when it was there to be killed. */
export function kill (id: number): boolean {
  return attempt(() => process.kill(id, 'SIGKILL')) === true
}

/** Processes end while they are looked at. */
function attempt<T> (look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
