import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '../files/atomic-file.js'
import { PacklineError } from '../errors.js'
import type { DrainOrder } from './farm-machine.js'
import { fieldsIn, parseOrder } from './parse-machine.js'

/**
 * What this machine's agent was told, for processes that are no jobs of the agent: they must not begin what
 * needs a licence.
 */
export async function noteDrain (home: string, device: string, order: DrainOrder | undefined): Promise<void> {
  if (order === undefined) await rm(fileIn(home), { force: true })
  else await writeFileAtomic(fileIn(home), JSON.stringify({ ...order, device }), 0o644)
}

/**
 * Throws FARM_DRAINED while this machine is being drained, except for a job that the agent has accepted
 * before.
 */
export function refuseWhileDrained (
  home: string,
  environment: Readonly<Record<string, string | undefined>>
): void {
  if (environment.PACKLINE_JOB === 'accepted') return
  const order = readNote(fileIn(home))
  if (order !== undefined) {
    throw new PacklineError('FARM_DRAINED', {
      device: order.device,
      by: order.by,
      why: order.why
    })
  }
}

function readNote (file: string): DrainOrder & { device: string } | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    const order = parseOrder(text)
    const { device } = fieldsIn(text)
    return order && { ...order, device: typeof device === 'string' ? device : '' }
  } catch {
    return undefined
  }
}

function fileIn (home: string): string {
  return join(home, 'farm-draining.json')
}
