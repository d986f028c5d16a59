// Sprites on rows of a page, and the colours there. Widths and heights are in pixels.

import { seen } from './fast-codes'

/** Rows of a sprite, which lie at `from`, to where the first one of them begins. */
export function drawUpright (from: usize, width: i32, height: i32, to: usize, pageWidth: i32): void {
  const rowBytes = <usize> width << 2
  let source = from
  let row = to
  for (let y = 0; y < height; y++, row += <usize> pageWidth << 2) {
    const end = source + rowBytes
    let target = row
    for (; source + 16 <= end; source += 16, target += 16) v128.store(target, v128.load(source))
    for (; source < end; source += 4, target += 4) store<u32>(target, load<u32>(source))
  }
}

/** Columns of a sprite, from `first` to before `last`, become rows: each from the bottom, four at a time. */
export function drawTurned (
  from: usize,
  width: i32,
  height: i32,
  first: i32,
  last: i32,
  to: usize,
  pageWidth: i32
): void {
  const stride = <usize> width << 2
  const pageStride = <usize> pageWidth << 2
  const bottom = from + <usize> (height - 1) * stride
  let row = to
  let column = first
  for (; column + 4 <= last; column += 4, row += pageStride * 4) {
    let source = bottom + (<usize> column << 2)
    let target = row
    let left = height
    for (; left >= 4; left -= 4, source -= stride * 4, target += 16) {
      const a = v128.load(source)
      const b = v128.load(source - stride)
      const c = v128.load(source - stride * 2)
      const d = v128.load(source - stride * 3)
      const ab01 = v128.shuffle<u32>(a, b, 0, 4, 1, 5)
      const ab23 = v128.shuffle<u32>(a, b, 2, 6, 3, 7)
      const cd01 = v128.shuffle<u32>(c, d, 0, 4, 1, 5)
      const cd23 = v128.shuffle<u32>(c, d, 2, 6, 3, 7)
      v128.store(target, v128.shuffle<u64>(ab01, cd01, 0, 2))
      v128.store(target + pageStride, v128.shuffle<u64>(ab01, cd01, 1, 3))
      v128.store(target + pageStride * 2, v128.shuffle<u64>(ab23, cd23, 0, 2))
      v128.store(target + pageStride * 3, v128.shuffle<u64>(ab23, cd23, 1, 3))
    }
    for (; left > 0; left--, source -= stride, target += 4) {
      store<u32>(target, load<u32>(source))
      store<u32>(target + pageStride, load<u32>(source, 4))
      store<u32>(target + pageStride * 2, load<u32>(source, 8))
      store<u32>(target + pageStride * 3, load<u32>(source, 12))
    }
  }
  for (; column < last; column++, row += pageStride) {
    let source = bottom + (<usize> column << 2)
    for (let target = row; target < row + (<usize> height << 2); target += 4, source -= stride) {
      store<u32>(target, load<u32>(source))
    }
  }
}

const mostColours = 256
/** As many places as `seen` has: four for each colour. */
const seenBits: u32 = 10

/** Whether pixels have at most 256 colours: as distinct-colours.ts counts them. */
export function haveFewColours (pixels: usize, count: i32): bool {
  memory.fill(seen, 0, 4 << seenBits)
  const end = pixels + (<usize> count << 2)
  let colours = 0
  let hasBlack = false
  let last: u32 = 0
  for (let at = pixels; at < end; at += 4) {
    const word = load<u32>(at)
    if (word === 0) hasBlack = true
    if (word === last || word === 0) continue
    last = word
    let place = word * 0x9e3779b1 >> 32 - seenBits
    while (isOther(place, word)) place = place + 1 & (1 << seenBits) - 1
    if (load<u32>(seen + (place << 2)) === word) continue
    store<u32>(seen + (place << 2), word)
    if (++colours > mostColours) return false
  }
  return colours + (hasBlack ? 1 : 0) <= mostColours
}

/** Whether another colour than this one has a place. */
function isOther (place: u32, word: u32): bool {
  const there = load<u32>(seen + (place << 2))
  return there !== 0 && there !== word
}
