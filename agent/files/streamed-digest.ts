import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { setImmediate as yieldToEvents } from 'node:timers/promises'

const chunkBytes = 1024 * 1024

/** The bytes of a file, or those before `end`, in pieces: it may be larger than the memory. */
export function fileChunks (path: string, end = Infinity): AsyncIterable<Buffer> {
  return createReadStream(path, { end: end - 1, highWaterMark: chunkBytes })
}

/** `hash` over all that comes. */
export async function updateWith (hash: Hash, chunks: AsyncIterable<Buffer>): Promise<Hash> {
  for await (const chunk of chunks) hash.update(chunk)
  return hash
}

/**
 * sha256 of a file, a large one read as a stream. Signals are heard first: of many small files, which are
 * read by calls that wait, they would not be before the last one.
 */
export async function sha256OfFile (path: string): Promise<string> {
  await yieldToEvents()
  if (statSync(path).size <= chunkBytes) return digest('sha256', readFileSync(path))
  return (await updateWith(createHash('sha256'), fileChunks(path))).digest('hex')
}

/**
 * Both digests of a file, and its size, read once; a large one as a stream, which costs a small one most. As
 * for signals, see `sha256OfFile`.
 */
export async function digestsOfFile (path: string): Promise<{ sha256: string, md5: string, size: number }> {
  await yieldToEvents()
  if (statSync(path).size <= chunkBytes) {
    const bytes = readFileSync(path)
    return { sha256: digest('sha256', bytes), md5: digest('md5', bytes), size: bytes.length }
  }
  const [sha256, md5] = [createHash('sha256'), createHash('md5')]
  let size = 0
  for await (const chunk of fileChunks(path)) {
    sha256.update(chunk)
    md5.update(chunk)
    size += chunk.length
  }
  return { sha256: sha256.digest('hex'), md5: md5.digest('hex'), size }
}

function digest (algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('hex')
}
