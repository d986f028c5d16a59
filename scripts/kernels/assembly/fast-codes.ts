// The codes of the codec's fast level, in tables that `fillTables` makes.

/** Of each byte, its code and above bit 24 the bits of that; then those of end and lengths. 4 bytes each. */
const codes: usize = 4096
/** The same for runs of so many zeros, up to 258. */
export const runs: usize = codes + 2048
/** The same for two bytes. */
export const pairs: usize = runs + 2048
/** Places for colours: see drawn-rows.ts. */
export const seen: usize = pairs + 65536 * 4
export const tablesEnd: usize = seen + 1024 * 4

/** The level's table, which never changes: how many bits each code has. */
// dprint-ignore
const codeBits = memory.data<u8>([
  2, 3, 4, 5, 5, 6, 6, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11,
  11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
  12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
  12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
  12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
  12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
  12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
  12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
  11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 10, 11, 10, 10, 10, 10, 10, 10, 10, 10, 10, 9, 9, 9, 9, 9, 8, 9,
  8, 8, 8, 8, 8, 7, 7, 7, 6, 6, 6, 5, 4, 3, 12, 12, 12, 9, 9, 11, 10, 11, 11, 10, 11, 11, 11, 11, 11, 11,
  12, 11, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 9
])
const codeCount: u32 = 286
const mostCodeBits: u32 = 12
export const endOfBlock: u32 = 256
export const length258: u32 = 285

/** Fills the tables; once for each memory. */
export function fillTables (): void {
  fillCodes()
  fillRuns()
  for (let second: u32 = 0; second < 256; second++) {
    const last = codeOf(second)
    for (let first: u32 = 0; first < 256; first++) {
      const code = codeOf(first)
      const both = (codeIn(last) << bitsIn(code) | codeIn(code)) | bitsIn(code) + bitsIn(last) << 24
      store<u32>(pairs + (second << 8 | first) * 4, both)
    }
  }
}

/** RFC 1951, 3.2.2; the first bit of a code is the lowest. */
function fillCodes (): void {
  let next: u32 = 0
  for (let count: u32 = 1; count <= mostCodeBits; count++, next <<= 1) {
    for (let symbol: u32 = 0; symbol < codeCount; symbol++) {
      if (load<u8>(codeBits + symbol) !== count) continue
      let code: u32 = 0
      for (let bit: u32 = 0; bit < count; bit++) code |= (next >> bit & 1) << count - 1 - bit
      store<u32>(codes + symbol * 4, code | count << 24)
      next++
    }
  }
}

/** A zero, whose code is 00, and from four others on these as one length, at distance 1, whose code is 0. */
function fillRuns (): void {
  for (let run: u32 = 1; run <= 5; run++) store<u32>(runs + run * 4, run * 2 << 24)
  let run: u32 = 4
  for (let symbol: u32 = endOfBlock + 1; symbol < length258; symbol++) {
    const extraBits: u32 = symbol < 265 ? 0 : symbol - 261 >> 2
    const code = codeOf(symbol)
    for (let extra: u32 = 0; extra < 1 << extraBits && run <= 258; extra++, run++) {
      if (run <= 5) continue
      const length = codeIn(code) | extra << bitsIn(code)
      store<u32>(runs + run * 4, length << 2 | bitsIn(code) + extraBits + 3 << 24)
    }
  }
}

export function codeOf (symbol: u32): u32 {
  return load<u32>(codes + (symbol << 2))
}

export function codeIn (code: u32): u32 {
  return code & 0xffffff
}

export function bitsIn (code: u32): u32 {
  return code >> 24
}
