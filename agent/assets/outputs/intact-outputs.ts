import { statSync } from 'node:fs'
import { join } from 'node:path'
import { RememberedFiles } from '../../files/remembered-files.js'
import { PublishedTree, workFolderOf } from './published-tree.js'
import type { PublishedFile } from './published-tree.js'

/** What is published, when all of it is still as it was written. */
export interface IntactOutputs {
  count: number
  files: () => PublishedFile[]
}

/**
 * From this size of the record on, a second thread looks at the outputs while the first one scans the inputs.
 */
const largeRecordBytes = 2_000_000

/** Begins to look at the outputs; the verdict is undefined when some of them is not what was published. */
export function checkOutputs (
  output: string,
  remembered = new RememberedFiles()
): { verdict: () => Promise<IntactOutputs | undefined>, close: () => Promise<void> } {
  const record = join(workFolderOf(output), 'published')
  const size = statSync(record, { throwIfNoEntry: false })?.size ?? 0
  if (size < largeRecordBytes) {
    return { verdict: async () => look(record, output, remembered), close: async () => {} }
  }
  // Loaded here: most runs start no thread.
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  const worker = new Worker(
    new URL(import.meta.url.replace(/intact-outputs(\.[jt]s)$/, 'intact-outputs-worker$1')),
    { workerData: { record, output } }
  )
  const count = new Promise<number>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => {
      resolve(-1)
    })
  })
  // A failure is told by the verdict; nobody may ask for it when the inputs have changed.
  count.catch(() => {})
  return {
    verdict: async () => {
      const found = await count
      return found < 0 ? undefined : { count: found, files: () => PublishedTree.read(record)?.files() ?? [] }
    },
    close: async () => {
      await worker.terminate()
    }
  }
}

function look (
  record: string,
  output: string,
  remembered: RememberedFiles
): IntactOutputs | undefined {
  const tree = remembered.read(record, () => PublishedTree.read(record))
  return tree?.isIntact(output) === true ? { count: tree.length, files: () => tree.files() } : undefined
}
