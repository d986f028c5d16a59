import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder, writeFileAtomic } from '../files/atomic-file.js'
import type { DrainOrder } from './farm-machine.js'
import { parseOrder } from './parse-machine.js'

/** What was ordered of this machine, in PACKLINE_HOME: it lasts over the agent's end. */
export async function readOwnOrder (home: string): Promise<DrainOrder | undefined> {
  const text = await readFile(fileIn(home), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : parseOrder(text)
}

export async function writeOwnOrder (home: string, order: DrainOrder | undefined): Promise<void> {
  if (order !== undefined) {
    await writeFileAtomic(fileIn(home), JSON.stringify(order), 0o600)
    return
  }
  await rm(fileIn(home), { force: true })
  syncFolder(home)
}

function fileIn (home: string): string {
  return join(home, 'farm-order.json')
}
