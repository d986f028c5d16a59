import { readFileSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { partsOf } from '../../files/blob-content.js'
import type { BlobContent } from '../../files/blob-content.js'
import type { BlobReference } from '../../cache/content-store.js'
import { md5Of, sha256Of } from '../../files/file-digest.js'
import { syncFolder, temporaryName, writeParts } from '../../files/atomic-file.js'
import { namingPath } from '../../files/file-system-errors.js'
import { makeFolder } from '../../files/make-folder.js'

const stagingName = 'packline'
/** As `temporaryName` makes them. */
const stagingNames = /^\.packline\.[0-9a-f]{12}\.tmp$/
const abandonedMs = 24 * 3_600_000

/** A file that lies in its stage, then in its place. Its digests are made when somebody asks for them. */
export class StagedFile implements BlobReference {
  path: string
  readonly size: number
  #known: { sha256: string, md5: string } | undefined

  constructor (path: string, size: number) {
    this.path = path
    this.size = size
  }

  get sha256 (): string {
    return this.#digests().sha256
  }

  get md5 (): string {
    return this.#digests().md5
  }

  #digests (): { sha256: string, md5: string } {
    if (this.#known === undefined) {
      const bytes = readFileSync(this.path)
      this.#known = { sha256: sha256Of(bytes), md5: md5Of(bytes) }
    }
    return this.#known
  }
}

/**
 * Files that are written as they are made, so that memory holds none that is finished, to a folder beside
 * their places; they get there when all of them are whole.
 */
export class StagedFiles {
  readonly #out: string
  #opened: Promise<string> | undefined
  /** The outermost folder that was made for them. */
  #made: string | undefined
  #count = 0

  /** @param out the folder of their places, which need not be there */
  constructor (out: string) {
    this.#out = out
  }

  async put (content: BlobContent): Promise<StagedFile> {
    this.#opened ??= this.#open()
    try {
      const path = join(await this.#opened, String(this.#count++))
      const parts = partsOf(content)
      const file = await open(path, 'wx', 0o644)
      try {
        await writeParts(file, parts)
      } finally {
        await file.close()
      }
      return new StagedFile(path, parts.reduce((sum, part) => sum + part.byteLength, 0))
    } catch (error) {
      throw namingPath(error, this.#out)
    }
  }

  /** Each place holds what it held before or all of its file, also after a power cut. */
  async publish (files: ReadonlyArray<{ path: string, staged: StagedFile }>): Promise<void> {
    await Promise.all(files.map(async ({ path, staged }) => {
      try {
        const file = await open(staged.path, 'r+')
        try {
          await file.datasync()
        } finally {
          await file.close()
        }
        if (dirname(path) !== this.#out) await mkdir(dirname(path), { recursive: true })
        await rename(staged.path, path)
      } catch (error) {
        throw namingPath(error, path)
      }
      staged.path = path
    }))
    syncFolder(this.#out)
  }

  /** Removes what was not published. */
  async close (): Promise<void> {
    const folder = await this.#opened?.catch(() => undefined)
    this.#opened = undefined
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
    // Those that hold something stay.
    for (let empty = this.#out; this.#made !== undefined; empty = dirname(empty)) {
      const isGone = await rmdir(empty).then(() => true, () => false)
      if (!isGone || empty === this.#made) return
    }
  }

  async #open (): Promise<string> {
    this.#made = makeFolder(this.#out)
    await this.#removeAbandoned()
    const folder = temporaryName(join(this.#out, stagingName))
    await mkdir(folder)
    return folder
  }

  /** What runs left that were killed; another may be at work just now. */
  async #removeAbandoned (): Promise<void> {
    const before = Date.now() - abandonedMs
    for (const name of await readdir(this.#out)) {
      if (!stagingNames.test(name)) continue
      const path = join(this.#out, name)
      const status = await stat(path).catch(() => undefined)
      if (status !== undefined && status.mtimeMs < before) await rm(path, { recursive: true, force: true })
    }
  }
}
