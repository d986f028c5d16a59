import { once } from 'node:events'
import { startThread } from '../../processes/start-thread.js'
import type { DeflatedStrip } from './deflate-strip.js'

/** Deflates strips in a thread of its own, which has its own copy of them when this returns. */
export async function deflateInThread (strips: readonly Uint8Array[]): Promise<DeflatedStrip[]> {
  const worker = startThread(import.meta.url, 'deflate-worker', { workerData: { strips } })
  try {
    const [deflated] = await once(worker, 'message') as [DeflatedStrip[]]
    return deflated
  } finally {
    await worker.terminate()
  }
}
