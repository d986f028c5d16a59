import { parentPort, workerData } from 'node:worker_threads'
import { NodeBasisEncoder } from 'ktx2-encoder'
import { encodeBasis } from './basis-encoder.js'
import type { BasisTask } from './basis-encoder.js'

parentPort?.postMessage(await encodeBasis(new NodeBasisEncoder(), workerData as BasisTask))
