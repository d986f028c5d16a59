import { parentPort } from 'node:worker_threads'
import * as codec from '@napi-rs/image'
import { PixelMemory } from '../pixel-memory.js'
import { measureShare } from './measure-share.js'
import type { MeasureRequest } from './measure-threads.js'

/** The thread that waits for the pixels reads them where they are. */
const memory = new PixelMemory(size => new Uint8Array(new SharedArrayBuffer(size)))

async function answer ({ id, work, slot }: MeasureRequest): Promise<void> {
  Atomics.store(work.begun, slot, 1)
  parentPort?.postMessage({ id, share: await measureShare(work, codec, memory) })
}

// One after the other: a port hands over all that has come before it gives way to other events. Whatever
// fails here ends the thread.
let last = Promise.resolve()
parentPort?.on('message', (request: MeasureRequest) => {
  last = last.then(async () => {
    await answer(request)
  })
})
