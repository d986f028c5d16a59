import { open } from 'node:fs/promises'
import { PacklineError, hasCode } from '../errors.js'

const chunkBytes = 65_536

/**
 * Whole lines of `file` from byte `from` on. It goes on until `isEnded`, which is asked before each look, so
 * that what was written before the end is never missed; `changed` waits for more.
 */
export async function* followEvents (
  file: string,
  from: number,
  isEnded: () => boolean,
  changed: () => Promise<void>
): AsyncGenerator<Buffer> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  })
  if (handle === undefined) return
  try {
    const { size } = await handle.stat()
    if (from > size) throw new PacklineError('JOB_OFFSET_INVALID', { from, size })
    let position = from
    let rest = Buffer.alloc(0)
    for (;;) {
      const wasEnded = isEnded()
      for (;;) {
        const { bytesRead, buffer } = await handle.read(
          Buffer.allocUnsafe(chunkBytes),
          0,
          chunkBytes,
          position
        )
        if (bytesRead === 0) break
        position += bytesRead
        const data = Buffer.concat([rest, buffer.subarray(0, bytesRead)])
        const end = data.lastIndexOf(0x0a) + 1
        rest = data.subarray(end)
        if (end > 0) yield data.subarray(0, end)
      }
      if (wasEnded) return
      await changed()
    }
  } finally {
    await handle.close()
  }
}
