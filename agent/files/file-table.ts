import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { BigIntStats } from 'node:fs'
import { writeRecordSync } from './atomic-file.js'
import { CallStatus } from './file-statuses.js'

/** What tells whether a file is still the one that was hashed. */
export interface FileStatus {
  size: number
  mtimeNs: bigint
  ctimeNs: bigint
  inode: bigint
}

const digestBytes = 32
const columns = ['size', 'mtimeNs', 'ctimeNs', 'inode'] as const

type Columns = Record<typeof columns[number], BigInt64Array>
type Status = Pick<BigIntStats, 'size' | 'mtimeNs' | 'ctimeNs' | 'ino'> | CallStatus

/**
 * Files of a tree with status and sha256, kept by column: 100,000 files load in a few milliseconds. The file
 * holds a header line of JSON, the paths, and the columns; its digest guards the whole, and a damaged table
 * counts as absent.
 */
export class FileTable {
  readonly paths: string[]
  readonly header: Record<string, unknown>
  /** Digest of the file that it was read from or written to last. */
  id = ''
  readonly #status: Columns
  /** The same memory: a number of 64 bits takes a new object at each look. */
  readonly #halves: Record<typeof columns[number], Int32Array>
  readonly #digests: Buffer

  constructor (
    paths: string[],
    status: Columns,
    digests: Buffer,
    header: Record<string, unknown> = {}
  ) {
    this.paths = paths
    this.#status = status
    this.#halves = columnsFrom(index => {
      const { buffer, byteOffset, length } = status[columns[index]!]
      return new Int32Array(buffer, byteOffset, 2 * length)
    })
    this.#digests = digests
    this.header = header
  }

  static empty (): FileTable {
    return FileTable.allocate([])
  }

  static allocate (paths: string[], header: Record<string, unknown> = {}): FileTable {
    const status = columnsFrom(() => new BigInt64Array(paths.length))
    return new FileTable(paths, status, Buffer.alloc(paths.length * digestBytes), header)
  }

  static read (file: string): FileTable | undefined {
    try {
      return FileTable.parse(readFileSync(file))
    } catch {
      // Absent, unreadable or damaged: all that is lost is time.
      return undefined
    }
  }

  static parse (bytes: Buffer): FileTable | undefined {
    const body = bytes.subarray(digestBytes)
    if (
      bytes.length < digestBytes ||
      !createHash('sha256').update(body).digest().equals(bytes.subarray(0, digestBytes))
    ) return undefined
    const headerEnd = body.indexOf(10)
    const header = JSON.parse(body.toString('utf8', 0, headerEnd)) as { count: number, pathBytes: number }
    const pathsEnd = headerEnd + 1 + header.pathBytes
    const paths = header.count === 0 ? [] : body.toString('utf8', headerEnd + 1, pathsEnd).split('\0')
    const width = header.count * 8
    const columnBytes = width * columns.length + header.count * digestBytes
    if (paths.length !== header.count || body.length - pathsEnd !== columnBytes) return undefined
    const aligned = new Uint8Array(width * columns.length)
    body.copy(aligned, 0, pathsEnd, pathsEnd + aligned.length)
    const status = columnsFrom(index => new BigInt64Array(aligned.buffer, width * index, header.count))
    const table = new FileTable(paths, status, body.subarray(pathsEnd + aligned.length), { ...header })
    table.id = bytes.toString('hex', 0, digestBytes)
    return table
  }

  write (file: string): void {
    const bytes = this.format()
    writeRecordSync(file, bytes)
    this.id = bytes.toString('hex', 0, digestBytes)
  }

  /** What `parse` reads. */
  format (): Buffer {
    const paths = Buffer.from(this.paths.join('\0'))
    const header = Buffer.from(
      `${JSON.stringify({ ...this.header, count: this.paths.length, pathBytes: paths.length })}\n`
    )
    const body = Buffer.concat([header, paths, ...columns.map(name => this.#bytesOf(name)), this.#digests])
    return Buffer.concat([createHash('sha256').update(body).digest(), body])
  }

  /** Some of its rows as others may have them: what the files are, without their status on this machine. */
  contents (isWanted: (path: string) => boolean): FileTable {
    const rows = this.paths.flatMap((path, row) => isWanted(path) ? [row] : [])
    const table = FileTable.allocate(rows.map(row => this.paths[row] ?? ''))
    for (const [index, row] of rows.entries()) {
      table.#status.size[index] = valueAt(this.#status.size, row)
      this.#digests.copy(table.#digests, index * digestBytes, row * digestBytes, (row + 1) * digestBytes)
    }
    return table
  }

  #bytesOf (name: typeof columns[number]): Buffer {
    const { buffer, byteOffset, byteLength } = this.#status[name]
    return Buffer.from(buffer, byteOffset, byteLength)
  }

  get length (): number {
    return this.paths.length
  }

  statusAt (index: number): FileStatus {
    const { size, mtimeNs, ctimeNs, inode } = this.#status
    return {
      size: Number(valueAt(size, index)),
      mtimeNs: valueAt(mtimeNs, index),
      ctimeNs: valueAt(ctimeNs, index),
      inode: valueAt(inode, index)
    }
  }

  sizeAt (index: number): number {
    return Number(valueAt(this.#status.size, index))
  }

  isAt (index: number, status: Status): boolean {
    const { ctimeNs } = this.#status
    return this.isContentAt(index, status) &&
      (status instanceof CallStatus
        ? status.wasChangedAt(this.#halves.ctimeNs, 2 * index)
        : ctimeNs[index] === status.ctimeNs)
  }

  /** The same, whatever the time of the last change of its status: a hard link elsewhere is one. */
  isContentAt (index: number, status: Status): boolean {
    if (status instanceof CallStatus) {
      const { size, inode, mtimeNs } = this.#halves
      return status.hasContent(size, inode, 2 * index) && status.wasModifiedAt(mtimeNs, 2 * index)
    }
    const { size, mtimeNs, inode } = this.#status
    return size[index] === status.size && mtimeNs[index] === status.mtimeNs && inode[index] === status.ino
  }

  sha256At (index: number): string {
    return this.#digests.toString('hex', index * digestBytes, (index + 1) * digestBytes)
  }

  /** Copies row `from` of another table, digest and all. */
  copyRow (index: number, other: FileTable, from: number): void {
    for (const name of columns) this.#status[name][index] = valueAt(other.#status[name], from)
    other.#digests.copy(this.#digests, index * digestBytes, from * digestBytes, (from + 1) * digestBytes)
  }

  setRow (
    index: number,
    { size, mtimeNs, ctimeNs, ino }: { size: bigint, mtimeNs: bigint, ctimeNs: bigint, ino: bigint },
    sha256: Buffer
  ): void {
    this.#status.size[index] = size
    this.#status.mtimeNs[index] = mtimeNs
    this.#status.ctimeNs[index] = ctimeNs
    this.#status.inode[index] = ino
    sha256.copy(this.#digests, index * digestBytes)
  }

  /** A row whose status matches no file, so that it is hashed again. */
  forget (index: number): void {
    this.#status.ctimeNs[index] = -1n
  }
}

/** `make` gets each column's place among the others in the file. */
function columnsFrom<Column> (make: (index: number) => Column): Record<typeof columns[number], Column> {
  return { size: make(0), mtimeNs: make(1), ctimeNs: make(2), inode: make(3) }
}

function valueAt (column: BigInt64Array, index: number): bigint {
  const value = column[index]
  if (value === undefined) throw new RangeError(`a table of ${column.length} files has none at ${index}`)
  return value
}
