import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import type { Worker, WorkerOptions } from 'node:worker_threads'
import { tuning } from './v8-tuning.js'

/** Starts a thread from the module `name` beside that of `url`. */
export function startThread (url: string, name: string, options: WorkerOptions = {}): Worker {
  // As a script it is up 10 ms sooner than as a module: see bundle.mjs.
  const script = new URL(`${name}.cjs`, url)
  const file = existsSync(script) ? script : new URL(name + extname(url), url)
  return tuning().startThread(() => {
    // Loaded here: most runs start no thread.
    const { Worker } = process.getBuiltinModule('node:worker_threads')
    return new Worker(file, options)
  })
}
