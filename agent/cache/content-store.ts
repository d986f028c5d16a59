import { createHash } from 'node:crypto'
import {
  chmodSync,
  constants,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { PacklineError, hasCode } from '../errors.js'
import { partsOf, sizeOf } from '../files/blob-content.js'
import type { BlobContent } from '../files/blob-content.js'
import type { BlobMemory } from './blob-memory.js'
import { copyQuickly } from '../files/copy-quickly.js'
import { sha256Of } from '../files/file-digest.js'
import { namingPath } from '../files/file-system-errors.js'
import { syncFile, temporaryName, writeFileAtomic, writeSynced } from '../files/atomic-file.js'
import { makeFolder } from '../files/make-folder.js'

/** Less is written and hashed before a thread has begun. */
const largeBytes = 1_000_000

/** What an output is known by. */
export interface BlobReference {
  sha256: string
  size: number
}

export interface Materialising {
  /** Of a file of its own. */
  mode: number
  /** A second name for the entry instead, read-only, where the file system has such links. */
  hardLinks: boolean
}

/**
 * The content-addressed store: plain read-only files named by the sha256 of their bytes, shared by all
 * projects and processes of a machine. An entry is whole or absent; a reader checks the digest, and a damaged
 * entry counts as absent and is removed.
 */
export class ContentStore {
  readonly #folder: string
  readonly #intact = new Set<string>()
  readonly #memory: BlobMemory | undefined

  /** @param memory bytes that this process had before */
  constructor (folder: string, memory?: BlobMemory) {
    this.#folder = folder
    this.#memory = memory
  }

  pathOf (sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256)
  }

  async put (content: BlobContent): Promise<BlobReference> {
    if (sizeOf(content) >= largeBytes) return await this.#putLarge(content)
    const reference = referenceTo(content)
    await this.#write(reference, content)
    return reference
  }

  /** It is on its way to the disk while it is hashed, which takes as long. */
  async #putLarge (content: BlobContent): Promise<BlobReference> {
    const file = temporaryName(join(this.#folder, 'tmp', 'blob'))
    try {
      makeFolder(dirname(file))
      const writing = writeSynced(file, content, 0o444)
      const reference = referenceTo(content)
      await writing
      if (this.#isIntact(reference)) rmSync(file, { force: true })
      else this.#moveIn(file, reference)
      this.#note(reference, content)
      return reference
    } catch (error) {
      rmSync(file, { force: true })
      throw namingPath(error, this.#folder)
    }
  }

  /**
   * What nobody writes to any more. False, and nothing is kept, where these are not the bytes of `reference`.
   */
  async putExactly (content: BlobContent, reference: BlobReference): Promise<boolean> {
    if (sizeOf(content) !== reference.size) return false
    if (referenceTo(content).sha256 !== reference.sha256) return false
    this.#memory?.take(reference.sha256, content)
    await this.#write(reference, content)
    return true
  }

  async #write (reference: BlobReference, content: BlobContent): Promise<void> {
    if (!this.#isIntact(reference)) await writeFileAtomic(this.pathOf(reference.sha256), content, 0o444)
    this.#note(reference, content)
  }

  /** One of that size may be damaged, and nobody would look at it again in this run. */
  #isIntact (reference: BlobReference): boolean {
    return this.has(reference.sha256, reference.size) && this.verify(reference)
  }

  #note ({ sha256 }: BlobReference, content: BlobContent): void {
    this.#intact.add(sha256)
    this.#memory?.keep(sha256, content)
  }

  /** A name in the store for a file that is written there first and then adopted. */
  temporary (): string {
    const path = temporaryName(join(this.#folder, 'tmp', 'blob'))
    makeFolder(dirname(path))
    return path
  }

  /**
   * Takes over a file that `temporary` named and that is written whole, so that large content never has to be
   * in memory.
   */
  adopt (file: string, reference: BlobReference): void {
    syncFile(file)
    chmodSync(file, 0o444)
    this.#moveIn(file, reference)
  }

  #moveIn (file: string, { sha256 }: BlobReference): void {
    const path = this.pathOf(sha256)
    makeFolder(dirname(path))
    renameSync(file, path)
  }

  /** Whether an entry of that size is there; its bytes are not looked at. */
  has (sha256: string, size: number): boolean {
    const status = statSync(this.pathOf(sha256), { throwIfNoEntry: false })
    return status?.isFile() === true && status.size === size
  }

  /**
   * Whether the entry is there and its bytes are right. A damaged one is removed. Looks at each entry once.
   */
  verify (reference: BlobReference): boolean {
    if (this.#intact.has(reference.sha256)) return true
    return this.#readFile(reference.sha256) !== undefined
  }

  /** The bytes of an entry, or undefined when it is absent or damaged. */
  read (sha256: string): Buffer | undefined {
    return this.#memory?.get(sha256) ?? this.#readFile(sha256)
  }

  #readFile (sha256: string): Buffer | undefined {
    let bytes: Buffer
    try {
      bytes = readFileSync(this.pathOf(sha256))
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined
      throw error
    }
    if (sha256Of(bytes) !== sha256) {
      rmSync(this.pathOf(sha256), { force: true })
      return undefined
    }
    this.#intact.add(sha256)
    this.#memory?.take(sha256, bytes)
    return bytes
  }

  /**
   * Makes `path` (which must not exist) hold the entry: a file of its own, sharing blocks where the file
   * system can. Whoever writes to it changes no entry, and it is as new as what it holds. Throws
   * CACHE_ENTRY_LOST when the entry has gone or is damaged.
   */
  async materialise (
    reference: BlobReference,
    path: string,
    { mode, hardLinks }: Materialising
  ): Promise<void> {
    const source = this.pathOf(reference.sha256)
    if (!this.verify(reference)) throw new PacklineError('CACHE_ENTRY_LOST', { sha256: reference.sha256 })
    mkdirSync(dirname(path), { recursive: true })
    if (hardLinks && tryLink(source, path)) return
    await copyQuickly(source, path, reference.size, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
    chmodSync(path, mode)
  }
}

function tryLink (source: string, path: string): boolean {
  try {
    linkSync(source, path)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) throw error
    return false
  }
}

export function referenceTo (content: BlobContent): BlobReference {
  const digest = createHash('sha256')
  for (const part of partsOf(content)) digest.update(part)
  return { sha256: digest.digest('hex'), size: sizeOf(content) }
}
