import { parentPort, workerData } from 'node:worker_threads'
import { PublishedTree } from './published-tree.js'

const { record, output } = workerData as { record: string, output: string }
const tree = PublishedTree.read(record)
parentPort?.postMessage(tree?.isIntact(output) === true ? tree.length : -1)
