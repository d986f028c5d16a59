import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

/**
 * Of every process on this machine the command line and, where the system tells, the program's file, as one
 * text each. Some end while they are looked at, and the kernel hides others' files from who is not root.
 */
export function runningPrograms (platform: NodeJS.Platform = process.platform): string[] {
  if (platform !== 'linux') {
    return execFileSync('/bin/ps', ['-axww', '-o', 'command='], { encoding: 'utf8', maxBuffer: 64_000_000 })
      .split('\n')
  }
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(id =>
    [
      attempt(() => readlinkSync(`/proc/${id}/exe`)),
      attempt(() => readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' '))
    ]
      .join(' ')
  )
}

function attempt (look: () => string): string {
  try {
    return look()
  } catch {
    return ''
  }
}
