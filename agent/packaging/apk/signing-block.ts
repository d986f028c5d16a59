import type { FileHandle } from 'node:fs/promises'
import { PacklineError } from '../../errors.js'
import { readExactly } from '../../formats/zip/read-zip.js'
import type { ZipArchive } from '../../formats/zip/zip-entry.js'
import { phrase, type Wording } from '../../messages/phrase.js'

/**
 * The APK Signing Block: `u64 size | (u64 length, u32 id, value)* | u64 size | magic`, right before the
 * central directory.
 */
export interface SigningBlock {
  offset: number
  size: number
  pairs: SigningPair[]
}

export interface SigningPair {
  id: number
  value: Buffer
}

export const blockIds = {
  walle: 0x71777777,
  vasdolly: 0x881155ff,
  packerNg: 0x7a786b21,
  v2: 0x7109871a,
  v3: 0xf05368c0,
  v31: 0x1b93ad61,
  padding: 0x42726577
} as const

const magic = Buffer.from('APK Sig Block 42')
const footerSize = 24
const pairHeaderSize = 12
const maxBlockBytes = 16 * 1024 * 1024
export const pageBytes = 4096

/** The signing block of an APK, or undefined when it has none (unsigned, or of the old v1 scheme only). */
export async function readSigningBlock (
  handle: FileHandle,
  archive: ZipArchive
): Promise<SigningBlock | undefined> {
  const { directoryOffset, file } = archive
  if (directoryOffset < footerSize + 8) return undefined
  const footer = await readExactly(handle, file, directoryOffset - footerSize, footerSize)
  if (!footer.subarray(8).equals(magic)) return undefined
  const size = footer.readBigUInt64LE(0) + 8n
  if (size < BigInt(footerSize + 8) || size > BigInt(Math.min(directoryOffset, maxBlockBytes))) {
    throw damaged(file, phrase('block.size', { size: String(size) }))
  }
  const offset = directoryOffset - Number(size)
  return {
    offset,
    size: Number(size),
    pairs: parseSigningBlock(await readExactly(handle, file, offset, Number(size)), file)
  }
}

/** The pairs of a whole block. Exported for the fuzz test. */
export function parseSigningBlock (block: Buffer, file: string): SigningPair[] {
  const end = block.length - footerSize
  if (end < 8 || !block.subarray(end + 8).equals(magic)) throw damaged(file, phrase('block.noEnd'))
  if (
    block.readBigUInt64LE(0) !== BigInt(block.length - 8) ||
    block.readBigUInt64LE(end) !== BigInt(block.length - 8)
  ) throw damaged(file, phrase('block.sizes'))
  const pairs: SigningPair[] = []
  for (let at = 8; at < end;) {
    if (at + pairHeaderSize > end) throw damaged(file, phrase('block.leftOver', { count: end - at }))
    const length = block.readBigUInt64LE(at)
    if (length < 4n || length > BigInt(end - at - 8)) {
      throw damaged(file, phrase('block.pair', { length: String(length) }))
    }
    pairs.push({
      id: block.readUInt32LE(at + 8),
      value: block.subarray(at + pairHeaderSize, at + 8 + Number(length))
    })
    at += 8 + Number(length)
  }
  return pairs
}

/**
 * Android 9 and later refuse a block that was padded to whole pages and no longer is, while apksigner accepts
 * it. Whether the block has to stay padded: it holds a padding pair, or happens to be of whole pages.
 */
export function mustStayPadded ({ size, pairs }: Pick<SigningBlock, 'size' | 'pairs'>): boolean {
  return size % pageBytes === 0 || pairs.some(pair => pair.id === blockIds.padding)
}

/** A block with these pairs; padded to whole pages when `isPadded`. */
export function formatSigningBlock (pairs: readonly SigningPair[], isPadded: boolean): Buffer {
  const parts = pairs.filter(pair => pair.id !== blockIds.padding).map(formatPair)
  const bare = 8 + footerSize + parts.reduce((sum, part) => sum + part.length, 0)
  if (isPadded && bare % pageBytes !== 0) {
    const gap = pageBytes - bare % pageBytes
    const padding = gap < pairHeaderSize ? gap + pageBytes : gap
    parts.push(formatPair({ id: blockIds.padding, value: Buffer.alloc(padding - pairHeaderSize) }))
  }
  const body = Buffer.concat(parts)
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(BigInt(body.length + footerSize))
  return Buffer.concat([size, body, size, magic])
}

function formatPair ({ id, value }: SigningPair): Buffer {
  const header = Buffer.alloc(pairHeaderSize)
  header.writeBigUInt64LE(BigInt(value.length + 4), 0)
  header.writeUInt32LE(id, 8)
  return Buffer.concat([header, value])
}

function damaged (file: string, reason: Wording): PacklineError {
  return new PacklineError('PACKAGE_SIGNING_BLOCK_DAMAGED', { file, reason })
}
