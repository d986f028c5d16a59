import { join } from 'node:path'
import { lockFile } from '../../files/file-lock.js'
import { fromFileSystem } from '../../files/file-system-errors.js'
import type { HotUpdate } from '../../config/hot-update-schema.js'
import type { Target } from '../../config/target-schema.js'
import { PacklineError } from '../../errors.js'
import { noTarget } from '../../release/registry-model.js'
import { lineAddress, nativeOf } from '../../release/hot-update-line.js'
import { compareVersions, parseVersion } from '../../release/game-version.js'
import { ContentFolders } from './content-folders.js'
import { contentDigest, digestContent, sourcesOf } from './content.js'
import type { Sources } from './content.js'
import type { DeltaIndex } from './delta-index.js'
import { changedFiles, deltaFormat, makeDeltas } from './deltas.js'
import { checkAsText } from './text-order.js'
import { KnownPaths } from './known-paths.js'
import { targetUrls } from './manifest-urls.js'
import { projectManifest } from './manifest.js'
import type { Content, ProjectManifest } from './manifest.js'
import { openHotUpdates } from './open-hot-updates.js'
import type { HotUpdateSettings, OpenHotUpdates } from './open-hot-updates.js'
import { PublishedVersions, contentOf } from './published-versions.js'
import type { PublishedVersion, VersionHead } from './published-versions.js'

export interface BuildHotUpdateSettings extends HotUpdateSettings {
  version: string
  /** Publishes the content of this earlier version again. */
  contentOf?: string
  /** Other lines that may have that version: those that this one came from. */
  contentLines?: readonly string[]
  /** The native version that it is for. Without one all players of a target are one line. */
  nativeFor?: (target: string) => string | undefined
  /** The address changed on purpose. */
  moveUrl: boolean
  /** Tells the registry what a version holds before anything of it is published, and may refuse it. */
  register?: (
    target: string,
    update: { version: string, digest: string },
    native: string | undefined
  ) => Promise<void>
}

export interface BuiltHotUpdate {
  target: string
  native?: string
  version: string
  state: 'published' | 'unchanged'
  /** sha256 over every path and content. */
  digest: string
  files: number
  size: number
  previous?: string
  changed: number
  removed: number
  deltas: number
}

/**
 * Publishes a version for each target: content first, the manifests that clients ask for last. A version is
 * never used twice.
 */
export async function buildHotUpdate (settings: BuildHotUpdateSettings): Promise<BuiltHotUpdate[]> {
  const { version, signal } = settings
  if (parseVersion(version) === undefined) throw new PacklineError('HOT_UPDATE_VERSION_INVALID', { version })
  const open = await openHotUpdates(settings)
  try {
    const lock = await lockFile(join(open.output, '.lock'), { signal, command: 'packline hotupdate build' })
    try {
      const built: BuiltHotUpdate[] = []
      for (const target of open.targets) built.push(await publishTo(target, open, settings))
      return built
    } finally {
      lock.close()
    }
  } catch (error) {
    throw fromFileSystem(error, open.output)
  }
}

async function publishTo (
  target: Target,
  { project, definition, output }: OpenHotUpdates,
  settings: BuildHotUpdateSettings
): Promise<BuiltHotUpdate> {
  const native = settings.nativeFor?.(target.id)
  const line = native === undefined ? target.id : lineAddress(target.id, nativeOf(native))
  const versions = new PublishedVersions(output, line)
  const earlier = versions.list()
  const urls = targetUrls(definition, target, native)
  versions.checkOwner()
  if (native !== undefined) new PublishedVersions(output, target.id).checkOwner()
  checkUrl(versions, urls.remoteVersionUrl, settings)
  const { content, sources } = await wantedContent(versions, target, project, definition, settings)
  const digest = contentDigest(content)
  const known = earlier.find(each => compareVersions(each.version, settings.version) === 0)
  checkVersion(settings.version, digest, known, earlier.at(-1), target.id)
  if (known === undefined) {
    checkAsText(settings.version, [earlier.at(-1)?.version ?? native], definition, target.id)
  }
  const paths = new KnownPaths(versions, earlier)
  if (known === undefined) paths.check(content.keys())
  await settings.register?.(target.id, { version: known?.version ?? settings.version, digest }, native)

  const others = earlier.filter(each => each !== known && each.isPruned !== true)
  const before = last(versions, others)
  await new ContentFolders(output).store(digest, content, sources, {
    folder: versions.contentFolder(before?.digest ?? digest),
    paths: new Map(before?.files.map(([path, sha256]) => [sha256, path]))
  }, settings.signal)
  const next = newVersion(known ?? settings, digest, content, settings)
  const address = `${definition.url}content/${digest}/`
  const manifest = projectManifest(next.version, content, address, urls, definition)
  if (known === undefined) {
    paths.add(content.keys())
    versions.record(next, manifest)
  }
  const deltas = await deltasTo(next, others, versions, definition, settings)
  settings.signal.throwIfAborted()
  await versions.announce(manifest, deltas)
  if (native !== undefined) await announceAtTarget(output, target.id, manifest, deltas)
  return {
    ...native !== undefined && { native: nativeOf(native) },
    ...comparison(target.id, known === undefined ? 'published' : 'unchanged', next, content, before),
    deltas: Object.values(deltas?.from ?? {}).reduce((sum, each) => sum + Object.keys(each).length, 0)
  }
}

function last (
  versions: PublishedVersions,
  heads: readonly VersionHead[]
): PublishedVersion | undefined {
  const head = heads.at(-1)
  return head === undefined ? undefined : versions.read(head)
}

/** Clients that were made before there were lines ask at their target: they get the newest. */
async function announceAtTarget (
  output: string,
  target: string,
  manifest: ProjectManifest,
  deltas: DeltaIndex | undefined
): Promise<void> {
  const root = new PublishedVersions(output, target)
  const told = root.manifest()?.version
  if (told === undefined || compareVersions(manifest.version, told) >= 0) {
    await root.announce(manifest, deltas)
  }
}

function newVersion (
  { version }: { version: string },
  digest: string,
  content: Content,
  { now, contentOf }: BuildHotUpdateSettings
): PublishedVersion {
  return {
    version,
    publishedAt: new Date(now()).toISOString(),
    digest,
    ...contentOf !== undefined && { contentOf },
    files: [...content].map(([path, { sha256, md5, size }]) => [path, sha256, md5, size])
  }
}

async function deltasTo (
  next: PublishedVersion,
  earlier: readonly VersionHead[],
  versions: PublishedVersions,
  definition: HotUpdate,
  { environment, signal }: BuildHotUpdateSettings
): Promise<DeltaIndex | undefined> {
  const format = definition.deltas > 0 ? deltaFormat(environment) : undefined
  return format === undefined
    ? undefined
    : await makeDeltas(versions, earlier.slice(-definition.deltas), next, format, environment, signal)
}

/** What `next` is, and how it differs from the version before. */
function comparison (
  target: string,
  state: BuiltHotUpdate['state'],
  { version, digest }: PublishedVersion,
  content: Content,
  before: PublishedVersion | undefined
): Omit<BuiltHotUpdate, 'deltas'> {
  const old: Content = before === undefined ? new Map() : contentOf(before)
  return {
    target,
    version,
    state,
    digest,
    files: content.size,
    size: [...content.values()].reduce((sum, { size }) => sum + size, 0),
    ...before !== undefined && { previous: before.version },
    changed: changedFiles(old, content).length,
    removed: [...old.keys()].filter(path => !content.has(path)).length
  }
}

async function wantedContent (
  versions: PublishedVersions,
  target: Target,
  project: string,
  definition: HotUpdate,
  settings: BuildHotUpdateSettings
): Promise<{ content: Content, sources: Sources }> {
  const { contentOf: earlier, contentLines = [] } = settings
  if (earlier !== undefined) {
    const lines = [versions, ...contentLines.map(line => new PublishedVersions(versions.output, line))]
    const holds = (line: PublishedVersions): boolean =>
      line.held().some(each => compareVersions(each.version, earlier) === 0)
    const line = lines.find(holds) ?? versions
    return { content: contentOf(line.read(line.find(earlier))), sources: new Map() }
  }
  const sources = sourcesOf(definition, target.id === noTarget ? undefined : target.id, project)
  return { content: await digestContent(sources, definition, settings.signal), sources }
}

/**
 * Clients ignore what is not higher, and caches keep what they have under a version. Publishing the newest
 * again finishes what was interrupted.
 */
function checkVersion (
  version: string,
  digest: string,
  known: VersionHead | undefined,
  newest: VersionHead | undefined,
  target: string
): void {
  if (known !== undefined && known.digest !== digest) {
    throw new PacklineError('HOT_UPDATE_VERSION_REUSED', {
      version,
      target,
      release: known.version,
      at: known.publishedAt
    })
  }
  if (newest !== undefined && known !== newest && compareVersions(version, newest.version) <= 0) {
    throw new PacklineError('HOT_UPDATE_VERSION_DOWN', { version, target, last: newest.version })
  }
}

function checkUrl (versions: PublishedVersions, url: string, { moveUrl }: BuildHotUpdateSettings): void {
  const old = versions.manifest()?.remoteVersionUrl
  if (old !== undefined && old !== url && !moveUrl) {
    throw new PacklineError('HOT_UPDATE_URL_CHANGED', { target: versions.target, old, new: url })
  }
}
