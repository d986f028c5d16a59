import { hash } from 'node:crypto'
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { FileTable } from '../../files/file-table.js'
import { isLfsPointer } from '../../files/lfs-pointer.js'
import { isWithinClockGranularity } from '../../files/clock-granularity.js'
import { defectError, walk } from '../../files/walk.js'
import { OneBuffer, ReadMemory, UnchangedFiles } from './read-unchanging.js'
import { RememberedWalk } from './remembered-walk.js'

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
  /** What an earlier scan of the same selection found, and where this one's is kept. */
  memory?: WalkMemory | undefined
  /** Told of each file that is found, and how many there are so far. */
  onFound?: (count: number, path: string) => void
  /** Nobody will want the bytes of files that are read: they need no memory of their own. */
  isLookOnly?: boolean | undefined
  /**
   * Gets each file that is new, while the scan goes on; true where it keeps the bytes itself. They are
   * undefined where the file has been seen before.
   */
  onRead?: (path: string, bytes: Buffer | undefined, sha256: string) => boolean
  /** Memory for the bytes that `onRead` gets, where it wants them. */
  readInto?: (path: string) => Pick<ReadMemory, 'take'> | undefined
  /** So many bytes of files are kept in memory; 64 MB when left out. */
  bytesToKeep?: number
  /** Waited for now and then between files. */
  keepUp?: () => Promise<void>
}

/** What is known of a selection of files besides the table of the last run. */
export interface WalkMemory {
  walk?: RememberedWalk
  /** Files that were read since. */
  seen?: FileTable
}

export interface ScanResult {
  table: FileTable
  /** Bytes of files that were read for hashing, while they fit the budget: decoding takes them from here. */
  bytes: Map<string, Buffer>
  /** How many files were read. */
  hashed: number
  /** Files of which only Git LFS's pointer is there. */
  pointers: ReadonlySet<string>
  /** Whether the tree is the one of the previous table: same files, same contents. */
  isUnchanged: boolean
  /** Whether the table is worth keeping: some status in it differs from the previous one. */
  isTableNew: boolean
  /** Id of the table that this one was compared with. */
  previousId: string
}

const defaultBytesToKeep = 64 * 1024 * 1024
const filesBetweenYields = 128

/** A file that rules take, and its row in the previous table; -1 when it is new. */
interface FoundFile {
  path: string
  row: number
  /** Whether its status is the one of that row. */
  isSame: boolean
  /** The row of the table of files seen since that has this status. */
  seenRow?: number
}

/** Lists the files that rules take and hashes those whose status changed since the previous scan. */
export async function scan (settings: ScanSettings): Promise<ScanResult> {
  const { previous } = settings
  const found = findFiles(settings)
  const isSameCount = found.length === previous.length
  if (isSameCount && found.every(file => file.isSame)) {
    return {
      table: previous,
      bytes: new Map(),
      hashed: 0,
      pointers: new Set(),
      isUnchanged: true,
      isTableNew: false,
      previousId: previous.id
    }
  }
  const table = FileTable.allocate(found.map(file => file.path))
  for (const [index, { row }] of found.entries()) {
    if (row >= 0) table.copyRow(index, previous, row)
  }
  const files = new UnchangedFiles(settings.project, found.filter(file => !file.isSame).length)
  const { bytes, hashed, pointers, isEqual } = await hashFiles(found, table, files, settings)
    .finally(() => files.close())
  return {
    table,
    bytes,
    hashed,
    pointers,
    isUnchanged: isSameCount && isEqual && pointers.size === 0,
    isTableNew: true,
    previousId: previous.id
  }
}

function findFiles (settings: ScanSettings): FoundFile[] {
  const { previous, memory } = settings
  if (memory === undefined) return walkFiles(settings, undefined)
  const found: FoundFile[] = []
  const [rowOf, seenRowOf] = [rowsOf(previous), rowsOf(memory.seen ?? FileTable.empty())]
  const isKnown = memory.walk?.again((path, status) => {
    const row = rowOf(path)
    const isSame = row >= 0 && previous.isAt(row, status)
    const seenRow = isSame ? -1 : seenRowOf(path)
    const isSeen = seenRow >= 0 && memory.seen?.isAt(seenRow, status) === true
    found.push({ path, row, isSame, ...isSeen && { seenRow } })
  })
  if (isKnown === true) return found
  const witness = new RememberedWalk(settings.project, settings.now)
  const walked = walkFiles(settings, witness)
  witness.found(walked.map(({ path }) => path))
  memory.walk = witness
  return walked
}

/** The row of a path in a table, -1 for none; quick for paths in the table's order. */
function rowsOf ({ paths }: FileTable): (path: string) => number {
  let cursor = 0
  let lookup: Map<string, number> | undefined
  return path => {
    const isNext = paths[cursor] === path
    if (!isNext) lookup ??= new Map(paths.map((name, index) => [name, index]))
    const row = isNext ? cursor : lookup?.get(path) ?? -1
    if (row >= 0) cursor = row + 1
    return row
  }
}

function walkFiles (settings: ScanSettings, witness: RememberedWalk | undefined): FoundFile[] {
  const { previous, isSameSelection, isExcluded, isWanted, onFound } = settings
  const found: FoundFile[] = []
  const rowOf = rowsOf(previous)
  let next = 0
  walk(
    { ...settings, witness, expected: previous.length, areNew: previous.length === 0 },
    (path, fileStatus, defect) => {
      // The previous table was made by the same walk: its rows come in the same order, save for what was
      // added or removed.
      const isNext = previous.paths[next] === path
      if (!(isNext && isSameSelection) && (isExcluded(path) || !isWanted(path))) return
      if (defect !== undefined) throw defectError(path, defect)
      const row = rowOf(path)
      if (row >= 0) next = row + 1
      // The status itself is not kept: those of 100,000 files are 100 MB.
      const count = found.push({ path, row, isSame: row >= 0 && previous.isAt(row, fileStatus) })
      onFound?.(count, path)
    }
  )
  return found
}

/** Hashes the files whose status changed; `isEqual` tells whether their contents are the old ones. */
async function hashFiles (
  found: readonly FoundFile[],
  table: FileTable,
  files: UnchangedFiles,
  settings: ScanSettings
): Promise<Pick<ScanResult, 'bytes' | 'hashed'> & { pointers: Set<string>, isEqual: boolean }> {
  const { previous, signal, now, onRead, readInto, keepUp } = settings
  const { memory: { seen } = {}, isLookOnly = false, bytesToKeep = defaultBytesToKeep } = settings
  const bytes = new Map<string, Buffer>()
  const pointers = new Set<string>()
  const memory = new ReadMemory()
  const again = new OneBuffer()
  const shared = new ReadMemory(size => Buffer.from(new SharedArrayBuffer(size)))
  let kept = 0
  let hashed = 0
  let isEqual = true
  for (const [index, { path, row, isSame, seenRow }] of found.entries()) {
    if (isSame) continue
    if (seenRow !== undefined && seen !== undefined) {
      table.copyRow(index, seen, seenRow)
      if (row < 0 || previous.sha256At(row) !== table.sha256At(index)) isEqual = false
      onRead?.(path, undefined, table.sha256At(index))
      continue
    }
    if (hashed++ % filesBetweenYields === 0) {
      await (keepUp ?? yieldToEvents)()
      signal.throwIfAborted()
    }
    const isKept = !isLookOnly && kept < bytesToKeep
    const place = readInto?.(path) ?? (isKept ? path.endsWith('.png') ? shared : memory : again)
    // A change in the tick of the last one, while the file is hashed, does not show either.
    const readAt = now()
    const content = files.read(path, place)
    const digest = hash('sha256', content.bytes, 'buffer')
    table.setRow(index, content.status, digest)
    const isTaken = onRead?.(path, content.bytes, digest.toString('hex')) === true
    const isPointer = isLfsPointer(content.bytes)
    if (isPointer) pointers.add(path)
    // A pointer is looked at in each scan: nobody may take it for a file that was seen and found good.
    if (isPointer || isWithinClockGranularity(content.status, readAt)) table.forget(index)
    if (row < 0 || previous.sha256At(row) !== digest.toString('hex')) isEqual = false
    if (isKept && !isTaken) {
      kept += content.bytes.length
      bytes.set(path, content.bytes)
    }
  }
  return { bytes, hashed, pointers, isEqual }
}
