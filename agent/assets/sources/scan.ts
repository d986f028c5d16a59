import { hash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { BigIntStats } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { FileTable } from '../../files/file-table.js'
import { errorText } from '../../error-text.js'
import { PacklineError, hasCode } from '../../errors.js'
import { walk } from '../../files/walk.js'

export interface ScanSettings {
  /** Real path of the project. */
  project: string
  bases: readonly string[]
  skip: ReadonlySet<string>
  gitignore: boolean
  isExcluded: (path: string) => boolean
  /** Whether some rule takes the file. */
  isWanted: (path: string) => boolean
  /** The table of the scan before. */
  previous: FileTable
  /** Whether that scan left out and wanted the same: its rows are then taken without asking. */
  isSameSelection: boolean
  signal: AbortSignal
  /** The wall clock, in milliseconds. */
  now: () => number
  /** Gets each file that had to be read, while the scan goes on. */
  onRead?: (path: string, bytes: Buffer) => void
}

export interface ScanResult {
  table: FileTable
  /** Bytes of files that were read for hashing, while they fit the budget: decoding takes them from here. */
  bytes: Map<string, Buffer>
  /** How many files were read. */
  hashed: number
  /** Whether the tree is the one of the previous table: same files, same contents. */
  isUnchanged: boolean
  /** Whether the table is worth keeping: some status in it differs from the previous one. */
  isTableNew: boolean
  /** Id of the table that this one was compared with. */
  previousId: string
}

const bytesBudget = 96 * 1024 * 1024
const filesBetweenYields = 128

/** Lists the files that rules take and hashes those whose status changed since the previous scan. */
export async function scan (settings: ScanSettings): Promise<ScanResult> {
  const { previous, project } = settings
  const found: string[] = []
  const changed: number[] = []
  const before: number[] = []
  let cursor = 0
  let lookup: Map<string, number> | undefined
  walk(settings, (path, fileStatus, outside) => {
    // The previous table was made by the same walk: its rows come in the same order, save for what was added
    // or removed.
    const isNext = previous.paths[cursor] === path
    if (!(isNext && settings.isSameSelection) && (settings.isExcluded(path) || !settings.isWanted(path))) {
      return
    }
    if (outside !== undefined) {
      throw new PacklineError('SCAN_LINK_LEAVES_PROJECT', { file: path, target: outside })
    }
    if (!isNext) lookup ??= new Map(previous.paths.map((name, index) => [name, index]))
    const row = isNext ? cursor : lookup!.get(path) ?? -1
    if (row >= 0) cursor = row + 1
    found.push(path)
    before.push(row)
    // The status itself is not kept: those of 100,000 files are 100 MB.
    const isSame = row >= 0 && previous.isAt(row, fileStatus)
    if (!isSame) changed.push(found.length - 1)
  })
  if (changed.length === 0 && found.length === previous.length) {
    return {
      table: previous,
      bytes: new Map(),
      hashed: 0,
      isUnchanged: true,
      isTableNew: false,
      previousId: previous.id
    }
  }
  const table = FileTable.allocate(found)
  const bytes = new Map<string, Buffer>()
  const memory = new ReadMemory()
  let kept = 0
  let hashed = 0
  let isUnchanged = found.length === previous.length
  for (const [index, row] of before.entries()) {
    if (row >= 0) table.copyRow(index, previous, row)
  }
  for (const index of changed) {
    const row = before[index]!
    if (hashed++ % filesBetweenYields === 0) {
      await yieldToEvents()
      settings.signal.throwIfAborted()
    }
    const path = found[index]!
    const content = readUnchanging(project, path, memory)
    settings.onRead?.(path, content.bytes)
    const digest = hash('sha256', content.bytes, 'buffer')
    table.setRow(index, content.status, digest)
    if (isWithinClockGranularity(content.status, settings.now())) table.forget(index)
    if (row < 0 || previous.sha256At(row) !== digest.toString('hex')) isUnchanged = false
    if (kept + content.bytes.length <= bytesBudget) {
      kept += content.bytes.length
      bytes.set(path, content.bytes)
    }
  }
  return { table, bytes, hashed, isUnchanged, isTableNew: true, previousId: previous.id }
}

/** The bytes of a file and the status that belongs to exactly these bytes. */
function readUnchanging (
  project: string,
  path: string,
  memory: ReadMemory
): { bytes: Buffer, status: BigIntStats } {
  let descriptor: number | undefined
  try {
    descriptor = openSync(join(project, path), 'r')
    for (let attempt = 0; attempt < 3; attempt++) {
      const status = fstatSync(descriptor, { bigint: true })
      const bytes = readWhole(descriptor, memory.take(Number(status.size)))
      const after = fstatSync(descriptor, { bigint: true })
      if (
        after.mtimeNs === status.mtimeNs && after.size === status.size && bytes.length === Number(status.size)
      ) return { bytes, status }
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      throw new PacklineError('SCAN_FILE_CHANGED', { file: path }, { cause: error })
    }
    throw new PacklineError('SCAN_UNREADABLE', { file: path, reason: errorText(error) }, {
      cause: error
    })
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
  throw new PacklineError('SCAN_FILE_CHANGED', { file: path })
}

function readWhole (descriptor: number, bytes: Buffer): Buffer {
  let length = 0
  while (length < bytes.length) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, length)
    if (count === 0) break
    length += count
  }
  return length === bytes.length ? bytes : bytes.subarray(0, length)
}

const slabBytes = 1024 * 1024

/** Small files share memory: an allocation of its own for each took half as long as reading it. */
class ReadMemory {
  #slab = Buffer.alloc(0)

  take (size: number): Buffer {
    if (size > slabBytes / 4) return Buffer.allocUnsafeSlow(size)
    if (size > this.#slab.length) this.#slab = Buffer.allocUnsafeSlow(slabBytes)
    const bytes = this.#slab.subarray(0, size)
    this.#slab = this.#slab.subarray(size)
    return bytes
  }
}

/**
 * Whether a file could change once more without its time stamps showing it: file systems stamp with the
 * kernel's tick (up to 10 ms), old ones with whole seconds. Such a file is hashed again in the next scan.
 */
function isWithinClockGranularity (status: BigIntStats, nowMs: number): boolean {
  const changedNs = status.ctimeNs > status.mtimeNs ? status.ctimeNs : status.mtimeNs
  const granularityMs = changedNs % 1_000_000_000n === 0n ? 2000 : 20
  return Number(changedNs / 1_000_000n) > nowMs - granularityMs
}
