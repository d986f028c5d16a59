import type { ErrorCode } from '../errors.js'
import type { Wording } from '../messages/phrase.js'
import type { Finding } from './apk/apk-findings.js'
import type { Application } from './application/application.js'
import type { PackageVersion } from './config-document.js'
import type { RowWarning, Signature, Way } from './package-state.js'

/** What a platform would save with its config documents in stamps, which need no signature each. */
export interface StampProposal {
  platform: string
  signatures: number
  withStamp: number
}

/** What tools do to packages between edits and signatures: each distinct package once. */
export interface HardeningPlan {
  packages: number
  /** Those that are there from before. */
  kept: number
  estimateMs: number
}

/** Which row it is, and how it is made. */
export interface RowHeading {
  id: string
  platform: string
  target?: string
  channel?: string
  pairing?: string
  way: Way
  why: Wording[]
  estimateMs: number
  baseline?: { name: string, sha256: string }
  /** Of a row whose config document is in the channel stamp, which no APK signature covers. */
  isConfigSigned?: boolean
}

/** A row whose package is there. */
export interface MadeRow extends RowHeading {
  state: 'reused' | 'made'
  /** Below the project's folder. */
  file: string
  size: number
  sha256: string
  /** Everything that went into it: the same key gives the same package. */
  key: string
  signature: Signature
  unsignedReason?: Wording
  warnings?: RowWarning[]
  /** What an APK, app bundle or IPA says of itself. */
  application?: Application
  /** What speaks against it, short of what no device would install. */
  findings: readonly Finding[]
  /** What spoke against its baseline, and was put right. */
  repaired: readonly Finding[]
  durationMs: number
  error?: never
}

/** What only a package that is there has. */
type WithoutPackage = {
  [K in Exclude<keyof MadeRow, keyof RowHeading | 'state' | 'key' | 'durationMs'>]?: never
}

interface UnmadeRow extends RowHeading, WithoutPackage {
  state: 'planned' | 'skipped'
  key?: string
  durationMs?: never
}

export interface FailedRow extends RowHeading, Omit<WithoutPackage, 'error'> {
  state: 'failed'
  key?: string
  /** The error as programs get it. */
  error: { code: ErrorCode, details: Record<string, unknown> }
  durationMs?: number
}

/** What became of one row; with `planned` what would. */
export type RowReport = MadeRow | UnmadeRow | FailedRow

export function isMade (row: RowReport): row is MadeRow {
  return row.state === 'made' || row.state === 'reused'
}

export interface PackageReport extends PackageVersion {
  project: string
  status: 'planned' | 'done' | 'failed'
  startedAt: string
  durationMs: number
  /** For the whole order, with as many rows at once as the limits allow. */
  estimateMs: number
  /** Baselines that a command made, or would make. */
  builds: Array<{ baseline: string, state: 'planned' | 'reused' | 'made', why: Wording, durationMs?: number }>
  rows: RowReport[]
  /** Of rows that are to be made. */
  hardening?: HardeningPlan
  /** What would save signatures. */
  proposals?: StampProposal[]
  /** Assets that were compressed in this run; each once, whatever the number of rows. */
  compressed: number
}
