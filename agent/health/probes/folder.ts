import type { StatsFs } from 'node:fs'
import type { Reading } from '../check.js'
import { ranked } from './ranked.js'
import type { Probe } from '../probe.js'
import { ReasonError, errorText } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

/** What the folder probe does to a disk; tests hand in a full, slow or read-only one. */
export interface FolderFiles {
  statfs: (folder: string) => Promise<Pick<StatsFs, 'bsize' | 'blocks' | 'bavail' | 'files' | 'ffree'>>
  makeFolder: (folder: string) => Promise<unknown>
  write: (file: string, bytes: Uint8Array) => Promise<void>
  read: (file: string) => Promise<Uint8Array>
  remove: (file: string) => Promise<void>
}

/** A folder that jobs need. The role is part of the checks' ids: `disk.cache`. */
export interface WatchedFolder {
  role: string
  path: string
}

const fileCount = 5
const bytes = new Uint8Array(4096).fill(112)

/**
 * Free space and inodes, whether a file can be written and read back, and how long a small one takes. One row
 * a folder: one that hangs holds up no other.
 */
export function folderProbe ({ role, path }: WatchedFolder, files: FolderFiles, ownName: string): Probe {
  return {
    id: `folder.${role}`,
    everyMs: 0,
    deadlineMs: 5000,
    whenBroken: 'fail',
    measure: async () => {
      const about = { name: role, subject: path }
      await files.makeFolder(path).catch(() => {})
      const space = await files.statfs(path)
      const readings: Reading[] = [{ kind: 'disk', ...about, value: space.bavail * space.bsize }]
      // Some file systems have no fixed number of inodes and say 0.
      if (space.files > 0) readings.push({ kind: 'inodes', ...about, value: space.ffree / space.files })
      try {
        readings.push({ kind: 'latency', ...about, value: await smallFileMs(path, files, ownName) }, {
          kind: 'writable',
          ...about,
          value: 1
        })
      } catch (error) {
        readings.push({
          kind: 'writable',
          ...about,
          value: 0,
          problem: errorText(error)
        })
      }
      return readings
    }
  }
}

/** Median time of writing, reading back and removing 4 KiB. */
async function smallFileMs (folder: string, files: FolderFiles, ownName: string): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < fileCount; index++) {
    const file = `${folder}/.packline-health-${ownName}-${index}`
    const started = performance.now()
    try {
      await files.write(file, bytes)
      const read = await files.read(file)
      if (read.length !== bytes.length || read.some(byte => byte !== 112)) {
        throw new ReasonError(phrase('folder.otherBytes', { file }))
      }
    } finally {
      await files.remove(file)
    }
    times.push(performance.now() - started)
  }
  return ranked(times, 0.5)
}
