import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../../config/home.js'
import type { HotUpdate } from '../../config/hot-update-schema.js'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { digestsOfFile } from '../../files/streamed-digest.js'
import { listTree } from '../tree.js'
import { openHotUpdates } from './open-hot-updates.js'
import type { HotUpdateSettings } from './open-hot-updates.js'
import { contentDigest } from './content.js'
import { applyDelta, deltaFormat } from './deltas.js'
import { EngineClient, UpdateFailure } from './engine-client.js'
import type { DeltaIndex } from './delta-index.js'
import { assetKey } from './manifest.js'
import type { ContentFile, ProjectManifest, VersionManifest } from './manifest.js'
import { contentOf, publishedLines } from './published-versions.js'
import type { PublishedVersion, PublishedVersions } from './published-versions.js'
import { phrase, type Wording } from '../../messages/phrase.js'

interface VerifiedHotUpdate {
  target: string
  version: string
  updates: number
  files: number
  deltas: number
}

/**
 * Does what a client of each earlier version would do with what is served now, and compares every byte that
 * it ends up with.
 */
export async function verifyHotUpdate (settings: HotUpdateSettings): Promise<VerifiedHotUpdate[]> {
  const { definition, output, targets } = await openHotUpdates(settings)
  const results: VerifiedHotUpdate[] = []
  const intact = new Set<string>()
  for (const versions of targets.flatMap(({ id }) => publishedLines(output, id))) {
    const all = versions.held()
    const newest = all.at(-1)
    if (newest === undefined) continue
    for (const version of all) {
      if (!intact.has(version.digest)) await checkContent(versions, versions.read(version), settings.signal)
      intact.add(version.digest)
    }
    const replay = new Replay(versions, versions.read(newest), definition, settings)
    // One at a time: two hundred versions of 20,000 files are more than the memory.
    for (const from of all.length === 1 ? all : all.slice(0, -1)) await replay.from(versions.read(from))
    results.push({
      target: versions.target,
      version: newest.version,
      updates: all.length - 1,
      files: replay.files,
      deltas: replay.deltas
    })
  }
  return results
}

/** A content folder holds exactly what was published, under the name that its bytes give. */
async function checkContent (
  versions: PublishedVersions,
  { version, digest, files }: PublishedVersion,
  signal: AbortSignal
): Promise<void> {
  const folder = versions.contentFolder(digest)
  const damaged = (reason: Wording): PacklineError =>
    new PacklineError('HOT_UPDATE_DAMAGED', {
      folder: versions.output,
      reason: phrase('content.of', { target: versions.target, version, reason })
    })
  if (!existsSync(folder)) throw damaged(phrase('content.noFolder'))
  const found = new Map<string, ContentFile>()
  for (const { name, path } of listTree(folder)) {
    signal.throwIfAborted()
    found.set(name, await digestsOfFile(path))
  }
  for (const [path, sha256, md5, size] of files) {
    const file = found.get(path)
    if (file?.sha256 !== sha256 || file.md5 !== md5 || file.size !== size) {
      throw damaged(phrase(file === undefined ? 'content.gone' : 'content.changed', { path }))
    }
  }
  const extra = [...found.keys()].find(path => !files.some(([known]) => known === path))
  if (extra !== undefined) throw damaged(phrase('content.added', { path: extra }))
  if (contentDigest(new Map([...found].sort(([a], [b]) => a < b ? -1 : 1))) !== digest) {
    throw damaged(phrase('content.name'))
  }
}

class Replay {
  files = 0
  deltas = 0
  readonly #versions: PublishedVersions
  readonly #to: PublishedVersion
  readonly #definition: HotUpdate
  readonly #signal: AbortSignal
  readonly #environment: Environment

  constructor (
    versions: PublishedVersions,
    to: PublishedVersion,
    definition: HotUpdate,
    { signal, environment }: HotUpdateSettings
  ) {
    this.#versions = versions
    this.#to = to
    this.#definition = definition
    this.#signal = signal
    this.#environment = environment
  }

  async from (from: PublishedVersion): Promise<void> {
    const local = this.#versions.manifestOf(from.version)
    // As the client does: the version first, then the whole manifest, from the addresses that it was shipped
    // with.
    const remoteVersion = this.#served<VersionManifest>(from, local.remoteVersionUrl)
    const remote = this.#served<ProjectManifest>(from, local.remoteManifestUrl)
    if (remoteVersion.version !== this.#to.version || remote.version !== this.#to.version) {
      throw this.#failed(from, 'replay.told', { version: remoteVersion.version, manifest: remote.version })
    }
    const client = new EngineClient(local, this.#treeOf(from, local))
    try {
      await client.update(remote, url => this.#fileAt(from, url), this.#signal)
      this.files += await this.#compare(client, remote)
    } catch (error) {
      if (!(error instanceof UpdateFailure)) throw error
      throw this.#failed(from, error.key, error.parameters)
    }
    const index = this.#versions.deltas()
    if (index?.version === this.#to.version) await this.#applyDeltas(from, index)
  }

  /** What a player of `from` has, by the names in its manifest. */
  #treeOf (from: PublishedVersion, { assets }: ProjectManifest): Map<string, string> {
    const folder = this.#versions.contentFolder(from.digest)
    return new Map([...contentOf(from).keys()].map(path => [
      // Before addresses were encoded, names were the paths themselves.
      Object.hasOwn(assets, assetKey(path)) ? assetKey(path) : path,
      join(folder, path)
    ]))
  }

  /** Every file that the player ends up with, byte for byte, and no other. */
  async #compare (client: EngineClient, remote: ProjectManifest): Promise<number> {
    const expected = contentOf(this.#to)
    const names = new Map([...expected.keys()].map(path => [assetKey(path), path]))
    const extra = client.names().find(name => !names.has(name))
    if (extra !== undefined) throw new UpdateFailure('replay.leftOver', { name: extra })
    for (const [name, path] of names) {
      this.#signal.throwIfAborted()
      const published = join(this.#versions.contentFolder(this.#to.digest), path)
      const found = remote.assets[name]?.compressed === true ? client.unpacked(name) : client.file(name)
      if (found === undefined || !isSame(found, published)) {
        throw new UpdateFailure(found === undefined ? 'replay.missing' : 'replay.differs', { name: path })
      }
    }
    return names.size
  }

  async #applyDeltas (from: PublishedVersion, index: DeltaIndex): Promise<void> {
    const deltas = Object.entries(index.from[from.version] ?? {})
    if (deltas.length === 0 || deltaFormat(this.#environment) !== index.format) return
    const scratch = mkdtempSync(join(tmpdir(), 'packline-delta-'))
    try {
      for (const [path, delta] of deltas) {
        const [old, next] = [join(this.#versions.contentFolder(from.digest), path), join(scratch, 'next')]
        await applyDelta(
          index.format,
          old,
          join(this.#versions.output, delta.path),
          next,
          this.#environment,
          this.#signal
        )
        if (!isSame(next, join(this.#versions.contentFolder(this.#to.digest), path))) {
          throw this.#failed(from, 'replay.delta', { name: path })
        }
        this.deltas++
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true })
    }
  }

  #served<T> (from: PublishedVersion, url: string): T {
    try {
      const document: T = JSON.parse(readFileSync(this.#fileAt(from, url), 'utf8'))
      return document
    } catch (error) {
      throw error instanceof PacklineError
        ? error
        : this.#failed(from, 'replay.unreadable', { url, reason: errorText(error) })
    }
  }

  /**
   * The file that is served at an address. One outside packages.hotUpdate.url is some other server's: then
   * the target's own folder answers.
   */
  #fileAt (from: PublishedVersion, url: string): string {
    const { url: base } = this.#definition
    const file = url.startsWith(base)
      ? join(this.#versions.output, decodeURI(url.slice(base.length)))
      : join(this.#versions.folder, url.slice(url.lastIndexOf('/') + 1))
    if (!existsSync(file)) throw this.#failed(from, 'replay.notServed', { url })
    return file
  }

  #failed (
    from: PublishedVersion,
    key: `replay.${string}`,
    parameters: Record<string, Wording>
  ): PacklineError {
    return new PacklineError('HOT_UPDATE_REPLAY_FAILED', {
      target: this.#versions.target,
      from: from.version,
      to: this.#to.version,
      reasons: [{ key, parameters }]
    })
  }
}

function isSame (a: string, b: string): boolean {
  const [one, other] = [statSync(a), statSync(b)]
  if (one.ino === other.ino && one.dev === other.dev) return true
  return one.size === other.size && readFileSync(a).equals(readFileSync(b))
}
