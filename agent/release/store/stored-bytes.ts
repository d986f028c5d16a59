import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { PacklineError } from '../../errors.js'
import type { ObjectContent } from './object-store.js'

/** Files up to this size are held in memory while they are sent; a few at once are never much. */
const inMemoryBytes = 1024 * 1024

export function sha256Of (content: ObjectContent): string {
  return 'bytes' in content ? createHash('sha256').update(content.bytes).digest('hex') : content.sha256
}

export function sizeOf (content: ObjectContent): number {
  return 'bytes' in content ? content.bytes.length : content.sizeBytes
}

/** What is sent: a small file whole and checked, a large one as a stream, checked where it arrives. */
export async function bodyOf (content: ObjectContent): Promise<Buffer | Readable> {
  if ('bytes' in content) return content.bytes
  const { path, sha256, sizeBytes } = content
  if (sizeBytes > inMemoryBytes) return createReadStream(path)
  const bytes = await readFile(path)
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== sha256) {
    throw new PacklineError('RELEASE_ARTIFACT_CHANGED', { file: path, expected: sha256, found })
  }
  return bytes
}

/** Throws RELEASE_PUBLISHED_DIFFERS when what lies at `place` is not `content`. */
export function checkSame (name: string, place: string, content: ObjectContent, found: string): void {
  const expected = sha256Of(content)
  if (found !== expected) {
    throw new PacklineError('RELEASE_PUBLISHED_DIFFERS', { file: name, place, expected, found })
  }
}
