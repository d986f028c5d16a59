import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { lockFile } from '../../files/file-lock.js'
import { fromFileSystem } from '../../files/file-system-errors.js'
import type { Environment } from '../../config/home.js'
import type { HotUpdate } from '../../config/package-schema.js'
import type { ProjectFile } from '../../config/project-schema.js'
import { parseProjectFile } from '../../config/project-file.js'
import { projectFileName, readProjectFile } from '../../config/project-file-reader.js'
import type { Target } from '../../config/release-schema.js'
import { PacklineError } from '../../errors.js'
import { noTarget } from '../../release/registry-model.js'
import { compareVersions, parseVersion } from '../../release/game-version.js'
import { contentDigest, digestContent, sourcesOf, storeContent } from './content.js'
import type { Sources } from './content.js'
import { changedFiles, deltaFormat, makeDeltas } from './deltas.js'
import { manifestUrls } from './manifest-urls.js'
import { projectManifest } from './manifest.js'
import type { Content } from './manifest.js'
import { PublishedVersions, contentOf } from './published-versions.js'
import type { PublishedVersion } from './published-versions.js'

export interface HotUpdateSettings {
  folder: string
  environment: Environment
  /** Ids; all targets without any. */
  targets: readonly string[]
  /** What holds in place of the project file: the file with operators' changes. */
  effective?: (file: ProjectFile) => Promise<ProjectFile>
  signal: AbortSignal
  now: () => number
}

export interface BuildHotUpdateSettings extends HotUpdateSettings {
  version: string
  /** Publishes the content of this earlier version again. */
  contentOf?: string
  /** The address changed on purpose. */
  moveUrl: boolean
  /** Tells the registry what a version holds before anything of it is published, and may refuse it. */
  register?: (target: string, update: { version: string, digest: string }) => Promise<void>
}

export interface BuiltHotUpdate {
  target: string
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

export interface OpenHotUpdates {
  project: string
  definition: HotUpdate
  output: string
  targets: Target[]
}

/** The hot-update part of a project; a project without targets has one that stands for all of it. */
export async function openHotUpdates (
  { folder, targets, effective }: HotUpdateSettings
): Promise<OpenHotUpdates> {
  const file = join(folder, projectFileName)
  const written = parseProjectFile(file, await readProjectFile(file))
  const project = await effective?.(written) ?? written
  const definition = project.packages.hotUpdate
  if (definition === undefined) throw new PacklineError('HOT_UPDATE_NOT_CONFIGURED')
  const all = project.targets.length > 0
    ? project.targets
    : [{ id: noTarget, kind: '', environment: '', priority: 0, match: {}, parameters: {} }]
  for (const target of targets) {
    if (!all.some(({ id }) => id === target)) {
      throw new PacklineError('HOT_UPDATE_UNKNOWN_TARGET', {
        target,
        known: all.map(({ id }) => id).join(', ')
      })
    }
  }
  const root = realpathSync(folder)
  return {
    project: root,
    definition,
    output: join(root, definition.output),
    targets: all.filter(({ id }) => targets.length === 0 || targets.includes(id))
  }
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
  const { version, signal, environment } = settings
  const versions = new PublishedVersions(output, target.id)
  const earlier = versions.list()
  const urls = manifestUrls(definition, target)!
  checkUrl(versions, urls.remoteVersionUrl, settings)
  const { content, sources } = await wantedContent(versions, target, project, definition, settings)
  const digest = contentDigest(content)
  const known = earlier.find(each => compareVersions(each.version, version) === 0)
  const newest = earlier.at(-1)
  checkVersion(version, digest, known, newest, target.id)
  await settings.register?.(target.id, { version: known?.version ?? version, digest })

  const before = earlier.findLast(each => each !== known)
  const published = new Map(
    earlier.flatMap(each =>
      each.files.map(([path, sha256]) => [sha256, join(versions.contentFolder(each.digest), path)] as const)
    )
  )
  await storeContent(
    versions.contentFolder(digest),
    content,
    sources,
    sha256 => published.get(sha256),
    signal
  )
  const next: PublishedVersion = known ?? {
    version,
    publishedAt: new Date(settings.now()).toISOString(),
    digest,
    ...settings.contentOf !== undefined && { contentOf: settings.contentOf },
    files: [...content].map(([path, { sha256, md5, size }]) => [path, sha256, md5, size])
  }
  const manifest = projectManifest(
    next.version,
    content,
    `${definition.url}content/${digest}/`,
    urls,
    definition
  )
  if (known === undefined) versions.record(next, manifest)
  const format = definition.deltas > 0 ? deltaFormat(environment) : undefined
  const deltas = format === undefined
    ? undefined
    : await makeDeltas(
      versions,
      earlier.filter(each => each !== known).slice(-definition.deltas),
      next,
      format,
      environment,
      signal
    )
  signal.throwIfAborted()
  await versions.announce(manifest, deltas)
  const old: Content = before === undefined ? new Map() : contentOf(before)
  return {
    target: target.id,
    version: next.version,
    state: known === undefined ? 'published' : 'unchanged',
    digest,
    files: content.size,
    size: [...content.values()].reduce((sum, { size }) => sum + size, 0),
    ...before !== undefined && { previous: before.version },
    changed: changedFiles(old, content).length,
    removed: [...old.keys()].filter(path => !content.has(path)).length,
    deltas: Object.values(deltas?.from ?? {}).reduce((sum, each) => sum + Object.keys(each).length, 0)
  }
}

async function wantedContent (
  versions: PublishedVersions,
  target: Target,
  project: string,
  definition: HotUpdate,
  settings: BuildHotUpdateSettings
): Promise<{ content: Content, sources: Sources }> {
  if (settings.contentOf !== undefined) {
    return { content: contentOf(versions.get(settings.contentOf)), sources: new Map() }
  }
  const sources = sourcesOf(definition, target.id === noTarget ? undefined : target.id, project)
  return { content: await digestContent(sources, settings.signal), sources }
}

/**
 * Clients ignore what is not higher, and caches keep what they have under a version. Publishing the newest
 * again finishes what was interrupted.
 */
function checkVersion (
  version: string,
  digest: string,
  known: PublishedVersion | undefined,
  newest: PublishedVersion | undefined,
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
