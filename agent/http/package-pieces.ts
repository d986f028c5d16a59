import type { Readable } from 'node:stream'
import { buffer as bufferOf } from 'node:stream/consumers'
import { PacklineError } from '../errors.js'
import { ReasonError, innerReason } from '../error-text.js'
import type { ZipSource } from '../formats/zip/zip-source.js'
import { phrase } from '../messages/phrase.js'
import type { ObjectStore } from '../release/store/object-store.js'

/** The store that should have `file` is not there, or not long enough. */
export function unreached (file: string, error: unknown): PacklineError {
  return new PacklineError('RELEASE_PACKAGE_UNREACHED', { file, reason: innerReason(error) })
}

/**
 * `length` bytes, or an error: a store that goes away, or says less than it promised, ends no download well.
 * Throws RELEASE_PACKAGE_UNREACHED.
 */
export async function* allOf (body: Readable, length: number, file: string): AsyncGenerator<Buffer> {
  let seen = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      seen += chunk.length
      if (seen > length) break
      yield chunk
    }
  } catch (error) {
    throw unreached(file, error)
  }
  if (seen !== length) throw unreached(file, new ReasonError(phrase('file.endsBefore', { offset: length })))
}

/**
 * Reads here and there in what a store has. It proves nothing of the bytes: for what a page tells, never for
 * what is installed.
 */
export function piecesOf (
  store: ObjectStore,
  { name, file, size }: { name: string, file: string, size: number },
  signal: AbortSignal
): ZipSource {
  let kept = { start: 0, bytes: Buffer.alloc(0) }
  return {
    stat: async () => ({ size }),
    read: async (buffer, offset, length, position) => {
      const wanted = Math.max(0, Math.min(length, size - position))
      const isKept = position >= kept.start && position + wanted <= kept.start + kept.bytes.length
      if (wanted > 0 && !isKept) {
        const body = await store.open(name, { start: position, end: position + wanted - 1 }, signal)
        if (body === undefined) throw unreached(file, new ReasonError(phrase('store.gone')))
        kept = { start: position, bytes: await bufferOf(allOf(body, wanted, file)) }
      }
      const at = position - kept.start
      const bytesRead = wanted === 0 ? 0 : kept.bytes.copy(buffer, offset, at, at + wanted)
      return { buffer, bytesRead }
    }
  }
}
