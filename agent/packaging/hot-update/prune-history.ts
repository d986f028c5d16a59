import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { lockFile } from '../../files/file-lock.js'
import type { PrunedFiles } from '../../release/publish/publisher.js'
import type { RetentionPolicy } from '../../release/release-retention.js'
import { listTree } from '../tree.js'
import { publishedLines } from './published-versions.js'
import type { PublishedVersions, VersionHead } from './published-versions.js'

interface PruneHistorySettings extends RetentionPolicy {
  /** packages.hotUpdate.output. */
  output: string
  /** Whether a version is needed though it is old, by where its manifests lie. */
  isNeeded: (from: string) => boolean
  isDryRun: boolean
  signal: AbortSignal
}

interface PrunedHistory extends PrunedFiles {
  /** LINE VERSION. */
  versions: string[]
}

/**
 * Removes old versions from the folder that "hotupdate build" keeps, with the content that no other has. That
 * there was such a version stays known, so that its number is not used again.
 */
export async function pruneHistory (settings: PruneHistorySettings): Promise<PrunedHistory> {
  const { output, isDryRun, signal } = settings
  if (!existsSync(output)) return { versions: [], files: 0, sizeBytes: 0 }
  const lock = await lockFile(join(output, '.lock'), { signal, command: 'packline release prune' })
  try {
    const own = ['content', 'objects', 'deltas']
    const lines = names(output)
      .filter(name =>
        !name.startsWith('.') && !own.includes(name) && statSync(join(output, name)).isDirectory()
      )
      .flatMap(target => publishedLines(output, target))
    const old = lines.map(line => [line, oldOf(line, settings)] as const)
    const kept = keptBy(old, signal)
    if (!isDryRun) { for (const [line, heads] of old) for (const head of heads) line.forget(head) }
    const pruned: PrunedFiles = { files: 0, sizeBytes: 0 }
    const remove = (path: string, isLinked: boolean): void => {
      const files = statSync(path).isDirectory() ? listTree(path).map(each => each.path) : [path]
      pruned.files += files.length
      // What lies in content is a link to an object, which is counted.
      pruned.sizeBytes += files.reduce((sum, file) => sum + sizeOf(file, isLinked), 0)
      if (!isDryRun) rmSync(path, { recursive: true, force: true })
    }
    for (const [folder, used] of Object.entries(kept)) {
      for (
        const name of names(join(output, folder)).filter(each => !used.has(each) && isOurs(folder, each))
      ) {
        signal.throwIfAborted()
        remove(join(output, folder, name), folder === 'content')
      }
    }
    const versions = old.flatMap(([line, heads]) => heads.map(({ version }) => `${line.target} ${version}`))
    return { versions, ...pruned }
  } finally {
    lock.close()
  }
}

function oldOf (line: PublishedVersions, { keep, before, isNeeded }: PruneHistorySettings): VersionHead[] {
  const held = line.held()
  return held
    .slice(0, Math.max(0, held.length - Math.max(1, keep)))
    .filter(({ version, publishedAt }) =>
      publishedAt < before && !isNeeded(`${line.target}/versions/${version}`)
    )
}

/** Names in each folder that a version which stays has. Only its own record is in memory at a time. */
function keptBy (
  lines: ReadonlyArray<readonly [line: PublishedVersions, old: readonly VersionHead[]]>,
  signal: AbortSignal
): Record<'content' | 'objects' | 'deltas', Set<string>> {
  const kept = { content: new Set<string>(), objects: new Set<string>(), deltas: new Set<string>() }
  for (const [line, old] of lines) {
    const gone = new Set(old.map(({ version }) => version))
    for (const head of line.held().filter(({ version }) => !gone.has(version))) {
      signal.throwIfAborted()
      if (kept.content.has(head.digest)) continue
      kept.content.add(head.digest)
      for (const [, sha256] of line.read(head).files) kept.objects.add(sha256)
    }
    for (const deltas of Object.values(line.deltas()?.from ?? {})) {
      for (const { path } of Object.values(deltas)) kept.deltas.add(path.slice('deltas/'.length))
    }
  }
  return kept
}

/** What is on its way, or somebody else's, is not touched. */
function isOurs (folder: string, name: string): boolean {
  return folder === 'deltas' ? /^[0-9a-f]{32}-[0-9a-f]{32}\.\w+$/.test(name) : /^[0-9a-f]{64}$/.test(name)
}

function sizeOf (file: string, isLinked: boolean): number {
  const { nlink, size } = statSync(file)
  return isLinked && nlink > 1 ? 0 : size
}

function names (folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
