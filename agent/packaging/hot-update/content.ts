import { createHash } from 'node:crypto'
import { constants, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { chmod, copyFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { temporaryName } from '../../files/atomic-file.js'
import type { HotUpdate } from '../../config/hot-update-schema.js'
import { PacklineError } from '../../errors.js'
import { digestsOfFile, sha256OfFile } from '../../files/streamed-digest.js'
import { filesBelow, inProject } from '../project-folder.js'
import { isSelected } from '../rows.js'
import { unsafeName } from '../../formats/zip/zip-limits.js'
import type { Content, ContentFile } from './manifest.js'

/** Files of the project by the path that players get them under. */
export type Sources = ReadonlyMap<string, string>

/**
 * What a target's players get; of folders that hold the same path the later one wins. Throws
 * HOT_UPDATE_NO_CONTENT.
 */
export function sourcesOf ({ content }: HotUpdate, target: string | undefined, project: string): Sources {
  const selected = content.filter(({ when }) =>
    isSelected({ ...when.targets !== undefined && { targets: when.targets } }, {
      target,
      platform: '',
      channel: undefined,
      pairing: undefined
    })
  )
  const sources = new Map<string, string>()
  for (const { from, to } of selected) {
    const prefix = `${from.replace(/\/+$/, '')}/`
    for (const path of filesBelow(project, from)) {
      sources.set(to + path.slice(prefix.length), inProject(project, path))
    }
  }
  if (sources.size === 0) {
    throw new PacklineError('HOT_UPDATE_NO_CONTENT', {
      folders: selected.map(({ from }) => from).join(', ') || 'packages.hotUpdate.content'
    })
  }
  checkPaths(sources)
  return new Map([...sources].sort(([a], [b]) => a < b ? -1 : 1))
}

/** Clients append the path to an address as it is, and their file systems may not tell cases apart. */
function checkPaths (sources: Sources): void {
  const folded = new Map<string, string>()
  for (const path of sources.keys()) {
    const reason = unsafeName(path) ??
      (/[?#%]/.test(path) ? 'it holds a character with a meaning in addresses' : undefined)
    if (reason !== undefined) throw new PacklineError('HOT_UPDATE_UNSAFE_PATH', { file: path, reason })
    const other = folded.get(path.toLowerCase())
    if (other !== undefined) {
      throw new PacklineError('SCAN_NAMES_DIFFER_IN_CASE', { files: `${other}, ${path}` })
    }
    folded.set(path.toLowerCase(), path)
  }
}

export async function digestContent (sources: Sources, signal: AbortSignal): Promise<Content> {
  const content = new Map<string, ContentFile>()
  for (const [path, file] of sources) {
    signal.throwIfAborted()
    content.set(path, await digestsOfFile(file))
  }
  return content
}

/**
 * The name of a content folder: equal files under equal paths share it, whatever the version and the target.
 */
export function contentDigest (content: Content): string {
  return createHash('sha256')
    .update([...content].map(([path, { sha256 }]) => `${path}\0${sha256}\n`).join(''))
    .digest('hex')
}

/**
 * Puts content into its folder, whole or not at all. `known` finds a file with that sha256 that was published
 * before: it is linked, not copied, since neither will ever change.
 */
export async function storeContent (
  folder: string,
  content: Content,
  sources: Sources,
  known: (sha256: string) => string | undefined,
  signal: AbortSignal
): Promise<void> {
  if (existsSync(folder)) return
  const staged = temporaryName(folder)
  try {
    for (const [path, file] of content) {
      signal.throwIfAborted()
      const target = join(staged, path)
      mkdirSync(dirname(target), { recursive: true })
      const published = known(file.sha256)
      if (published !== undefined && existsSync(published)) {
        linkSync(published, target)
        continue
      }
      const source = sources.get(path)
      if (source === undefined) {
        throw new PacklineError('HOT_UPDATE_DAMAGED', { folder, reason: `${path} is published no longer` })
      }
      await copyFile(source, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
      await chmod(target, 0o444)
      if (await sha256OfFile(target) !== file.sha256) {
        throw new PacklineError('SCAN_FILE_CHANGED', { file: source })
      }
    }
    renameSync(staged, folder)
  } finally {
    rmSync(staged, { recursive: true, force: true })
  }
}
