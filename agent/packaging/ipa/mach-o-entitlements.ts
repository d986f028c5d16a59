import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { readPropertyList } from '../../formats/property-list.js'
import type { PropertyListValue } from '../../formats/property-list-value.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

// Numbers of Apple's <mach-o/loader.h>, <mach-o/fat.h> and <kern/cs_blobs.h>.
const fatMagic = 0xcafebabe
const thinMagics: ReadonlyMap<number, number> = new Map([[0xfeedface, 28], [0xfeedfacf, 32]])
const codeSignatureCommand = 0x1d
const superBlobMagic = 0xfade0cc0
const entitlementsMagic = 0xfade7171
const entitlementsSlot = 5
const maxCommandBytes = 1024 ** 2
const maxSignatureBytes = 64 * 1024 ** 2

/**
 * The entitlements that a program was signed with; of one for several processors, those of the first.
 * Undefined where it is not signed, has none, or is no program.
 */
export async function readEntitlements (
  path: string
): Promise<ReadonlyMap<string, PropertyListValue> | undefined> {
  const handle = await open(path, 'r')
  try {
    const slice = await sliceOf(handle)
    const signature = slice === undefined ? undefined : await signatureOf(handle, slice)
    const bytes = signature === undefined ? undefined : entitlementsIn(signature)
    if (bytes === undefined) return undefined
    const values = readPropertyList(path, bytes)
    return values instanceof Map ? values : undefined
  } catch {
    // A broken signature says nothing; the new one takes its place.
    return undefined
  } finally {
    await handle.close()
  }
}

async function sliceOf (handle: FileHandle): Promise<number | undefined> {
  const head = await read(handle, 0, 28)
  if (thinMagics.has(head.readUInt32LE(0))) return 0
  return head.readUInt32BE(0) === fatMagic && head.readUInt32BE(4) > 0 ? head.readUInt32BE(16) : undefined
}

async function signatureOf (handle: FileHandle, slice: number): Promise<Buffer | undefined> {
  const head = await read(handle, slice, 28)
  const headerSize = thinMagics.get(head.readUInt32LE(0))
  const [count, size] = [head.readUInt32LE(16), head.readUInt32LE(20)]
  if (headerSize === undefined || size > maxCommandBytes) return undefined
  const commands = await read(handle, slice + headerSize, size)
  for (let at = 0, index = 0; index < count; index++) {
    const commandSize = commands.readUInt32LE(at + 4)
    if (commands.readUInt32LE(at) === codeSignatureCommand) {
      const length = commands.readUInt32LE(at + 12)
      if (length > maxSignatureBytes) return undefined
      return await read(handle, slice + commands.readUInt32LE(at + 8), length)
    }
    if (commandSize < 8) return undefined
    at += commandSize
  }
  return undefined
}

function entitlementsIn (signature: Buffer): Buffer | undefined {
  if (signature.readUInt32BE(0) !== superBlobMagic) return undefined
  const count = signature.readUInt32BE(8)
  for (let index = 0; index < count; index++) {
    if (signature.readUInt32BE(12 + index * 8) !== entitlementsSlot) continue
    const offset = signature.readUInt32BE(16 + index * 8)
    if (signature.readUInt32BE(offset) !== entitlementsMagic) return undefined
    return signature.subarray(offset + 8, offset + signature.readUInt32BE(offset + 4))
  }
  return undefined
}

async function read (handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset)
  if (bytesRead < length) throw new ReasonError(phrase('lineage.ends'))
  return buffer
}
