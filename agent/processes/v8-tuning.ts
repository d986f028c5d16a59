import { createRequire } from 'node:module'
import type { Worker } from 'node:worker_threads'

interface Tuning {
  startThread: (start: () => Worker) => Worker
  loadBuiltin: (name: string) => unknown
}

/** The one of this process, which start.cjs has set. */
export function tuning (): Tuning {
  return createRequire(import.meta.url)('../v8-tuning.cjs') as Tuning
}
