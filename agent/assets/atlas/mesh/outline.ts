import type { Picture } from '../../pictures/picture.js'

/** A corner, in pixels from the top left of the sprite's box. */
export interface Corner {
  x: number
  y: number
}

/**
 * The outline of what is visible, along the edges of pixels, clockwise: in each row everything from the first
 * visible pixel to the last. It is one simple polygon whatever the sprite is made of, holds every visible
 * pixel whole, and leaves out what lies beside.
 */
export function rowOutline ({ width, height, pixels }: Picture, threshold: number): Corner[] {
  const rows = Array.from({ length: height }, (_, y) => {
    const alpha = (x: number): number => pixels[(y * width + x) * 4 + 3]!
    let [left, right] = [0, width]
    while (left < right && alpha(left) <= threshold) left++
    while (right > left && alpha(right - 1) <= threshold) right--
    return { left, right }
  })
  return around(connected(rows))
}

/** The same by columns. */
export function columnOutline (picture: Picture, threshold: number): Corner[] {
  const { width, height } = picture
  const turned = { width: height, height: width, pixels: new Uint8Array(picture.pixels.length) }
  for (let at = 0; at < width * height; at++) {
    const to = at % width * height + Math.floor(at / width)
    turned.pixels[to * 4 + 3] = picture.pixels[at * 4 + 3]!
  }
  return rowOutline(turned, threshold).map(({ x, y }) => ({ x: y, y: x })).toReversed()
}

interface Span {
  left: number
  right: number
}

/** Every row shares a pixel's width with the one above it, so that the polygon hangs together. */
function connected (rows: Span[]): Span[] {
  const spans: Span[] = []
  for (const [y, row] of rows.entries()) {
    const above = spans[y - 1]
    const isEmpty = row.left >= row.right
    const next = isEmpty ? rows.slice(y).find(each => each.left < each.right) : row
    if (above === undefined) {
      spans.push(isEmpty ? { left: next?.left ?? 0, right: (next?.left ?? 0) + 1 } : row)
      continue
    }
    if (isEmpty) {
      const left = Math.max(above.left, Math.min(above.right - 1, next?.left ?? above.left))
      spans.push({ left, right: left + 1 })
      continue
    }
    spans.push({
      left: Math.min(row.left, above.right - 1),
      right: Math.max(row.right, above.left + 1)
    })
  }
  return spans
}

function around (spans: readonly Span[]): Corner[] {
  const right = spans.flatMap(({ right: x }, y) => [{ x, y }, { x, y: y + 1 }])
  const left = spans.flatMap(({ left: x }, y) => [{ x, y }, { x, y: y + 1 }])
  return withoutStraight([...right, ...left.toReversed()])
}

/** Corners that turn. */
function withoutStraight (corners: readonly Corner[]): Corner[] {
  const kept: Corner[] = []
  for (const corner of corners) {
    const before = kept.at(-1)
    if (before !== undefined && before.x === corner.x && before.y === corner.y) continue
    kept.push(corner)
  }
  return kept.filter((corner, at) => {
    const before = kept.at(at - 1)
    const after = kept[(at + 1) % kept.length]
    return before === undefined || after === undefined || turn(before, corner, after) !== 0
  })
}

/** Twice the area of a triangle; positive when its corners go round clockwise, as one sees them. */
export function turn (a: Corner, b: Corner, c: Corner): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/** Twice the area. */
export function doubleArea (corners: readonly Corner[]): number {
  const [origin = { x: 0, y: 0 }] = corners
  return corners.reduce(
    (sum, corner, at) => sum + turn(origin, corner, corners[(at + 1) % corners.length]!),
    0
  )
}
