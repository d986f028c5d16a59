import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openHotUpdates } from './open-hot-updates.js'
import type { HotUpdateSettings } from './open-hot-updates.js'
import { changedFiles } from './deltas.js'
import { contentOf, publishedLines } from './published-versions.js'

/** What a player on one version downloads to get to the newest. */
interface DownloadReport {
  target: string
  from: string
  to: string
  files: number
  removed: number
  /** Manifests and whole files. */
  bytes: number
  /** Manifests and the smaller of delta and whole file; absent where no deltas are offered. */
  bytesWithDeltas?: number
}

/** For players on each of the last `count` versions of each target. */
export async function reportHotUpdate (
  settings: HotUpdateSettings,
  count: number
): Promise<DownloadReport[]> {
  const { output, targets } = await openHotUpdates(settings)
  return targets.flatMap(({ id }) => publishedLines(output, id)).flatMap(versions => {
    const all = versions.held()
    const last = all.at(-1)
    if (last === undefined) return []
    const newest = versions.read(last)
    const next = contentOf(newest)
    const sizeOf = (name: string): number =>
      existsSync(join(versions.folder, name)) ? statSync(join(versions.folder, name)).size : 0
    const manifests = sizeOf('version.manifest') + sizeOf('project.manifest')
    const index = versions.deltas()
    return all.slice(0, -1).slice(-count).map((from): DownloadReport => {
      const old = contentOf(versions.read(from))
      const changed = changedFiles(old, next)
      const deltas = index?.version === newest.version ? index.from[from.version] : undefined
      return {
        target: versions.target,
        from: from.version,
        to: newest.version,
        files: changed.length,
        removed: [...old.keys()].filter(path => !next.has(path)).length,
        bytes: manifests + changed.reduce((sum, [, , { size }]) => sum + size, 0),
        ...deltas !== undefined &&
          {
            bytesWithDeltas: manifests + sizeOf('deltas.json') + changed
              .reduce((sum, [path, , { size }]) => sum + (deltas[path]?.size ?? size), 0)
          }
      }
    })
  })
}
