import { createHash } from 'node:crypto'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { PacklineError } from '../errors.js'
import type { Author, ReleaseStore } from './release-store.js'

/** Documents are limited to less than a megabyte; base64 of this much stays under half of one. */
const chunkBytes = 300_000
const maxTextBytes = 500_000_000

/**
 * Keeps a text of any length below `folder` under its sha256, which it returns. A text that is there already
 * is not written again.
 */
export async function keepText (
  store: ReleaseStore,
  folder: string,
  text: string,
  { by, why }: Author
): Promise<string> {
  const digest = createHash('sha256').update(text).digest('hex')
  const packed = brotliCompressSync(text)
  const chunks = Array.from(
    { length: Math.ceil(packed.length / chunkBytes) },
    (_, index) => packed.subarray(index * chunkBytes, (index + 1) * chunkBytes).toString('base64')
  )
  // A piece a transaction, and before anything names the text.
  for (const [index, chunk] of chunks.entries()) {
    await store.commit(
      { by, why, action: 'record list', subject: `${folder} ${digest} ${index}` },
      async draft => {
        const document = `${folder}/${digest}-${index}`
        if (await draft.read(document) === undefined) draft.write(document, { chunk, of: chunks.length })
      }
    )
  }
  return digest
}

/** Throws RELEASE_RECORD_DAMAGED when it is not whole. */
export async function keptText (store: ReleaseStore, folder: string, digest: string): Promise<string> {
  const read = async (index: number): Promise<{ chunk: string, of: number } | undefined> =>
    await store.read(`${folder}/${digest}-${index}`)
  const first = await read(0)
  const chunks = [
    first,
    ...await Promise.all(
      Array.from({ length: (first?.of ?? 1) - 1 }, async (_, index) => await read(index + 1))
    )
  ]
  const packed = Buffer.concat(chunks.map(each => Buffer.from(each?.chunk ?? '', 'base64')))
  try {
    const text = brotliDecompressSync(packed, { maxOutputLength: maxTextBytes })
    if (createHash('sha256').update(text).digest('hex') === digest) return text.toString()
  } catch (cause) {
    throw new PacklineError('RELEASE_RECORD_DAMAGED', { document: `${folder}/${digest}` }, { cause })
  }
  throw new PacklineError('RELEASE_RECORD_DAMAGED', { document: `${folder}/${digest}` })
}
