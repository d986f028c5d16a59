// AssemblyScript, compiled by `npm run generate`: RGBA rows as the fast level of the codec deflates them
// (fdeflate, MIT, in @napi-rs/image), but so that others may be above and below them. See strip-encoder.ts.

import { bitsIn, codeIn, codeOf, endOfBlock, fillTables, length258, pairs, runs } from './fast-codes'
import { addToAdler, adlerOfRows, beginAdler, filtered, filterFirst, filterRow } from './filtered-rows'

/** How a block that is not the last one says the level's table: whole bytes, and seven bits. */
// dprint-ignore
const tableStart = memory.data<u8>([
  0xec, 0xc0, 0x03, 0xa0, 0x24, 0x59, 0x96, 0xc6, 0xf1, 0xff, 0x77, 0xee, 0x8d, 0xc8, 0xcc, 0xf7, 0x50, 0x6e,
  0x69, 0xcc, 0xb5, 0x6d, 0xdb, 0xb6, 0x6d, 0xdb, 0xb6, 0x6d, 0xdb, 0xb6, 0x2d, 0x8d, 0xd1, 0xd3, 0x52, 0xe9,
  0xd5, 0x7b, 0xc8, 0xcc, 0x88, 0xb8, 0xe7, 0xdb, 0xdd, 0xaa, 0xe9, 0x99, 0x1e, 0xee, 0xac, 0x55, 0x3f, 0x01
])
const tableBytes: usize = 53 - 1
const tableBits: u32 = 7

/** What is written: where, and the bits that are no whole byte yet. */
let at: usize = 0
let bits: u64 = 0
let bitCount: u32 = 0

/** Once for each memory. */
export function begin (): void {
  fillTables()
}

/** Of the rows with their filters that were deflated last. */
export function adler (): u32 {
  return adlerOfRows()
}

/** Where pixels may lie whose rows are so wide. */
export function pixelsAt (width: i32): usize {
  return filtered + (<usize> width << 2) + 31 & ~15
}

/** Deflates rows that lie at `pixels` to `out`, and returns how many bytes that are. */
export function deflate (width: i32, rows: i32, pixels: usize, out: usize): usize {
  const rowBytes = <usize> width << 2
  memory.copy(out, tableStart, tableBytes)
  at = out + tableBytes
  bits = load<u8>(tableStart + tableBytes) & (1 << tableBits) - 1
  bitCount = tableBits
  beginAdler()
  let row = pixels
  for (let y = 0; y < rows; y++, row += rowBytes) {
    // Paeth; below black, which it must not take for granted, that is Sub.
    store<u8>(filtered - 1, y === 0 ? 1 : 4)
    if (y === 0) filterFirst(row, rowBytes)
    else filterRow(row, rowBytes)
    addToAdler(filtered - 1, filtered + rowBytes)
    writeRow(filtered - 1, filtered + rowBytes)
  }
  const end = codeOf(endOfBlock)
  bits |= <u64> codeIn(end) << bitCount
  bitCount += bitsIn(end)
  // As the codec counts: its start is a byte less, header and checksum of the stream are 6.
  const deflated = at - out + (bitCount + 7 >> 3) - 1 + 6
  if (deflated > storedBytes((rowBytes + 1) * rows)) return storeRows(rowBytes, rows, pixels, out)
  // An empty stored block: three bits of 0, the rest of their byte, and the length.
  bitCount = bitCount + 3 + 7 & ~7
  flush()
  store<u32>(at, 0xffff0000)
  return at + 4 - out
}

/**
 * Eight bytes at a time. What is a run depends on these eights, as the codec has them: zeros between other
 * bytes of one are codes of their own.
 */
function writeRow (start: usize, end: usize): void {
  let to = at
  let held = bits
  let count = bitCount
  let run: u32 = 0
  let from = start
  for (; from + 8 <= end; from += 8) {
    let eight = load<u64>(from)
    if (eight === 0) {
      run += 8
      for (; from + 24 <= end && !v128.any_true(v128.load(from, 8)); from += 16) run += 16
      continue
    }
    const zerosAfter = <u32> clz(eight) >> 3
    if (run > 0) {
      const zerosBefore = ctz(eight) >> 3
      eight >>= zerosBefore << 3
      run += <u32> zerosBefore
      if (run > 258) {
        at = to
        bits = held
        bitCount = count
        run = writeMostOfRun(run)
        to = at
        held = bits
        count = bitCount
      }
      const code = load<u32>(runs + (run << 2))
      held |= <u64> codeIn(code) << count
      count += bitsIn(code)
      store<u64>(to, held)
      to += count >> 3
      held >>= count & 56
      count &= 7
    }
    run = zerosAfter
    // Zeros at the end, whose codes are 00, are taken back.
    const zeros = <u32> clz(eight) >> 3
    const zerosOfLast = min<u32>(zeros, 4)
    for (let half = 0; half < 2; half++) {
      const four = <u32> (half === 0 ? eight : eight >> 32)
      let code = load<u32>(pairs + ((four & 0xffff) << 2))
      held |= <u64> codeIn(code) << count
      count += bitsIn(code)
      code = load<u32>(pairs + (four >> 16 << 2))
      held |= <u64> codeIn(code) << count
      count += bitsIn(code) - (half === 0 ? zeros - zerosOfLast : zerosOfLast) * 2
      store<u64>(to, held)
      to += count >> 3
      held >>= count & 56
      count &= 7
    }
  }
  at = to
  bits = held
  bitCount = count
  writeEndOfRow(run, from, end)
}

/** What is left of a row: zeros, then fewer than eight bytes. */
function writeEndOfRow (run: u32, start: usize, end: usize): void {
  if (run > 0) write(load<u32>(runs + ((run > 258 ? writeMostOfRun(run) : run) << 2)))
  for (let from = start; from < end; from++) write(codeOf(load<u8>(from)))
}

/**
 * A zero and lengths of 258. Returns the length of a run that stands for what is left: the bits of its own
 * first zero are taken back.
 */
function writeMostOfRun (run: u32): u32 {
  const code = codeOf(length258)
  bitCount += 2
  let left = run - 1
  for (; left >= 258; left -= 258) {
    flush()
    bits |= <u64> codeIn(code) << bitCount
    bitCount += bitsIn(code) + 1
  }
  bitCount -= 2
  return left + 1
}

function write (code: u32): void {
  bits |= <u64> codeIn(code) << bitCount
  bitCount += bitsIn(code)
  flush()
}

/** All but the bits that are no whole byte. */
function flush (): void {
  store<u64>(at, bits)
  at += bitCount >> 3
  bits >>= bitCount & 56
  bitCount &= 7
}

const mostStored: usize = 65535

/** How long a zlib stream of stored blocks is. */
function storedBytes (bytes: usize): usize {
  return (bytes - 1) / mostStored * (mostStored + 5) + bytes % mostStored + 5 + 6
}

/** Unfiltered rows in blocks that are stored, none of which is the last one. */
function storeRows (rowBytes: usize, rows: i32, pixels: usize, out: usize): usize {
  beginAdler()
  at = out
  let left = (rowBytes + 1) * rows
  let room: usize = 0
  let row = pixels
  for (let y = 0; y < rows; y++, row += rowBytes) {
    store<u8>(filtered - 1, 0)
    memory.copy(filtered, row, rowBytes)
    addToAdler(filtered - 1, filtered + rowBytes)
    for (let from = filtered - 1; from < filtered + rowBytes;) {
      if (room === 0) {
        room = min(left, mostStored)
        left -= room
        store<u8>(at, 0)
        store<u32>(at + 1, room | (room ^ 0xffff) << 16)
        at += 5
      }
      const count = min(room, filtered + rowBytes - from)
      memory.copy(at, from, count)
      at += count
      from += count
      room -= count
    }
  }
  return at - out
}
