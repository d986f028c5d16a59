import { parentPort } from 'node:worker_threads'
import * as codec from '@napi-rs/image'
import { PixelMemory, sharedBytes } from '../pixel-memory.js'
import { stripEncoder } from '../strip-encoder.js'
import { cutShare } from './cut-share.js'
import { measureShare, ownCutter } from './measure-share.js'
import type { ThreadRequest } from './picture-threads.js'
import { makeStripShare } from './strip-share.js'

/** The thread that waits for the pixels reads them where they are. */
const memory = new PixelMemory(sharedBytes)

async function answer ({ id, slot, ...task }: ThreadRequest): Promise<void> {
  if ('strips' in task) {
    Atomics.store(task.strips.begun, slot, 1)
    const share = await makeStripShare(task.strips, stripEncoder())
    parentPort?.postMessage({ id, share }, share.strips.map(({ chunk }) => chunk.buffer as ArrayBuffer))
  } else if ('boxes' in task) {
    Atomics.store(task.boxes.begun, slot, 1)
    await cutShare(task.boxes, codec, ownCutter())
    parentPort?.postMessage({ id })
  } else {
    Atomics.store(task.pictures.begun, slot, 1)
    parentPort?.postMessage({ id, share: await measureShare(task.pictures, codec, memory) })
  }
}

// One after the other: a port hands over all that has come before it gives way to other events. Whatever
// fails here ends the thread.
let last = Promise.resolve()
parentPort?.on('message', (request: ThreadRequest) => {
  last = last.then(async () => {
    await answer(request)
  })
})
