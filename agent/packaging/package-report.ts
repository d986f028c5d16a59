import type { ErrorCode } from '../errors.js'
import type { PackageVersion } from './config-document.js'
import type { Signature, Way } from './package-state.js'

/** What became of one row; with `planned` what would. */
export interface RowReport {
  id: string
  platform: string
  target?: string
  channel?: string
  pairing?: string
  way: Way
  why: string[]
  state: 'planned' | 'reused' | 'made' | 'failed' | 'skipped'
  estimateMs: number
  /** Below the project's folder. */
  file?: string
  size?: number
  sha256?: string
  /** Everything that went into it: the same key gives the same package. */
  key?: string
  baseline?: { name: string, sha256: string }
  signature?: Signature
  unsignedReason?: string
  durationMs?: number
  /** The error as programs get it. */
  error?: { code: ErrorCode, details: Record<string, unknown> }
}

export interface PackageReport extends PackageVersion {
  project: string
  status: 'planned' | 'done' | 'failed'
  startedAt: string
  durationMs: number
  /** For the whole order, with as many rows at once as the limits allow. */
  estimateMs: number
  /** Baselines that a command made, or would make. */
  builds: Array<{ baseline: string, state: 'planned' | 'reused' | 'made', why: string, durationMs?: number }>
  rows: RowReport[]
  /** Assets that were compressed in this run; each once, whatever the number of rows. */
  compressed: number
}
