import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

export interface AuditEntry {
  at: string
  action: string
  /** Who decided, for people. */
  by: string
  /** Who called the agent, as it knows. */
  from: string
  device: string
  details: Record<string, unknown>
}

/** Who changed what in the farm, one JSON line each, in PACKLINE_HOME/audit.jsonl. */
export async function recordAudit (home: string, entry: AuditEntry): Promise<void> {
  await mkdir(home, { recursive: true })
  await appendFile(
    join(home, 'audit.jsonl'),
    `${JSON.stringify(entry)}\n`,
    { mode: 0o600, flush: true }
  )
}
