import { statSync } from 'node:fs'
import { join } from 'node:path'
import { writeRecordSync } from '../files/atomic-file.js'
import { collectGarbage } from './maintenance.js'
import type { CollectResult } from './maintenance.js'

const dayMs = 86_400_000

/** Collects garbage when the last time was a day ago: looking at every entry costs more than most runs. */
export async function collectDaily (
  folder: string,
  limitBytes: () => Promise<number>,
  now: number
): Promise<CollectResult | undefined> {
  const marker = join(folder, 'collected')
  const last = statSync(marker, { throwIfNoEntry: false })?.mtimeMs ?? 0
  // Not by a time that a wrong clock wrote.
  if (Math.abs(now - last) < dayMs) return undefined
  writeRecordSync(marker, '')
  return last === 0 ? undefined : collectGarbage(folder, await limitBytes(), now)
}
