// Filters of PNG for rows of RGBA pixels, and the checksum of what they give.

import { tablesEnd } from './fast-codes'

/** Where the row that is filtered lies, after the byte that says how. */
export const filtered: usize = tablesEnd + 16

let adlerA: u64 = 1
let adlerB: u64 = 0

export function filterFirst (row: usize, rowBytes: usize): void {
  let to = filtered
  let left = leftOfFirst(row)
  for (let from = row; from < row + rowBytes; from += 16, to += 16) {
    v128.store(to, v128.sub<u8>(v128.load(from), left))
    left = v128.load(from, 12)
  }
}

/** Paeth (PNG specification, 9.4) of 16 bytes at a time, as fpnge has it: nothing is wider than a byte. */
export function filterRow (row: usize, rowBytes: usize): void {
  let to = filtered
  let a = leftOfFirst(row)
  let c = leftOfFirst(row - rowBytes)
  for (let from = row; from < row + rowBytes; from += 16, to += 16) {
    const b = v128.load(from - rowBytes)
    const fromA = distance(b, c)
    const fromB = distance(a, c)
    // Where c is not between them it is the farthest.
    const isBetween = v128.eq<u8>(v128.lt<u8>(a, c), v128.lt<u8>(c, b))
    const fromC = v128.or(distance(fromA, fromB), v128.not(isBetween))
    const least = v128.min<u8>(fromA, v128.min<u8>(fromB, fromC))
    const bOrC = v128.bitselect(b, c, v128.eq<u8>(least, fromB))
    const nearest = v128.bitselect(a, bOrC, v128.eq<u8>(least, fromA))
    v128.store(to, v128.sub<u8>(v128.load(from), nearest))
    a = v128.load(from, 12)
    c = v128.load(from - rowBytes, 12)
  }
}

/** The pixels to the left of the first four of a row. */
function leftOfFirst (row: usize): v128 {
  return v128.shuffle<u32>(v128.splat<u32>(0), v128.load(row), 0, 4, 5, 6)
}

function distance (a: v128, b: v128): v128 {
  return v128.sub<u8>(v128.max<u8>(a, b), v128.min<u8>(a, b))
}

/** So many bytes can be summed up before a sum of them runs over. */
const bytesOfSums: usize = 4096
const adlerBase: u64 = 65521

/** RFC 1950, 8.2. */
export function addToAdler (start: usize, end: usize): void {
  let from = start
  while (from + 16 <= end) {
    const vectors = min<usize>(bytesOfSums, end - from) >> 4
    let sum = v128.splat<u32>(0)
    let sumsBefore = v128.splat<u32>(0)
    let weighted = v128.splat<u32>(0)
    for (const last = from + (vectors << 4); from < last; from += 16) {
      const bytes = v128.load(from)
      sumsBefore = v128.add<u32>(sumsBefore, sum)
      sum = v128.add<u32>(sum, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)))
      const first = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), i16x8(16, 15, 14, 13, 12, 11, 10, 9))
      const second = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), i16x8(8, 7, 6, 5, 4, 3, 2, 1))
      weighted = v128.add<u32>(weighted, v128.add<u32>(first, second))
    }
    adlerB = (adlerB + 16 * (adlerA * <u64> vectors + total(sumsBefore)) + total(weighted)) % adlerBase
    adlerA = (adlerA + total(sum)) % adlerBase
  }
  for (; from < end; from++) {
    adlerA = (adlerA + load<u8>(from)) % adlerBase
    adlerB = (adlerB + adlerA) % adlerBase
  }
}

function total (sums: v128): u64 {
  return <u64> v128.extract_lane<u32>(sums, 0) + v128.extract_lane<u32>(sums, 1) +
    v128.extract_lane<u32>(sums, 2) + v128.extract_lane<u32>(sums, 3)
}

export function beginAdler (): void {
  adlerA = 1
  adlerB = 0
}

/** Of the rows with their filters that were deflated last. */
export function adlerOfRows (): u32 {
  return <u32> adlerB << 16 | <u32> adlerA
}
