import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { readZip } from '../../formats/zip/read-zip.js'
import type { HotUpdate } from '../../config/hot-update-schema.js'
import { PacklineError } from '../../errors.js'
import { digestsOfFile } from '../../files/streamed-digest.js'
import { filesBelow, inProject } from '../project-folder.js'
import { isSelected } from '../rows.js'
import { unsafeName } from '../../formats/zip/zip-limits.js'
import { withoutCase } from './known-paths.js'
import { isUnpacked } from './manifest.js'
import type { Content, ContentFile } from './manifest.js'
import { phrase } from '../../messages/phrase.js'

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
    for (const path of filesBelow(project, from).filter(path => !isHidden(path.slice(prefix.length)))) {
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

/** As version_generator.js: what begins with a dot, such as .DS_Store, is no content. */
function isHidden (path: string): boolean {
  return path.split('/').some(part => part.startsWith('.'))
}

/** Clients append the path to an address as it is, and their file systems may not tell cases apart. */
function checkPaths (sources: Sources): void {
  const folded = new Map<string, string>()
  for (const path of sources.keys()) {
    const reason = unsafeName(path) ??
      (/[?#%]/.test(path) ? phrase('name.address') : undefined)
    if (reason !== undefined) throw new PacklineError('HOT_UPDATE_UNSAFE_PATH', { file: path, reason })
    const other = folded.get(withoutCase(path))
    if (other !== undefined) {
      throw new PacklineError('SCAN_NAMES_DIFFER_IN_CASE', { files: `${other}, ${path}` })
    }
    folded.set(withoutCase(path), path)
  }
}

export async function digestContent (
  sources: Sources,
  { content: folders }: HotUpdate,
  signal: AbortSignal
): Promise<Content> {
  const packed = folders.filter(({ unpackZips }) => !unpackZips).map(({ to }) => to)
  const content = new Map<string, ContentFile>()
  for (const [path, file] of sources) {
    signal.throwIfAborted()
    if (isUnpacked(path, packed)) await checkZip(file, path)
    content.set(path, await digestsOfFile(file))
  }
  return content
}

/** What a client cannot unpack, or would unpack outside of its folder, fails here. */
async function checkZip (file: string, path: string): Promise<void> {
  const handle = await open(file, 'r')
  try {
    await readZip(handle, path)
  } finally {
    await handle.close()
  }
}

/**
 * The name of a content folder: equal files under equal paths share it, whatever the version and the target.
 */
export function contentDigest (content: Content): string {
  return createHash('sha256')
    .update([...content].map(([path, { sha256 }]) => `${path}\0${sha256}\n`).join(''))
    .digest('hex')
}
