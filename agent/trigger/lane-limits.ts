import type { PipelineConfig } from '../config/repository-schema.js'
import type { Waiting } from './lane.js'

export interface Limits {
  quietMs: number
  maxWaitMs: number
  maxFiles: number
}

export function limitsOf ({ quietSeconds, maxWaitSeconds, maxFiles }: PipelineConfig): Limits {
  return { quietMs: quietSeconds * 1000, maxWaitMs: maxWaitSeconds * 1000, maxFiles }
}

export function dueAt ({ since, last, files }: Waiting, { quietMs, maxWaitMs, maxFiles }: Limits): number {
  return files >= maxFiles ? since : Math.min(last + quietMs, since + maxWaitMs)
}
