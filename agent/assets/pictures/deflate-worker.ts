import { parentPort, workerData } from 'node:worker_threads'
import { deflateStrip } from './deflate-strip.js'

const { strips } = workerData as { strips: Uint8Array[] }
parentPort?.postMessage(strips.map(deflateStrip))
