// What is visible of pictures, as trim.ts has it, and their parts, as cut-out.ts cuts them. RGBA, alpha in
// the highest byte of each word; widths and heights are in pixels.

/** Whether one of four pixels has more alpha. */
function isVisible (pixels: usize, threshold: v128): bool {
  return v128.any_true(v128.gt<i32>(v128.shr<u32>(v128.load(pixels), 24), threshold))
}

/**
 * Whether some pixel has more alpha than `threshold`: then four numbers are written to `box`, the first and
 * last column and the first and last row in which there is one.
 */
export function visible (pixels: usize, width: i32, height: i32, threshold: u32, box: usize): bool {
  const end = pixels + (<usize> width * height << 2)
  const limit = v128.splat<i32>(threshold)
  let first = pixels
  while (first + 16 <= end && !isVisible(first, limit)) first += 16
  while (first < end && load<u32>(first) >> 24 <= threshold) first += 4
  if (first === end) return false
  let last = end
  while (last - 16 >= pixels && !isVisible(last - 16, limit)) last -= 16
  last -= 4
  while (load<u32>(last) >> 24 <= threshold) last -= 4
  const firstPixel = <i32> (first - pixels >> 2)
  const lastPixel = <i32> (last - pixels >> 2)
  const top = firstPixel / width
  const bottom = lastPixel / width
  let left = min(firstPixel % width, lastPixel % width)
  let right = max(firstPixel % width, lastPixel % width)
  for (let y = top; y <= bottom; y++) {
    const row = pixels + (<usize> y * width << 2)
    for (let x = 0; x < left; x++) if (load<u32>(row + (<usize> x << 2)) >> 24 > threshold) left = x
    for (let x = width - 1; x > right; x--) if (load<u32>(row + (<usize> x << 2)) >> 24 > threshold) right = x
  }
  store<i32>(box, left)
  store<i32>(box, right, 4)
  store<i32>(box, top, 8)
  store<i32>(box, bottom, 12)
  return true
}

/** A part, without the colours that nobody sees: its rows, one after the other, begin at `to`. */
export function cut (
  pixels: usize,
  pictureWidth: i32,
  left: i32,
  top: i32,
  width: i32,
  height: i32,
  to: usize
): void {
  const alpha = v128.splat<u32>(0xff000000)
  let row = pixels + (<usize> (top * pictureWidth + left) << 2)
  for (let y = 0; y < height; y++, row += <usize> pictureWidth << 2) {
    const end = row + (<usize> width << 2)
    let from = row
    for (; from + 16 <= end; from += 16, to += 16) {
      const four = v128.load(from)
      const nothing = v128.eq<i32>(v128.and(four, alpha), v128.splat<i32>(0))
      v128.store(to, v128.andnot(four, nothing))
    }
    for (; from < end; from += 4, to += 4) {
      const word = load<u32>(from)
      store<u32>(to, word >> 24 === 0 ? 0 : word)
    }
  }
}
