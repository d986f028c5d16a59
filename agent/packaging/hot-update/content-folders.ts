import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { hasCode, PacklineError } from '../../errors.js'
import { temporaryName } from '../../files/atomic-file.js'
import { sha256OfFile } from '../../files/streamed-digest.js'
import type { Sources } from './content.js'
import type { Content } from './manifest.js'
import { phrase } from '../../messages/phrase.js'

/**
 * Content as it is served, content/DIGEST/PATH, and below it every file once by its sha256, objects/SHA256:
 * a version takes the space of what is new in it, and nothing else has to be read to know what is.
 */
export class ContentFolders {
  readonly #output: string

  constructor (output: string) {
    this.#output = output
  }

  folder (digest: string): string {
    return join(this.#output, 'content', digest)
  }

  object (sha256: string): string {
    return join(this.#output, 'objects', sha256)
  }

  /**
   * Puts content into its folder, whole or not at all. `published` holds some of it, of a time before there
   * were objects.
   */
  async store (
    digest: string,
    content: Content,
    sources: Sources,
    published: { folder: string, paths: ReadonlyMap<string, string> },
    signal: AbortSignal
  ): Promise<void> {
    const folder = this.folder(digest)
    if (existsSync(folder)) return
    const staged = temporaryName(folder)
    mkdirSync(this.object(''), { recursive: true })
    const made = new Set<string>()
    try {
      for (const [path, { sha256 }] of content) {
        await yieldToEvents()
        signal.throwIfAborted()
        const target = join(staged, path)
        const parent = dirname(target)
        if (!made.has(parent)) mkdirSync(parent, { recursive: true })
        made.add(parent)
        await this.#keep(sha256, sources.get(path), join(published.folder, published.paths.get(sha256) ?? ''))
        linkOrCopy(this.object(sha256), target)
      }
      renameSync(staged, folder)
    } finally {
      rmSync(staged, { recursive: true, force: true })
    }
  }

  async #keep (sha256: string, source: string | undefined, published: string): Promise<void> {
    const object = this.object(sha256)
    if (existsSync(object)) return
    const from = source ?? published
    const partial = temporaryName(object)
    try {
      copyFileSync(from, partial, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
      chmodSync(partial, 0o444)
      if (await sha256OfFile(partial) !== sha256) throw new PacklineError('SCAN_FILE_CHANGED', { file: from })
      renameSync(partial, object)
    } catch (error) {
      if (source !== undefined || !hasCode(error, 'ENOENT')) throw error
      throw new PacklineError('HOT_UPDATE_DAMAGED', {
        folder: this.#output,
        reason: phrase('content.noLonger', { sha256 })
      }, { cause: error })
    } finally {
      rmSync(partial, { force: true })
    }
  }
}

/** Neither will ever change. Some disks have no links, and ext4 takes 65,000 to one file. */
function linkOrCopy (object: string, target: string): void {
  try {
    linkSync(object, target)
  } catch (error) {
    const isRefused = ['EMLINK', 'EPERM', 'ENOTSUP', 'ENOSYS', 'EXDEV'].some(code => hasCode(error, code))
    if (!isRefused) throw error
    copyFileSync(object, target, constants.COPYFILE_FICLONE)
  }
}
