import { createHash } from 'node:crypto'
import { createReadStream, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { hasCode } from '../errors.js'
import { parseRecord } from './action-cache.js'

interface CacheStatistics {
  actions: number
  blobs: number
  sizeBytes: number
  oldestUse: string | null
}
interface VerifyResult {
  actions: number
  blobs: number
  damaged: string[]
}
export interface CollectResult {
  removedActions: number
  removedBlobs: number
  freedBytes: number
  keptBytes: number
}

interface StoredFile {
  name: string
  path: string
  size: number
  mtimeMs: number
}

/** What was used or written this recently may belong to a run that is under way. */
const graceMs = 3_600_000

/** @param folder the cache's folder, with `ac` and `cas` in it */
export function cacheStatistics (folder: string): CacheStatistics {
  const [actions, blobs] = [list(join(folder, 'ac')), list(join(folder, 'cas'))]
  const oldest = actions.reduce((min, file) => Math.min(min, file.mtimeMs), Infinity)
  return {
    actions: actions.length,
    blobs: blobs.length,
    sizeBytes: sizeOf(actions) + sizeOf(blobs),
    oldestUse: actions.length === 0 ? null : new Date(oldest).toISOString()
  }
}

/** Reads every entry; damaged ones are removed, so that the next run makes them anew. */
export async function verifyCache (
  folder: string,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void = () => {}
): Promise<VerifyResult> {
  const [actions, blobs] = [listFinished(join(folder, 'ac')), listFinished(join(folder, 'cas'))]
  const total = actions.length + blobs.length
  const damaged: string[] = []
  let done = 0
  for (const file of actions) {
    if (readRecord(file.path) === undefined) damaged.push(file.path)
    onProgress(++done, total)
  }
  for (const file of blobs) {
    signal.throwIfAborted()
    const hash = createHash('sha256')
    await pipeline(createReadStream(file.path), hash)
    if (hash.digest('hex') !== file.name) damaged.push(file.path)
    onProgress(++done, total)
  }
  for (const path of damaged) rmSync(path, { force: true })
  return { actions: actions.length, blobs: blobs.length, damaged }
}

/**
 * Removes the action records that were used longest ago, with the blobs that no kept record names, until the
 * rest fits the limit. Blobs carry no time of use: outputs are hard links to them, so their time stamps must
 * not change.
 */
export function collectGarbage (folder: string, limitBytes: number, now: number): CollectResult {
  const blobs = new Map(list(join(folder, 'cas')).map(file => [file.name, file]))
  const actions = list(join(folder, 'ac')).sort((a, b) => b.mtimeMs - a.mtimeMs || (a.name < b.name ? -1 : 1))
  const keptBlobs = new Set<string>()
  let keptBytes = 0
  let freedBytes = 0
  let removedActions = 0
  for (const action of actions) {
    const record = readRecord(action.path)
    const named = Object.values(record?.blobs ?? {}).filter(blob => !keptBlobs.has(blob.sha256))
    const bytes = action.size + named.reduce((sum, blob) => sum + blob.size, 0)
    const isRecent = now - action.mtimeMs < graceMs
    if (record !== undefined && (isRecent || keptBytes + bytes <= limitBytes)) {
      keptBytes += bytes
      for (const blob of named) keptBlobs.add(blob.sha256)
    } else {
      rmSync(action.path, { force: true })
      removedActions++
      freedBytes += action.size
    }
  }
  let removedBlobs = 0
  for (const blob of blobs.values()) {
    if (keptBlobs.has(blob.name) || now - blob.mtimeMs < graceMs) continue
    rmSync(blob.path, { force: true })
    removedBlobs++
    freedBytes += blob.size
  }
  return { removedActions, removedBlobs, freedBytes, keptBytes }
}

function list (folder: string): StoredFile[] {
  return entries(folder).flatMap(shelf =>
    entries(join(folder, shelf)).flatMap(name => {
      const path = join(folder, shelf, name)
      const status = statSync(path, { throwIfNoEntry: false })
      return status === undefined ? [] : [{ name, path, size: status.size, mtimeMs: status.mtimeMs }]
    })
  )
}

/** Without what is being written: its name starts with a dot, and it is nobody's yet. */
function listFinished (folder: string): StoredFile[] {
  return list(folder).filter(({ name }) => !name.startsWith('.'))
}

function entries (folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return []
    throw error
  }
}

function readRecord (path: string): ReturnType<typeof parseRecord> {
  try {
    return parseRecord(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function sizeOf (files: readonly StoredFile[]): number {
  return files.reduce((sum, file) => sum + file.size, 0)
}
