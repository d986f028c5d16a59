import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { ChannelForm } from '../../config/package-platform-schema.js'
import { PacklineError } from '../../errors.js'
import { fileChunks, updateWith } from '../../files/streamed-digest.js'
import { writeFully } from '../../formats/zip/copy-range.js'
import { readExactly, readZip } from '../../formats/zip/read-zip.js'
import { endRecord, maxOffset } from '../../formats/zip/zip-entry.js'
import type { ZipArchive } from '../../formats/zip/zip-entry.js'
import { channelPairs, isChannel, stampsOf } from './channel-forms.js'
import type { ChannelStamp } from './channel-forms.js'
import { blockIds, formatSigningBlock, mustStayPadded, pageBytes, readSigningBlock } from './signing-block.js'
import type { SigningBlock } from './signing-block.js'
import { phrase } from '../../messages/phrase.js'

/**
 * A signed APK that stamps go on. The digest of all that comes before the block is made once, whatever the
 * number of stamps.
 */
export class StampSource {
  readonly path: string
  readonly #archive: ZipArchive
  readonly #block: SigningBlock
  /** The central directory, which moves but does not change. */
  readonly #directory: Buffer
  #prefix: Promise<Hash> | undefined

  private constructor (path: string, archive: ZipArchive, block: SigningBlock, directory: Buffer) {
    this.path = path
    this.#archive = archive
    this.#block = block
    this.#directory = directory
  }

  /**
   * Throws when the APK cannot be stamped: not signed, signed by v1 only, or with a comment, which would
   * break the signature.
   */
  static async open (path: string, label: string): Promise<StampSource> {
    const handle = await open(path, 'r')
    try {
      const archive = await readZip(handle, label)
      const block = await signedBlock(handle, archive)
      const directory = await readExactly(handle, label, archive.directoryOffset, archive.directorySize)
      return new StampSource(path, archive, block, directory)
    } finally {
      await handle.close()
    }
  }

  /** Writes the APK with `stamp` to `target`, which must not exist. The digest is that of the whole file. */
  async stamp (
    stamp: ChannelStamp,
    target: string,
    written: readonly ChannelForm[] = ['walle']
  ): Promise<{ size: number, sha256: string }> {
    const tail = this.tailWith(stamp, written)
    const size = this.#block.offset + tail.length
    await copyFile(this.path, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
    const handle = await open(target, 'r+')
    try {
      await writeFully(handle, tail, this.#block.offset)
      await handle.truncate(size)
      await assertStamped(handle, target, this.#block, { stamp, written })
    } finally {
      await handle.close()
    }
    this.#prefix ??= updateWith(createHash('sha256'), fileChunks(this.path, this.#block.offset))
    return { size, sha256: (await this.#prefix).copy().update(tail).digest('hex') }
  }

  /** Block, central directory and end record: all that a stamp changes. */
  tailWith (stamp: ChannelStamp, written: readonly ChannelForm[] = ['walle']): Buffer {
    const { pairs, offset } = this.#block
    const next = [...pairs.filter(pair => !isChannel(pair)), ...channelPairs(stamp, written)]
    const block = formatSigningBlock(next, mustStayPadded(this.#block))
    const directoryOffset = offset + block.length
    if (directoryOffset > maxOffset) {
      throw new PacklineError('PACKAGE_TOO_LARGE', {
        entries: this.#archive.entries.length,
        bytes: directoryOffset
      })
    }
    return Buffer.concat([
      block,
      this.#directory,
      endRecord(this.#archive.entries.length, this.#directory.length, directoryOffset)
    ])
  }
}

async function signedBlock (handle: FileHandle, archive: ZipArchive): Promise<SigningBlock> {
  const { file, comment, entries } = archive
  const block = await readSigningBlock(handle, archive)
  const isSigned =
    block?.pairs.some(({ id }) => id === blockIds.v2 || id === blockIds.v3 || id === blockIds.v31) ?? false
  if (block === undefined || !isSigned) {
    const hasV1 = entries.some(({ name }) => /^META-INF\/[^/]+\.(RSA|DSA|EC)$/.test(name))
    throw new PacklineError(hasV1 ? 'PACKAGE_V1_ONLY' : 'PACKAGE_UNSIGNED', { file })
  }
  if (comment.length > 0) throw new PacklineError('PACKAGE_HAS_COMMENT', { file })
  return block
}

/**
 * Reads the result once more: a stamp that no reader finds, or a block that Android 9 refuses, must not leave
 * this machine.
 */
async function assertStamped (
  handle: FileHandle,
  target: string,
  before: SigningBlock,
  { stamp, written }: { stamp: ChannelStamp, written: readonly ChannelForm[] }
): Promise<void> {
  const archive = await readZip(handle, target)
  const block = await readSigningBlock(handle, archive)
  const found = block === undefined ? {} : stampsOf(block, target)
  const isWritten = Object.keys(found).length === written.length &&
    written.every(form => found[form]?.channel === stamp.channel) &&
    (found.walle === undefined || JSON.stringify(found.walle) === JSON.stringify(stamp))
  const reason = block === undefined
    ? phrase('block.gone')
    : !isWritten
    ? phrase('block.unread')
    : mustStayPadded(before) && block.size % pageBytes !== 0
    ? phrase('package.blockSize', { size: block.size })
    : undefined
  if (reason !== undefined) throw new PacklineError('PACKAGE_VERIFY_FAILED', { file: target, reason })
}
