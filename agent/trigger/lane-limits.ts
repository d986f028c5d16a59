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

/** What loses every build is not asked for builds without a pause. */
const lossPauseMs = 600_000

export function dueAt (waiting: Waiting, { quietMs, maxWaitMs, maxFiles }: Limits): number {
  const { since, last, files, lostAt } = waiting
  const usual = files >= maxFiles ? since : Math.min(last + quietMs, since + maxWaitMs)
  return lostAt === undefined ? usual : Math.max(usual, lostAt + Math.min(lossPauseMs, maxWaitMs))
}
