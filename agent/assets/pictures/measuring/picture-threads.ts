import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import { startThread } from '../../../processes/start-thread.js'
import type { SharedBoxes } from './cut-share.js'
import type { MeasuredShare, SharedPictures } from './measure-share.js'
import type { SharedStrips, StripShare } from './strip-share.js'

/** More than this hardly find work, since one thread puts together what all of them measure. */
export const mostThreads = 3
/** A thread starts while another measures so many. */
const picturesPerThread = 250

type Answer = (share: unknown) => void

/** What a thread is asked to take part in, and the place in its `begun` where it says that it does. */
type Task = { pictures: SharedPictures } | { boxes: SharedBoxes } | { strips: SharedStrips }
export type ThreadRequest = Task & { id: number, slot: number }

/** A thread that measures and cuts pictures and makes strips; it stays till it is ended, or the process. */
export class PictureThread {
  readonly #worker: Worker
  readonly #answers = new Map<number, Answer>()
  #requests = 0
  #waiting = 0

  constructor (onEnd: (thread: PictureThread) => void) {
    this.#worker = startThread(import.meta.url, 'picture-worker', {
      // What is decoded lies outside, and goes when young objects are collected: the sooner, the less memory.
      resourceLimits: { maxYoungGenerationSizeMb: 2 }
    })
    this.#worker.on('message', ({ id, share }: { id: number, share: unknown }) => {
      this.#answer(id, share)
    })
    // Whatever ends a thread, what it has not measured is measured without it, and errors are met there.
    this.#worker.on('error', () => {})
    this.#worker.once('exit', () => {
      onEnd(this)
      for (const id of this.#answers.keys()) this.#answer(id, undefined)
    })
    // Last: who listens keeps the process.
    this.#worker.unref()
  }

  /** Its share is there when no picture is left; undefined where the thread has ended. */
  async measure (pictures: SharedPictures, slot: number): Promise<MeasuredShare | undefined> {
    return await this.#ask({ pictures }, slot) as MeasuredShare | undefined
  }

  /** There when no box is left, or the thread has ended. */
  async cutBoxes (boxes: SharedBoxes, slot: number): Promise<void> {
    await this.#ask({ boxes }, slot)
  }

  /** As `measure`, of strips. */
  async makeStrips (strips: SharedStrips, slot: number): Promise<StripShare | undefined> {
    return await this.#ask({ strips }, slot) as StripShare | undefined
  }

  /** Waits for an answer: the process does not end meanwhile. */
  async waitFor<Result> (answer: Promise<Result>): Promise<Result> {
    if (this.#waiting++ === 0) this.#worker.ref()
    try {
      return await answer
    } finally {
      if (--this.#waiting === 0) this.#worker.unref()
    }
  }

  /** Harmless where it has ended. */
  end (): void {
    this.#worker.terminate().catch(() => {})
  }

  #ask (task: Task, slot: number): Promise<unknown> {
    const id = this.#requests++
    const share = new Promise(resolve => {
      this.#answers.set(id, resolve)
    })
    this.#worker.postMessage({ ...task, id, slot } satisfies ThreadRequest)
    return share
  }

  #answer (id: number, share: unknown): void {
    const answer = this.#answers.get(id)
    this.#answers.delete(id)
    answer?.(share)
  }
}

const threads = new Set<PictureThread>()

/** The threads that so many pictures are worth beside the one that asks; they begin to start now. */
export function threadsFor (pictures: number): PictureThread[] {
  const wanted = Math.min(mostThreads, availableParallelism() - 1, Math.floor(pictures / picturesPerThread))
  while (threads.size < wanted) threads.add(new PictureThread(thread => threads.delete(thread)))
  return [...threads].slice(0, Math.max(0, wanted))
}

/** Those that have been worth it. */
export function startedThreads (): PictureThread[] {
  return [...threads]
}

/** Begins to start threads while pictures are looked for. */
export function beginThreads (found: number): void {
  if (found % picturesPerThread === 0) threadsFor(found)
}

/** Ends all of them, beside other work: a process that ends waits till they have given their memory back. */
export function endThreads (): void {
  for (const thread of threads) thread.end()
  threads.clear()
}
