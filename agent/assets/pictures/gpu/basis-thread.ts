import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { BasisTask } from './basis-encoder.js'

/**
 * Encodes in a thread of its own: the encoder is WebAssembly and would hold up leases and other work for
 * seconds. What it prints is nobody's business.
 */
export async function encodeBasisInThread (task: BasisTask, signal?: AbortSignal): Promise<Buffer[]> {
  signal?.throwIfAborted()
  const worker = new Worker(new URL(import.meta.url.replace(/basis-thread(\.[jt]s)$/, 'basis-worker$1')), {
    workerData: task,
    stdout: true,
    stderr: true
  })
  worker.stdout.resume()
  worker.stderr.resume()
  try {
    const [files] = await once(worker, 'message', { ...signal && { signal } }) as [Uint8Array[]]
    return files.map(file => Buffer.from(file))
  } finally {
    await worker.terminate()
  }
}
