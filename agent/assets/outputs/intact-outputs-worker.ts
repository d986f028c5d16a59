import { parentPort } from 'node:worker_threads'
import { RememberedFiles } from '../../files/remembered-files.js'
import type { OutputsRequest } from './outputs-thread.js'
import { PublishedTree } from './published-tree.js'

const remembered = new RememberedFiles()

function answer ({ id, record, output }: OutputsRequest): void {
  const tree = remembered.read(record, () => PublishedTree.read(record))
  parentPort?.postMessage({ id, count: tree?.isIntact(output) === true ? tree.length : -1 })
}

// Whatever fails here ends the thread.
parentPort?.on('message', answer as (message: unknown) => void)
