import earcut from 'earcut'
import type { Picture } from '../../pictures/picture.js'
import { contourOutline } from './contour.js'
import type { Mesh } from './mesh.js'
import { meshCoverage } from './mesh-coverage.js'
import { columnOutline, doubleArea, rowOutline } from './outline.js'
import { simplifyOutline } from './simplify-outline.js'

export type SpriteMesh = Pick<Mesh, 'vertices' | 'triangles'>

/** A corner costs the game about as much as so large a share of a sprite. */
const toleratedShare = 0.01
/** More than this of the rectangle is not worth its corners. */
const worthwhileShare = 0.9
export const maxMeshCorners = 32

/**
 * A mesh that draws every visible pixel of a sprite's part whole, in pixels from the part's top left;
 * undefined where it would hardly save anything.
 */
export function spriteMesh (part: Picture, threshold: number): SpriteMesh | undefined {
  const { width, height } = part
  const area = 2 * width * height
  const settings = { width, height, tolerance: toleratedShare * area, maxCorners: maxMeshCorners }
  const contour = contourOutline(part, threshold)
  const [best] = [rowOutline(part, threshold), columnOutline(part, threshold), ...contour ? [contour] : []]
    .map(outline => simplifyOutline(outline, settings))
    .filter(outline => outline !== undefined)
    .sort((a, b) => doubleArea(a) - doubleArea(b))
  if (best === undefined || doubleArea(best) > worthwhileShare * area) return undefined
  const vertices = best.flatMap(({ x, y }) => [x, y])
  const mesh = { vertices, triangles: earcut(vertices) }
  return drawsAll(mesh, part, threshold) ? mesh : undefined
}

function drawsAll (mesh: SpriteMesh, { width, height, pixels }: Picture, threshold: number): boolean {
  const covered = meshCoverage(mesh, { left: 0, top: 0, width, height })
  return covered.every((isCovered, at) => isCovered === 1 || pixels[at * 4 + 3]! <= threshold)
}
