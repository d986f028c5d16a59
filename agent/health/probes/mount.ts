import { measureFileSystem } from '../../files/file-system-speed.js'
import type { Machine } from '../machine.js'
import type { Probe } from '../probe.js'
import type { WatchedFolder } from './folder.js'
import { phrase } from '../../messages/phrase.js'

/**
 * What kind of file system a workspace is on, and whether many small files are slow there, as a bind mount of
 * a Mac's container is.
 */
export function mountProbe ({ role, path }: WatchedFolder, machine: Machine, localFolder: string): Probe {
  return {
    id: `mount.${role}`,
    everyMs: 60 * 60_000,
    deadlineMs: 60_000,
    whenBroken: 'warn',
    whenIdle: true,
    measure: async signal => {
      const mountInfo = await machine.readText('/proc/self/mountinfo').catch(() => undefined)
      const { type, mountPoint, isSlow, perFileMicroseconds, localPerFileMicroseconds } =
        await measureFileSystem(path, { mountInfo, localFolder, signal })
      const reading = { kind: 'mount', name: role, value: type, subject: `${path} (${mountPoint})` } as const
      if (!isSlow) return [reading]
      return [{
        ...reading,
        state: 'warn',
        problem: phrase('mount.slow', {
          micros: Math.round(perFileMicroseconds ?? 0),
          local: Math.round(localPerFileMicroseconds ?? 0),
          folder: localFolder
        })
      }]
    }
  }
}
