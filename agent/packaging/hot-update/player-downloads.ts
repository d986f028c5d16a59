import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { lineAddress, nativeOf } from '../../release/hot-update-line.js'
import { hotUpdateFiles } from '../../release/publish/hot-update-files.js'
import { changedFiles } from './deltas.js'
import { contentOf, PublishedVersions } from './published-versions.js'

/** What a player on one version downloads to get to the newest. */
export interface PlayerDownload {
  from: string
  to: string
  files: number
  removed: number
  /** Manifests and whole files. */
  bytes: number
  /** Manifests and the smaller of delta and whole file; absent where no deltas are offered. */
  bytesWithDeltas?: number
}

/** How many versions before one are kept with it when it is published. */
const keptDownloads = 5

/** For players on each of the last `count` versions before the newest, the oldest first. */
export function playerDownloads (versions: PublishedVersions, count: number): PlayerDownload[] {
  const all = versions.held()
  const last = all.at(-1)
  if (last === undefined) return []
  const newest = versions.read(last)
  const next = contentOf(newest)
  const sizeOf = (name: string): number =>
    existsSync(join(versions.folder, name)) ? statSync(join(versions.folder, name)).size : 0
  const manifests = sizeOf('version.manifest') + sizeOf('project.manifest')
  const index = versions.deltas()
  return all.slice(0, -1).slice(-count).map((from): PlayerDownload => {
    const old = contentOf(versions.read(from))
    const changed = changedFiles(old, next)
    const deltas = index?.version === newest.version ? index.from[from.version] : undefined
    return {
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
}

/** The files of a hot update that is to be published, with what it costs players of the versions before. */
export async function updateToPublish (
  folder: string,
  target: string,
  native: string
): ReturnType<typeof hotUpdateFiles> {
  const { files, update } = await hotUpdateFiles(folder, target, native)
  const line = new PublishedVersions(folder, lineAddress(target, nativeOf(native)))
  const downloads = playerDownloads(line, keptDownloads)
    .filter(({ to }) => to === update.version)
    .map(({ from, bytes, bytesWithDeltas }) => ({
      from,
      bytes,
      ...bytesWithDeltas !== undefined && { bytesWithDeltas }
    }))
  return { files, update: { ...update, ...downloads.length > 0 && { downloads } } }
}
