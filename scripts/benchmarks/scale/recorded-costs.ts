import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface RecordedSet {
  set: string
  files: number
  sourceBytes: number
  outputBytes: number
  actions: number
  /** Processor time of making it. */
  costMs: number
}

/** What a simulation goes by; `about` says where and how it was recorded. */
export interface RecordedCosts {
  about: string
  /** Processor time of a command before it looks at files. */
  startMs: number
  scanMsPerFile: number
  fetchMsPerResult: number
  fetchMsPerByte: number
  sets: RecordedSet[]
}

/** One core's processor time, by `/usr/bin/time`, each set built alone. */
export function recordedCosts (file = join(import.meta.dirname, 'recorded-costs.json')): RecordedCosts {
  return JSON.parse(readFileSync(file, 'utf8')) as RecordedCosts
}
