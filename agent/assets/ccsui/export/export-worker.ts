import { parentPort, workerData } from 'node:worker_threads'
import { exportShare } from './export-share.js'
import type { ExportShare } from './export-share.js'
import type { SentResult } from './export-thread.js'

const results = await exportShare(workerData as ExportShare)
parentPort!.postMessage(
  results.map(({ error, ...result }): SentResult => ({
    ...result,
    ...error !== undefined && {
      error: {
        code: error.code,
        details: error.details
      }
    }
  }))
)
