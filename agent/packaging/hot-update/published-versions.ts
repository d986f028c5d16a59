import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { syncFolder, temporaryName, writeFileAtomic, writeRecordSync } from '../../files/atomic-file.js'
import { errorText } from '../../error-text.js'
import { PacklineError, hasCode } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { compareVersions, parseVersion } from '../../release/game-version.js'
import type { DeltaIndex } from './delta-index.js'
import { formatManifest, versionManifest } from './manifest.js'
import type { Content, ProjectManifest } from './manifest.js'
import { phrase, type Wording } from '../../messages/phrase.js'

/** One published version of a target; none of it ever changes. */
export interface VersionHead {
  version: string
  publishedAt: string
  /** Name of the folder under content/. */
  digest: string
  /** The version whose content this brings back. */
  contentOf?: string
  /** Its manifests and content are kept no longer. */
  isPruned?: true
}

/** A version with all that it holds: large, so that no more than two are ever read at once. */
export interface PublishedVersion extends VersionHead {
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

  /**
   * All versions, the oldest first, without their files: of each record only its beginning is read. Throws
   * HOT_UPDATE_DAMAGED for a record that cannot be read.
   */
  list (): VersionHead[] {
    return names(join(this.folder, 'versions'))
      .filter(name => parseVersion(name) !== undefined)
      .map(name => this.#head(name))
      .sort((a, b) => compareVersions(a.version, b.version))
  }

  /** Those whose content is kept. */
  held (): VersionHead[] {
    return this.list().filter(({ isPruned }) => isPruned !== true)
  }

  find (version: string): VersionHead {
    const all = this.held()
    const found = all.find(each => compareVersions(each.version, version) === 0)
    if (found === undefined) {
      const known = all.map(each => each.version).join(', ') || '-'
      throw new PacklineError('HOT_UPDATE_UNKNOWN_VERSION', { target: this.target, version, known })
    }
    return found
  }

  /** A version with its files. Throws HOT_UPDATE_DAMAGED for a record that cannot be read. */
  read ({ version }: VersionHead): PublishedVersion {
    const read = readJson<PublishedVersion>(this.#recordOf(version), this.folder)
    if (read === undefined || !Array.isArray(read.files)) {
      throw damaged(this.folder, phrase('hot.noRecord', { version }))
    }
    return read
  }

  /** What clients are told now; undefined before the first publication. */
  manifest (): ProjectManifest | undefined {
    return readJson<ProjectManifest>(join(this.folder, 'project.manifest'), this.folder)
  }

  /**
   * Throws OUTPUT_NOT_OURS for a file that another generator has left in the place of one of ours. Where the
   * manifest of the project is ours the folder is, and what is damaged there is made good.
   */
  checkOwner (): void {
    if (isOwnManifest(this.manifest())) return
    for (const [name, isOurs] of Object.entries(announced)) {
      const path = join(this.folder, name)
      const told = readJson<unknown>(path, this.folder)
      if (told !== undefined && !isOurs(told)) throw new PacklineError('OUTPUT_NOT_OURS', { path })
    }
  }

  manifestOf (version: string): ProjectManifest {
    const file = join(this.versionFolder(version), 'project.manifest')
    const manifest = readJson<ProjectManifest>(file, this.folder)
    if (manifest === undefined) throw damaged(this.folder, phrase('hot.noManifest', { version }))
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

  /** Keeps of a version only that there was one. */
  forget ({ version, publishedAt, digest }: VersionHead): void {
    const record = { version, publishedAt, digest, isPruned: true, files: [] }
    writeRecordSync(this.#recordOf(version), `${JSON.stringify(record)}\n`)
    for (const name of ['version.manifest', 'project.manifest']) {
      rmSync(join(this.versionFolder(version), name), { force: true })
    }
  }

  /** Tells clients of a version: version.manifest, which they read first, comes last. */
  async announce (manifest: ProjectManifest, deltas: DeltaIndex | undefined): Promise<void> {
    if (deltas === undefined) rmSync(join(this.folder, 'deltas.json'), { force: true })
    else await writeFileAtomic(join(this.folder, 'deltas.json'), `${JSON.stringify(deltas)}\n`)
    await writeFileAtomic(join(this.folder, 'project.manifest'), formatManifest(manifest))
    await writeFileAtomic(join(this.folder, 'version.manifest'), formatManifest(versionManifest(manifest)))
  }

  /** Its files come last in a record, as JSON.stringify writes them; one of another make is read whole. */
  #head (name: string): VersionHead {
    const start = startOf(this.#recordOf(name))
    const end = start.indexOf(',"files":[')
    if (end !== -1) {
      try {
        const head: VersionHead = JSON.parse(`${start.slice(0, end)}}`)
        if (typeof head.version === 'string' && typeof head.digest === 'string') return head
      } catch {
        // Read whole below, which says what is wrong.
      }
    }
    const { files, ...head } = this.read({ version: name, publishedAt: '', digest: '' })
    return head
  }

  #recordOf (version: string): string {
    return join(this.versionFolder(version), 'update.json')
  }
}

/** All lines of a target: that of the target itself and those of native versions, the oldest first. */
export function publishedLines (output: string, target: string): PublishedVersions[] {
  const natives = names(join(output, target)).filter(name => parseVersion(name) !== undefined)
  return [target, ...natives.sort(compareVersions).map(native => `${target}/${native}`)].map(line =>
    new PublishedVersions(output, line)
  )
}

export function contentOf ({ files }: PublishedVersion): Content {
  return new Map(files.map(([path, sha256, md5, size]) => [path, { sha256, md5, size }]))
}

const headBytes = 1024

function startOf (file: string): string {
  if (!existsSync(file)) return ''
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(headBytes)
    return bytes.toString('utf8', 0, readSync(descriptor, bytes))
  } finally {
    closeSync(descriptor)
  }
}

/** What clients ask for beside the versions, and how ours is told from what other generators write. */
const announced: Readonly<Record<string, (told: unknown) => boolean>> = {
  'project.manifest': isOwnManifest,
  'version.manifest': isOwnManifest,
  'deltas.json': told => isJsonObject(told) && ['version', 'format', 'from'].every(key => key in told)
}

function isOwnManifest (told: unknown): boolean {
  return isJsonObject(told) && /\/content\/[0-9a-f]{64}\/$/.test(String(told.packageUrl))
}

function readJson<T> (file: string, folder: string): T | undefined {
  if (!existsSync(file)) return undefined
  try {
    const document: T = JSON.parse(readFileSync(file, 'utf8'))
    return document
  } catch (error) {
    throw damaged(folder, phrase('file.unreadableFor', { name: file, reason: errorText(error) }), error)
  }
}

function damaged (folder: string, reason: Wording, cause?: unknown): PacklineError {
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
