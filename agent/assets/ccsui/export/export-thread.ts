import { PacklineError } from '../../../errors.js'
import type { ErrorCode } from '../../../errors.js'
import { startThread } from '../../../processes/start-thread.js'
import type { ExportShare, ShareResult } from './export-share.js'

/** What crosses between threads: an error would lose its class. */
export type SentResult = Omit<ShareResult, 'error'> & {
  error?: { code: ErrorCode, details: Record<string, unknown> }
}

/**
 * Another thread that takes part in an export. Its results come when no file is left; closing it twice is
 * harmless.
 */
export function exportInThread (
  share: ExportShare
): { results: Promise<ShareResult[]>, close: () => Promise<void> } {
  const worker = startThread(import.meta.url, 'export-worker', { workerData: share })
  const results = new Promise<ShareResult[]>((resolve, reject) => {
    worker.once('message', (sent: SentResult[]) => {
      resolve(
        sent.map(({ error, ...result }) => ({
          ...result,
          ...error !== undefined && {
            error: new PacklineError(
              error.code,
              error.details
            )
          }
        }))
      )
    })
    worker.once('error', reject)
    worker.once('exit', status => {
      reject(new Error(`a thread of the export ended with ${status}`))
    })
  })
  // Whoever waits hears of it; nobody may wait when the export was cancelled.
  results.catch(() => {})
  return {
    results,
    close: async () => {
      await worker.terminate()
    }
  }
}
