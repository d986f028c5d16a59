import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What one transaction of ZooKeeper did, as its servers wrote it to disk. */
export interface Transaction {
  zxid: bigint
  session: string
  changes: Change[]
  endsSession: boolean
}

export type Change =
  | { type: 'create', path: string, data: Buffer, isEphemeral: boolean }
  | { type: 'set', path: string, data: Buffer }
  | { type: 'remove', path: string }

const magic = 'ZKLG'
const fileHeaderBytes = 16
const types = { create: 1, remove: 2, set: 5, multi: 14, create2: 15, closeSession: -11, error: -1 }

/**
 * All committed transactions of an ensemble, in their order, from the data folders of its servers: each may
 * lack what it slept through.
 */
export function readTransactions (dataFolders: string[]): Transaction[] {
  const found = new Map<bigint, Transaction>()
  for (const folder of dataFolders) {
    const logs = join(folder, 'version-2')
    for (const name of readdirSync(logs).filter(each => each.startsWith('log.'))) {
      for (const transaction of parseLog(readFileSync(join(logs, name)))) {
        found.set(transaction.zxid, transaction)
      }
    }
  }
  return [...found.values()].sort((a, b) => a.zxid < b.zxid ? -1 : 1)
}

/** Stops at the file's padding, or at what a crash left half written. */
export function* parseLog (file: Buffer): Generator<Transaction> {
  if (file.toString('latin1', 0, 4) !== magic) return
  for (let at = fileHeaderBytes; at + 12 < file.length;) {
    const length = file.readInt32BE(at + 8)
    if (length <= 0 || at + 12 + length >= file.length || file.readUInt8(at + 12 + length) !== 0x42) return
    yield parseTransaction(new Reader(file.subarray(at + 12, at + 12 + length)))
    at += 12 + length + 1
  }
}

function parseTransaction (reader: Reader): Transaction {
  const session = reader.bytes(8).toString('hex')
  reader.bytes(4)
  const zxid = reader.bytes(8).readBigInt64BE()
  reader.bytes(8)
  const type = reader.int()
  return { zxid, session, endsSession: type === types.closeSession, changes: changesOf(type, reader) }
}

function changesOf (type: number, reader: Reader): Change[] {
  if (type === types.multi) {
    const parts = Array.from(
      { length: reader.int() },
      () => ({ type: reader.int(), reader: new Reader(reader.buffer()) })
    )
    // One that failed keeps those before the failing one as they were asked for; none of them was done.
    return parts.some(part => part.type === types.error)
      ? []
      : parts.flatMap(part => changesOf(part.type, part.reader))
  }
  if (type === types.set) return [{ type: 'set', path: reader.text(), data: reader.buffer() }]
  if (type === types.remove) return [{ type: 'remove', path: reader.text() }]
  if (type !== types.create && type !== types.create2) return []
  const [path, data] = [reader.text(), reader.buffer()]
  for (let rights = reader.int(); rights > 0; rights--) {
    reader.int()
    reader.text()
    reader.text()
  }
  return [{ type: 'create', path, data, isEphemeral: reader.bytes(1)[0] === 1 }]
}

/** ZooKeeper's serialisation: big-endian numbers, texts and bytes behind their length. */
class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor (bytes: Buffer) {
    this.#bytes = bytes
  }

  bytes (count: number): Buffer {
    if (this.#at + count > this.#bytes.length) throw new RangeError('a transaction ends too early')
    const from = this.#at
    this.#at += count
    return this.#bytes.subarray(from, this.#at)
  }

  int (): number {
    return this.bytes(4).readInt32BE()
  }
  buffer (): Buffer {
    return this.bytes(Math.max(0, this.int()))
  }
  text (): string {
    return this.buffer().toString()
  }
}
