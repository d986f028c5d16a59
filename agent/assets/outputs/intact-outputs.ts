import { statSync } from 'node:fs'
import { join } from 'node:path'
import { RememberedFiles } from '../../files/remembered-files.js'
import { OutputsThread } from './outputs-thread.js'
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

/** What earlier looks of this process knew: in a warm worker. */
export interface OutputsMemory {
  files: RememberedFiles
  outputs: OutputsThread
}

/** Begins to look at the outputs; the verdict is undefined when some of them is not what was published. */
export function checkOutputs (
  output: string,
  { files, outputs }: OutputsMemory = {
    files: new RememberedFiles(),
    outputs: new OutputsThread({ stays: false })
  }
): { verdict: () => Promise<IntactOutputs | undefined>, close: () => Promise<void> } {
  const record = join(workFolderOf(output), 'published')
  const size = statSync(record, { throwIfNoEntry: false })?.size ?? 0
  if (size < largeRecordBytes) {
    return { verdict: async () => look(record, output, files), close: async () => {} }
  }
  const count = outputs.look(record, output)
  return {
    verdict: async () => {
      const found = await count
      return found < 0 ? undefined : { count: found, files: () => PublishedTree.read(record)?.files() ?? [] }
    },
    close: async () => {
      await outputs.close()
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
