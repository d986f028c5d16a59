import { appendFile, mkdir, open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '../errors.js'

export interface AuditEntry {
  at: string
  action: string
  /** Who decided, for people. */
  by: string
  /** Who called the agent, or from which address. */
  from: string
  device: string
  details: Record<string, unknown>
}

const fileName = 'audit.jsonl'
const turnedOverAtBytes = 16 * 1024 * 1024
const readBytes = 512 * 1024

/** Who changed what, one JSON line each, in PACKLINE_HOME/audit.jsonl; what is older in audit.jsonl.1. */
export async function recordAudit (home: string, entry: AuditEntry): Promise<void> {
  await mkdir(home, { recursive: true })
  const file = join(home, fileName)
  if (await sizeOf(file) > turnedOverAtBytes) await rename(file, `${file}.1`)
  await appendFile(file, `${JSON.stringify(entry)}\n`, { mode: 0o600, flush: true })
}

/** The last entries, the newest first. A line that was cut off is left out. */
export async function lastAudit (home: string, count: number): Promise<AuditEntry[]> {
  const file = join(home, fileName)
  const size = await sizeOf(file)
  if (size === 0) return []
  const handle = await open(file, 'r')
  try {
    const start = Math.max(0, size - readBytes)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start)
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n').slice(start > 0 ? 1 : 0)
    return lines.flatMap(entryOf).slice(-count).reverse()
  } finally {
    await handle.close()
  }
}

function entryOf (line: string): AuditEntry[] {
  try {
    return [JSON.parse(line) as AuditEntry]
  } catch {
    return []
  }
}

async function sizeOf (file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0
    throw error
  }
}
