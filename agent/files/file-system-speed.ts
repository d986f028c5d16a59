import { mkdir, mkdtemp, readFile, realpath, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pLimit from 'p-limit'
import type { Mount } from './mount-table.js'
import { mountOf, parseMountInfo } from './mount-table.js'

/** What a probe does to a file system; tests hand in one with a delay. */
export interface ProbeFiles {
  write: (file: string, bytes: Uint8Array) => Promise<void>
  read: (file: string) => Promise<unknown>
}

/**
 * The farm's answer to "is this place slow?" can be replaced by a test: a mount table, or files with a delay.
 */
export interface SpeedOptions {
  /** /proc/self/mountinfo, a sign for each byte; undefined where there is none, as on a Mac. */
  mountInfo: string | undefined
  /** A fast local folder that the workspace is compared with. */
  localFolder: string
  files?: ProbeFiles
  localFiles?: ProbeFiles
  probeCount?: number
  signal: AbortSignal
}

export interface FileSystemSpeed {
  mountPoint: string
  type: string
  isSlow: boolean
  /** `type`: a local file system, which is not probed; `probe`: measured. */
  decidedBy: 'type' | 'probe'
  /** To write and read one file of 4 KiB, here and in the local folder. */
  perFileMicroseconds?: number
  localPerFileMicroseconds?: number
}

/**
 * Types that a container on a Mac or a network share never has. Every other one is measured, since names
 * change.
 */
const localTypes = new Set([
  'ext2',
  'ext3',
  'ext4',
  'xfs',
  'btrfs',
  'zfs',
  'f2fs',
  'tmpfs',
  'ramfs',
  'overlay',
  'apfs',
  'hfs'
])

/** Slow is what takes this many times as long as the local folder, and long enough to matter. */
const slowFactor = 3
const slowMicroseconds = 150
const fileBytes = 4096
/** A very slow place has shown itself long before the last file. */
const fewestFiles = 20
const longestProbeMs = 1000

/** The folder for temporary files that the environment names: local on a well-kept machine. */
export function localFolderOf (environment: Readonly<Record<string, string | undefined>>): string {
  return environment.TMPDIR === undefined || environment.TMPDIR === '' ? tmpdir() : environment.TMPDIR
}

/**
 * How fast this machine's file system below `workspace` is with small files; what `packline doctor` shows and
 * what a run with an external tool decides by. Leaves nothing in the workspace.
 */
export async function classifyWorkspace (
  workspace: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal
): Promise<FileSystemSpeed> {
  const mountInfo = await readFile('/proc/self/mountinfo', 'latin1').catch(() => undefined)
  return await measureFileSystem(workspace, { mountInfo, localFolder: localFolderOf(environment), signal })
}

/**
 * Whether many small files in `folder` are slow: by the mount's type when that is a local one, else by
 * measuring 300 of them.
 */
export async function measureFileSystem (folder: string, options: SpeedOptions): Promise<FileSystemSpeed> {
  const mount = await mountHolding(folder, options.mountInfo)
  const place = { mountPoint: mount?.mountPoint ?? folder, type: mount?.type ?? 'unknown' }
  if (localTypes.has(place.type)) return { ...place, isSlow: false, decidedBy: 'type' }
  const localPerFileMicroseconds = await probe(options.localFolder, options.localFiles ?? nodeFiles, options)
  const perFileMicroseconds = await probe(folder, options.files ?? nodeFiles, options)
  const isSlow = perFileMicroseconds > slowMicroseconds &&
    perFileMicroseconds > slowFactor * localPerFileMicroseconds
  return { ...place, isSlow, decidedBy: 'probe', perFileMicroseconds, localPerFileMicroseconds }
}

async function mountHolding (folder: string, mountInfo: string | undefined): Promise<Mount | undefined> {
  return mountInfo === undefined ? undefined : mountOf(parseMountInfo(mountInfo), await realpath(folder))
}

const nodeFiles: ProbeFiles = { write: writeFile, read: readFile }

/** Microseconds a file over all of them, one after another: so a build tool works that knows no better. */
async function probe (
  folder: string,
  files: ProbeFiles,
  { probeCount = 300, signal }: SpeedOptions
): Promise<number> {
  // A folder that no scan and no watcher looks into.
  const hidden = join(folder, '.packline')
  await mkdir(hidden, { recursive: true })
  const own = await mkdtemp(join(hidden, 'probe-'))
  const bytes = new Uint8Array(fileBytes)
  let count = 0
  try {
    const started = performance.now()
    let elapsedMs = 0
    while (count < probeCount && (count < fewestFiles || elapsedMs < longestProbeMs)) {
      signal.throwIfAborted()
      const file = join(own, String(count++))
      await files.write(file, bytes)
      await files.read(file)
      elapsedMs = performance.now() - started
    }
    return elapsedMs * 1000 / count
  } finally {
    const limit = pLimit(16)
    await Promise.all(Array.from({ length: count }, (_, index) =>
      limit(async () => {
        await rm(join(own, String(index)), { force: true })
      })))
    await rm(own, { recursive: true, force: true })
    await rmdir(hidden).catch(() => {/* packline keeps other things in it */})
  }
}
