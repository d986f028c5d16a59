import { createHash, randomBytes } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import pLimit from 'p-limit'
import type { FileSystemSpeed } from './file-system-speed.js'

export interface StagedRunOptions {
  workspace: string
  /** Files that the tool reads, relative to the workspace. */
  inputs: readonly string[]
  /** The folder that the tool writes, relative to the workspace; what it holds already is staged in too. */
  output: string
  speed: FileSystemSpeed
  localFolder: string
  /** Free bytes of a folder's file system; statfs by default. */
  freeBytes?: (folder: string) => Promise<number>
  signal: AbortSignal
}

export interface StagingReport {
  decision: 'in-place' | 'staged'
  reason: 'fast' | 'slow' | 'no-space'
  speed: FileSystemSpeed
  stagedFiles: number
  stagedBytes: number
  stageInMs: number
  stageOutMs: number
  changedOutputs: string[]
  removedOutputs: string[]
  /** What the probe says that the same files would have cost in place, less what staging cost. */
  estimatedSavedMs: number
}

const copies = 32
/** Besides the inputs, room for what the tool writes. */
const spaceFactor = 3
const spareBytes = 64 * 1024 * 1024

/**
 * Runs `work` in the workspace when its file system is fast, else in a local copy of the inputs, of which only changed outputs
 * come back. A failed run brings nothing back; the copy is removed in any case.
 */
export async function runStaged<T> (options: StagedRunOptions, work: (folder: string) => Promise<T>): Promise<{ result: T, report: StagingReport }> {
  const { workspace, inputs, output, speed, localFolder, signal } = options
  const report: StagingReport = { decision: 'in-place', reason: 'fast', speed, stagedFiles: 0, stagedBytes: 0, stageInMs: 0, stageOutMs: 0, changedOutputs: [], removedOutputs: [], estimatedSavedMs: 0 }
  if (!speed.isSlow) return { result: await work(workspace), report }
  const before = await filesBelow(join(workspace, output))
  const files = [...inputs, ...before.map(file => join(output, file))]
  const sizes = await inParallel(files, async file => (await stat(join(workspace, file))).size)
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  await mkdir(localFolder, { recursive: true })
  const free = await (options.freeBytes ?? freeBytesOf)(localFolder)
  if (free < bytes * spaceFactor + spareBytes) return { result: await work(workspace), report: { ...report, reason: 'no-space' } }
  const folder = await mkdtemp(join(localFolder, 'packline-staged-'))
  try {
    const started = performance.now()
    await copyAll(files, workspace, folder, signal)
    await mkdir(join(folder, output), { recursive: true })
    const known = new Map(await inParallel(before, async file => [file, await digest(join(folder, output, file))] as const))
    const stageInMs = performance.now() - started
    const result = await work(folder)
    signal.throwIfAborted()
    const outStarted = performance.now()
    const { changed, removed } = await stageOut(join(folder, output), join(workspace, output), known, signal)
    const stageOutMs = performance.now() - outStarted
    const perFileMs = ((speed.perFileMicroseconds ?? 0) - (speed.localPerFileMicroseconds ?? 0)) / 1000
    const estimatedSavedMs = Math.round(perFileMs * (files.length + changed.length) - stageInMs - stageOutMs)
    return { result, report: { ...report, decision: 'staged', reason: 'slow', stagedFiles: files.length, stagedBytes: bytes, stageInMs, stageOutMs, changedOutputs: changed, removedOutputs: removed, estimatedSavedMs } }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function stageOut (from: string, to: string, known: ReadonlyMap<string, string>, signal: AbortSignal): Promise<{ changed: string[], removed: string[] }> {
  const after = await filesBelow(from)
  const isChanged = await inParallel(after, async file => known.get(file) !== await digest(join(from, file)))
  const changed = after.filter((_, index) => isChanged[index])
  const removed = [...known.keys()].filter(file => !after.includes(file))
  // All of them lie beside their places before the first is renamed: a full disk or an abort leaves the outputs as they were.
  const mark = randomBytes(4).toString('hex')
  const temporary = (file: string): string => join(to, dirname(file), `.${basename(file)}.${mark}.tmp`)
  try {
    await makeFolders(changed, to)
    await inParallel(changed, async file => { signal.throwIfAborted(); await copyFile(join(from, file), temporary(file)) })
    await inParallel(changed, async file => { await rename(temporary(file), join(to, file)) })
  } catch (error) {
    await inParallel(changed, async file => { await rm(temporary(file), { force: true }) })
    throw error
  }
  await inParallel(removed, async file => { await rm(join(to, file), { force: true }) })
  return { changed, removed }
}

async function copyAll (files: readonly string[], from: string, to: string, signal: AbortSignal): Promise<void> {
  await makeFolders(files, to)
  await inParallel(files, async file => { signal.throwIfAborted(); await copyFile(join(from, file), join(to, file)) })
}

async function makeFolders (files: readonly string[], below: string): Promise<void> {
  for (const folder of new Set(files.map(file => dirname(join(below, file))))) await mkdir(folder, { recursive: true })
}

/** Regular files below a folder, relative, sorted; none when it is not there. */
async function filesBelow (folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter(entry => entry.isFile()).map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')).sort()
}

/** Many at a time, since a slow file system is slow by its answers, not by its bytes. All have ended when it throws. */
async function inParallel<T, R> (items: readonly T[], use: (item: T) => Promise<R>): Promise<R[]> {
  const limit = pLimit(copies)
  const pending = items.map(item => limit(async () => await use(item)))
  await Promise.allSettled(pending)
  return await Promise.all(pending)
}

async function digest (file: string): Promise<string> {
  return createHash('sha256').update(await readFile(file)).digest('hex')
}

async function freeBytesOf (folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
