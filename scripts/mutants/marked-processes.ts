import { readFileSync, readdirSync } from 'node:fs'

/** Kills every process whose environment has `name=value`; on systems without /proc there is no looking. */
export function endMarked (name: string, value: string): number[] {
  const ended: number[] = []
  for (const id of processIds()) {
    if (id === process.pid || !environmentOf(id).includes(`${name}=${value}`)) continue
    try {
      process.kill(id, 'SIGKILL')
      ended.push(id)
    } catch {
      // It ended by itself meanwhile.
    }
  }
  return ended
}

function processIds (): number[] {
  try {
    return readdirSync('/proc').filter(entry => /^\d+$/.test(entry)).map(Number)
  } catch {
    return []
  }
}

function environmentOf (id: number): string[] {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0')
  } catch {
    // Gone, or somebody else's.
    return []
  }
}
