import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib'
import { actionKey } from '../cache/action-cache.js'
import type { ActionCache, ActionInputs } from '../cache/action-cache.js'
import type { BlobReference, ContentStore } from '../cache/content-store.js'
import { fileChunks, sha256OfFile } from '../files/streamed-digest.js'
import type { DigestedFile } from './file-digests.js'
import type { EntryContent } from '../formats/zip/edit-zip.js'
import { deflated, stored } from '../formats/zip/zip-entry.js'
import { isTooDense } from '../formats/zip/zip-limits.js'

const encoderVersion = 1
const level = 9
/** What aapt stores as well: it is packed already, and Android can map it. */
const packedAlready =
  /\.(jpe?g|png|gif|webp|wav|mp2|mp3|ogg|aac|mpg|mpeg|mid|midi|smf|jet|rtttl|imy|xmf|mp4|m4a|m4v|3gp|3gpp|3g2|amr|awb|wma|wmv|webm|mkv|ccz|zip|gz|ktx2|astc|arsc|so)$/i

/** Makes entries of files. A file is compressed once for all rows, and again only when its bytes change. */
export class EntryEncoder {
  /** How many files were compressed in this run. */
  compressed = 0
  readonly #cache: ActionCache
  readonly #store: ContentStore
  readonly #known = new Map<string, Promise<EntryContent>>()

  constructor (cache: ActionCache, store: ContentStore) {
    this.#cache = cache
    this.#store = store
  }

  /** `method` is that of the entry that is replaced; without one the name decides. */
  async encode (file: DigestedFile, name: string, method?: number): Promise<EntryContent> {
    const isStored = method === undefined ? packedAlready.test(name) : method === stored
    const key = `${file.sha256} ${isStored}`
    let content = this.#known.get(key)
    if (content === undefined) {
      content = isStored ? plain(file) : this.#deflated(file)
      this.#known.set(key, content)
    }
    return { ...await content, mode: 0o100000 | file.mode & 0o755 }
  }

  async #deflated (file: DigestedFile): Promise<EntryContent> {
    const inputs: ActionInputs = {
      kind: 'deflate',
      version: encoderVersion,
      options: { level },
      tools: { zlib: process.versions.zlib },
      inputs: [['file', file.sha256]]
    }
    const key = actionKey(inputs)
    const known = this.#cache.get(key)
    const blob = known?.blobs.data
    if (blob !== undefined && typeof known?.value === 'number' && await this.#isWhole(blob)) {
      this.#cache.touch(key, new Date())
      return {
        method: deflated,
        crc32: known.value,
        size: file.size,
        data: { file: this.#store.pathOf(blob.sha256), size: blob.size }
      }
    }
    this.compressed++
    const { checksum, reference } = await this.#deflate(file)
    // A file of zeros, which readers would take for a bomb.
    if (reference.size >= file.size || isTooDense(file.size, reference.size)) return await plain(file)
    this.#cache.put(key, { inputs, value: checksum, blobs: { data: reference }, durationMs: 0 })
    return {
      method: deflated,
      crc32: checksum,
      size: file.size,
      data: { file: this.#store.pathOf(reference.sha256), size: reference.size }
    }
  }

  /** Read as a stream: entries may be larger than the memory that a build may take. */
  async #isWhole ({ sha256, size }: BlobReference): Promise<boolean> {
    return this.#store.has(sha256, size) && await sha256OfFile(this.#store.pathOf(sha256)) === sha256
  }

  async #deflate (file: DigestedFile): Promise<{ checksum: number, reference: BlobReference }> {
    const temporary = this.#store.temporary()
    const [sha256, md5] = [createHash('sha256'), createHash('md5')]
    let [checksum, size] = [0, 0]
    const before = new Transform({
      transform (chunk: Buffer, _, done) {
        checksum = crc32(chunk, checksum)
        done(null, chunk)
      }
    })
    const after = new Transform({
      transform (chunk: Buffer, _, done) {
        sha256.update(chunk)
        md5.update(chunk)
        size += chunk.length
        done(null, chunk)
      }
    })
    try {
      await pipeline(
        createReadStream(file.path),
        before,
        createDeflateRaw({ level }),
        after,
        createWriteStream(temporary)
      )
      const reference = { sha256: sha256.digest('hex'), md5: md5.digest('hex'), size }
      this.#store.adopt(temporary, reference)
      return { checksum, reference }
    } finally {
      rmSync(temporary, { force: true })
    }
  }
}

async function plain (file: DigestedFile): Promise<EntryContent> {
  let checksum = 0
  for await (const chunk of fileChunks(file.path)) checksum = crc32(chunk, checksum)
  return { method: stored, crc32: checksum, size: file.size, data: { file: file.path, size: file.size } }
}

/** An entry of bytes in memory, such as a row's config document. */
export function encodeBytes (bytes: Buffer, method: number = deflated): EntryContent {
  const packed = method === stored ? bytes : deflateRawSync(bytes, { level })
  const isSmaller = packed.length < bytes.length
  return {
    method: isSmaller ? deflated : stored,
    crc32: crc32(bytes),
    size: bytes.length,
    data: isSmaller ? packed : bytes
  }
}
