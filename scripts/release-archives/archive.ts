import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { Gzip } from 'fflate'
import { pack } from 'tar-stream'

/** A file of an archive: its bytes, or where they are. */
export interface ArchiveFile {
  name: string
  content: Buffer | { file: string }
  isProgram?: boolean
}

/**
 * Writes files as NAME.tar.gz and returns its sha256. The same files make the same bytes, wherever and whenever:
 * in the order of their names, with one time and no owner, and packed by a program that is part of the lock file,
 * since each version of Node has a zlib of its own.
 */
export async function writeArchive (
  path: string,
  files: readonly ArchiveFile[],
  timeMs: number
): Promise<string> {
  const digest = createHash('sha256')
  const output = openSync(path, 'w')
  const gzip = new Gzip({ level: 9, mtime: 0 }, chunk => {
    digest.update(chunk)
    writeSync(output, chunk)
  })
  const tar = pack()
  const sorted = [...files].sort(({ name: one }, { name: other }) =>
    Buffer.compare(Buffer.from(one), Buffer.from(other))
  )
  const writing = (async () => {
    for (const { name, content, isProgram = false } of sorted) {
      const bytes = Buffer.isBuffer(content) ? content : readFileSync(content.file)
      await new Promise<void>((resolve, reject) => {
        tar.entry(
          { name, mode: isProgram ? 0o755 : 0o644, mtime: new Date(timeMs), uid: 0, gid: 0 },
          bytes,
          error => {
            if (error == null) resolve()
            else reject(error)
          }
        )
      })
    }
    tar.finalize()
  })()
  // Whoever reads it would wait for the rest.
  writing.catch((error: Error) => {
    tar.destroy(error)
  })
  try {
    for await (const chunk of evenly(tar as AsyncIterable<Buffer>)) gzip.push(chunk)
    await writing
    gzip.push(new Uint8Array(0), true)
  } finally {
    closeSync(output)
  }
  return digest.digest('hex')
}

const pieceBytes = 1_048_576

/** How the bytes come in pieces is part of what the packer makes of them. */
async function* evenly (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    held.push(chunk)
    size += chunk.length
    while (size >= pieceBytes) {
      const all = Buffer.concat(held)
      yield all.subarray(0, pieceBytes)
      held = [all.subarray(pieceBytes)]
      size -= pieceBytes
    }
  }
  yield Buffer.concat(held)
}
