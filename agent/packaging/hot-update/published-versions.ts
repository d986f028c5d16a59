import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { syncFolder, temporaryName, writeFileAtomic } from '../../files/atomic-file.js'
import { errorText } from '../../error-text.js'
import { PacklineError, hasCode } from '../../errors.js'
import { compareVersions, parseVersion } from '../../release/game-version.js'
import type { DeltaIndex } from './delta-index.js'
import { formatManifest, versionManifest } from './manifest.js'
import type { Content, ProjectManifest } from './manifest.js'

/** One published version of a target; none of it ever changes. */
export interface PublishedVersion {
  version: string
  publishedAt: string
  /** Name of the folder under content/. */
  digest: string
  /** The version whose content this brings back. */
  contentOf?: string
  files: Array<[path: string, sha256: string, md5: string, size: number]>
}

/**
 * The versions of one target below the hot-update output:
 * TARGET/versions/VERSION/ keeps each for good, TARGET/*.manifest is what clients ask for, content/DIGEST/
 * what they download.
 */
export class PublishedVersions {
  readonly target: string
  readonly output: string

  constructor (output: string, target: string) {
    this.output = output
    this.target = target
  }

  get folder (): string {
    return join(this.output, this.target)
  }

  contentFolder (digest: string): string {
    return join(this.output, 'content', digest)
  }

  versionFolder (version: string): string {
    return join(this.folder, 'versions', version)
  }

  /** All versions, the oldest first. Throws HOT_UPDATE_DAMAGED for a record that cannot be read. */
  list (): PublishedVersion[] {
    return names(join(this.folder, 'versions'))
      .filter(name => parseVersion(name) !== undefined)
      .map(name => this.#read(name))
      .sort((a, b) => compareVersions(a.version, b.version))
  }

  get (version: string): PublishedVersion {
    const all = this.list()
    const found = all.find(each => compareVersions(each.version, version) === 0)
    if (found === undefined) {
      const known = all.map(each => each.version).join(', ') || '-'
      throw new PacklineError('HOT_UPDATE_UNKNOWN_VERSION', { target: this.target, version, known })
    }
    return found
  }

  /** What clients are told now; undefined before the first publication. */
  manifest (): ProjectManifest | undefined {
    return readJson<ProjectManifest>(join(this.folder, 'project.manifest'), this.folder)
  }

  manifestOf (version: string): ProjectManifest {
    const file = join(this.versionFolder(version), 'project.manifest')
    const manifest = readJson<ProjectManifest>(file, this.folder)
    if (manifest === undefined) throw damaged(this.folder, `versions/${version}/project.manifest is missing`)
    return manifest
  }

  deltas (): DeltaIndex | undefined {
    return readJson<DeltaIndex>(join(this.folder, 'deltas.json'), this.folder)
  }

  /** Writes a version down, whole or not at all. */
  record (version: PublishedVersion, manifest: ProjectManifest): void {
    const final = this.versionFolder(version.version)
    const staged = temporaryName(final)
    mkdirSync(staged, { recursive: true })
    try {
      writeFileSync(join(staged, 'project.manifest'), formatManifest(manifest))
      writeFileSync(join(staged, 'version.manifest'), formatManifest(versionManifest(manifest)))
      writeFileSync(join(staged, 'update.json'), `${JSON.stringify(version)}\n`)
      renameSync(staged, final)
    } finally {
      rmSync(staged, { recursive: true, force: true })
    }
    syncFolder(join(this.folder, 'versions'))
  }

  /** Tells clients of a version: version.manifest, which they read first, comes last. */
  async announce (manifest: ProjectManifest, deltas: DeltaIndex | undefined): Promise<void> {
    if (deltas === undefined) rmSync(join(this.folder, 'deltas.json'), { force: true })
    else await writeFileAtomic(join(this.folder, 'deltas.json'), `${JSON.stringify(deltas)}\n`)
    await writeFileAtomic(join(this.folder, 'project.manifest'), formatManifest(manifest))
    await writeFileAtomic(join(this.folder, 'version.manifest'), formatManifest(versionManifest(manifest)))
  }

  #read (version: string): PublishedVersion {
    const file = join(this.versionFolder(version), 'update.json')
    const read = readJson<PublishedVersion>(file, this.folder)
    if (read === undefined || !Array.isArray(read.files)) {
      throw damaged(this.folder, `versions/${version}/update.json is missing or no record`)
    }
    return read
  }
}

export function contentOf ({ files }: PublishedVersion): Content {
  return new Map(files.map(([path, sha256, md5, size]) => [path, { sha256, md5, size }]))
}

function readJson<T> (file: string, folder: string): T | undefined {
  if (!existsSync(file)) return undefined
  try {
    const document: T = JSON.parse(readFileSync(file, 'utf8'))
    return document
  } catch (error) {
    throw damaged(folder, `${file} cannot be read (${errorText(error)})`, error)
  }
}

function damaged (folder: string, reason: string, cause?: unknown): PacklineError {
  return new PacklineError('HOT_UPDATE_DAMAGED', { folder, reason }, cause === undefined ? {} : { cause })
}

function names (folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}
