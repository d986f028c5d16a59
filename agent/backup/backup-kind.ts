import { PacklineError } from '../errors.js'
import type { BackupItem } from '../config/backup-schema.js'
import type { BackupTools } from './backup-tools.js'

/** What a copy must show when it is restored: counts, numbers and digests, by what they are of. */
export type Facts = Readonly<Record<string, string | number>>

export interface Dump {
  /** What is kept: all of this folder. */
  folder: string
  /** Patterns of restic, within the folder. */
  excluded?: readonly string[]
  facts: Facts
}

export interface DumpRequest {
  item: BackupItem
  tools: BackupTools
  /** Empty, and removed afterwards. */
  staging: string
}

export interface ProofRequest {
  tools: BackupTools
  /** The copy as it came out of the store. */
  restored: string
  /** Empty, and removed afterwards: for a service that is started on the copy. */
  scratch: string
  facts: Facts
}

/** One kind of service: a row of the table in backup-kinds.ts. */
export interface BackupKind {
  /** Copies a consistent state of the running service, and what a drill has to find in it. */
  dump: (request: DumpRequest) => Promise<Dump>
  /** Starts the service on the copy and asks it. Returns what it found, by the names of the facts. */
  prove: (request: ProofRequest) => Promise<Facts>
  /** Makes of the copy what the service works with, in a new folder; left out, the copy is that already. */
  unpack?: (tools: BackupTools, restored: string, folder: string) => Promise<void>
}

/** Which facts a copy does not show, in words; none where it shows all. */
export function differences (expected: Facts, found: Facts): string[] {
  return Object
    .entries(expected)
    .filter(([name, value]) => found[name] !== value)
    .map(([name, value]) => `${name}: ${found[name] ?? '-'} ≠ ${value}`)
}

/** The number in a tool's answer. Throws BACKUP_TOOL_FAILED. */
export function numberIn (tool: string, work: string, text: string, pattern = /^\s*(\d+)\s*$/): number {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) {
    throw new PacklineError('BACKUP_TOOL_FAILED', {
      tool,
      work,
      reason: text.slice(0, 200)
    })
  }
  return Number(found)
}
