import { accessSync, constants, lstatSync, readFileSync, readlinkSync, readdirSync } from 'node:fs'
import { rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { temporaryName, writeFileAtomic } from '../files/atomic-file.js'
import { hasCode, PacklineError } from '../errors.js'
import { compareVersions, versionPattern } from './version-order.js'

/** The service that runs the agent of an installation, as install-agent wrote it down. */
export interface InstalledService {
  home: string
  config: string
  user: string
}

/** What an archive says of itself in its package.json, and which archive a version was unpacked from. */
export interface ReleaseFacts {
  version: string
  platform: string
  /** Its own Node, where it has one. */
  node?: string
  sha256?: string
}

/**
 * A folder with versions of packline side by side: `versions/X`, and the link `current` to the one that is
 * used. Programs that run know their version by its own path, so that a switch leaves them alone.
 */
export class Installation {
  readonly folder: string

  constructor (folder: string) {
    this.folder = folder
  }

  /** The one that the packline in `root` belongs to. Throws INSTALLATION_NONE. */
  static around (root: string): Installation {
    const versions = dirname(root)
    if (basename(versions) !== 'versions' || !versionPattern.test(basename(root))) {
      throw new PacklineError('INSTALLATION_NONE', { folder: root })
    }
    return new Installation(dirname(versions))
  }

  get keyFile (): string {
    return join(this.folder, 'release-key.pem')
  }

  get lockFile (): string {
    return join(this.folder, '.update.lock')
  }

  get versionsFolder (): string {
    return join(this.folder, 'versions')
  }

  get current (): string | undefined {
    return this.#target('current')
  }

  /**
   * The one that was used before the current one. A switch that was killed between its two links leaves both
   * at one version: then it is the newest of those that are older.
   */
  get previous (): string | undefined {
    const { current } = this
    const previous = this.#target('previous')
    if (previous === undefined || previous !== current) {
      return previous !== undefined && this.has(previous) ? previous : undefined
    }
    return this.versions().find(name => compareVersions(name, current) < 0)
  }

  get service (): InstalledService | undefined {
    return readJson<InstalledService>(join(this.folder, 'service.json'))
  }

  folderOf (name: string): string {
    return join(this.versionsFolder, name)
  }

  has (name: string): boolean {
    return lstatSync(this.folderOf(name), { throwIfNoEntry: false })?.isDirectory() ?? false
  }

  /** The newest first. */
  versions (): string[] {
    try {
      return readdirSync(this.versionsFolder)
        .filter(name => versionPattern.test(name))
        .sort((one, other) => compareVersions(other, one))
    } catch {
      return []
    }
  }

  facts (name: string): ReleaseFacts | undefined {
    return readFacts(this.folderOf(name))
  }

  /** Throws INSTALLATION_NOT_WRITABLE. */
  checkWritable (): void {
    for (const folder of [this.folder, this.versionsFolder]) {
      try {
        accessSync(folder, constants.W_OK)
      } catch (error) {
        if (hasCode(error, 'ENOENT')) throw new PacklineError('INSTALLATION_NONE', { folder: this.folder })
        throw new PacklineError('INSTALLATION_NOT_WRITABLE', { folder }, { cause: error })
      }
    }
  }

  /**
   * From now on `name` is what starts. Whoever looks sees the old one or the new one, never none. Returns
   * what undoes that.
   */
  async use (name: string): Promise<() => Promise<void>> {
    const { current } = this
    if (current === name) return async () => {}
    const previous = this.#target('previous')
    await this.#link([['previous', current], ['current', name]])
    return async () => {
      await this.#link([['current', current], ['previous', previous]])
    }
  }

  async keepKey (pem: string): Promise<void> {
    await writeFileAtomic(this.keyFile, pem)
  }

  /** What takes space comes first: a full disk changes none of them. */
  async #link (links: Array<['current' | 'previous', string | undefined]>): Promise<void> {
    const made: Array<{ link: string, temporary: string }> = []
    try {
      for (const [name, version] of links) {
        if (version === undefined) continue
        const link = join(this.folder, name)
        const temporary = temporaryName(link)
        made.push({ link, temporary })
        await symlink(join('versions', version), temporary)
      }
      for (const { link, temporary } of made) await rename(temporary, link)
    } finally {
      for (const { temporary } of made) await rm(temporary, { force: true })
    }
  }

  #target (name: 'current' | 'previous'): string | undefined {
    try {
      return basename(readlinkSync(join(this.folder, name)))
    } catch {
      return undefined
    }
  }
}

/** Undefined for a folder that is no unpacked release. */
export function readFacts (folder: string): ReleaseFacts | undefined {
  const manifest = readJson<{ version?: string, release?: { platform?: string, node?: string } }>(
    join(folder, 'package.json')
  )
  const { version, release } = manifest ?? {}
  if (version === undefined || !versionPattern.test(version) || release?.platform === undefined) {
    return undefined
  }
  const sha256 = readJson<{ sha256?: string }>(join(folder, '.archive.json'))?.sha256
  return {
    version,
    platform: release.platform,
    ...release.node !== undefined && { node: release.node },
    ...sha256 !== undefined && { sha256 }
  }
}

function readJson<T> (file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return undefined
  }
}
