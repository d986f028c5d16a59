import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import type { Mount } from './mount-table.js'
import { mountOf, parseMountInfo } from './mount-table.js'

/** What a probe does to a file system; tests hand in one with a delay. */
export interface ProbeFiles {
  write: (file: string, bytes: Uint8Array) => Promise<void>
  read: (file: string) => Promise<unknown>
}

export interface SpeedOptions {
  /** The text of /proc/self/mountinfo; undefined where there is none, as on a Mac. */
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
  /** To write and read one file of 4 KiB. */
  perFileMicroseconds?: number
  localPerFileMicroseconds?: number
}

/** Types that a container on a Mac or a network share never has. Every other one is measured, since names change. */
const localTypes = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'zfs', 'f2fs', 'tmpfs', 'ramfs', 'overlay', 'apfs', 'hfs'])

/** Slow is what takes this many times as long as the local folder, and long enough to matter. */
const slowFactor = 3
const slowMicroseconds = 150
const fileBytes = 4096

/** Whether many small files in `folder` are slow: by the mount's type when that is a local one, else by measuring 300 of them. */
export async function measureFileSystem (folder: string, options: SpeedOptions): Promise<FileSystemSpeed> {
  const mount = await mountHolding(folder, options.mountInfo)
  const place = { mountPoint: mount?.mountPoint ?? folder, type: mount?.type ?? 'unknown' }
  if (localTypes.has(place.type)) return { ...place, isSlow: false, decidedBy: 'type' }
  const localPerFileMicroseconds = await probe(options.localFolder, options.localFiles ?? nodeFiles, options)
  const perFileMicroseconds = await probe(folder, options.files ?? nodeFiles, options)
  const isSlow = perFileMicroseconds > slowMicroseconds && perFileMicroseconds > slowFactor * localPerFileMicroseconds
  return { ...place, isSlow, decidedBy: 'probe', perFileMicroseconds, localPerFileMicroseconds }
}

async function mountHolding (folder: string, mountInfo: string | undefined): Promise<Mount | undefined> {
  return mountInfo === undefined ? undefined : mountOf(parseMountInfo(mountInfo), await realpath(folder))
}

const nodeFiles: ProbeFiles = { write: writeFile, read: readFile }

/** Microseconds a file over all of them, one after another: so a build tool works that knows no better. */
async function probe (folder: string, files: ProbeFiles, { probeCount = 300, signal }: SpeedOptions): Promise<number> {
  await mkdir(folder, { recursive: true })
  const own = await mkdtemp(join(folder, '.packline-probe-'))
  const bytes = new Uint8Array(fileBytes)
  try {
    const started = performance.now()
    for (let index = 0; index < probeCount; index++) {
      signal.throwIfAborted()
      const file = join(own, String(index))
      await files.write(file, bytes)
      await files.read(file)
    }
    return (performance.now() - started) * 1000 / probeCount
  } finally {
    const limit = pLimit(16)
    await Promise.all(Array.from({ length: probeCount }, (_, index) => limit(async () => { await rm(join(own, String(index)), { force: true }) })))
    await rm(own, { recursive: true, force: true })
  }
}
