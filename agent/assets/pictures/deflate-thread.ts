import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { DeflatedStrip } from './deflate-strip.js'

/** Deflates strips in a thread of its own, which has its own copy of them when this returns. */
export async function deflateInThread (strips: readonly Uint8Array[]): Promise<DeflatedStrip[]> {
  const worker = new Worker(
    new URL(import.meta.url.replace(/deflate-thread(\.[jt]s)$/, 'deflate-worker$1')),
    { workerData: { strips } }
  )
  try {
    const [deflated] = await once(worker, 'message') as [DeflatedStrip[]]
    return deflated
  } finally {
    await worker.terminate()
  }
}
