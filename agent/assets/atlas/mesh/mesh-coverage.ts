import type { Mesh } from './mesh.js'

/**
 * 1 for each pixel of an area of the source that the mesh draws at its own size: those whose centre lies in a
 * triangle.
 */
export function meshCoverage (
  mesh: Pick<Mesh, 'vertices' | 'triangles'>,
  area: { left: number, top: number, width: number, height: number }
): Uint8Array {
  const covered = new Uint8Array(area.width * area.height)
  for (let at = 0; at + 2 < mesh.triangles.length; at += 3) {
    const corners = mesh.triangles.slice(at, at + 3).map(index => ({
      x: (mesh.vertices[index * 2] ?? 0) - area.left,
      y: (mesh.vertices[index * 2 + 1] ?? 0) - area.top
    }))
    fillTriangle(covered, area.width, area.height, corners)
  }
  return covered
}

interface Corner {
  x: number
  y: number
}

function fillTriangle (
  covered: Uint8Array,
  width: number,
  height: number,
  corners: readonly Corner[]
): void {
  const [top, bottom] = extent(corners.map(({ y }) => y), height)
  for (let row = top; row < bottom; row++) {
    const crossings = corners.flatMap((from, index) => crossing(from, corners[(index + 1) % 3], row + 0.5))
    if (crossings.length < 2) continue
    const [start, end] = [Math.min(...crossings), Math.max(...crossings)]
    const first = Math.max(0, Math.ceil(start - 0.5))
    const last = Math.min(width - 1, Math.floor(end - 0.5))
    if (first <= last) covered.fill(1, row * width + first, row * width + last + 1)
  }
}

function extent (values: readonly number[], limit: number): [number, number] {
  return [Math.max(0, Math.floor(Math.min(...values))), Math.min(limit, Math.ceil(Math.max(...values)))]
}

/** Where an edge crosses a height that no whole corner lies at. */
function crossing (from: Corner, to: Corner | undefined, y: number): number[] {
  if (to === undefined || (from.y < y) === (to.y < y)) return []
  return [from.x + (y - from.y) * (to.x - from.x) / (to.y - from.y)]
}
