import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { randomSprite } from '../../testing/random-sprite.js'
import { createPicture } from '../../pictures/picture.js'
import type { Picture } from '../../pictures/picture.js'
import { meshVersions } from '../meshes.js'
import { meshCoverage } from './mesh-coverage.js'
import { maxMeshCorners, spriteMesh } from './sprite-mesh.js'
import type { SpriteMesh } from './sprite-mesh.js'

/** Twice the area of all triangles: more than that of what they cover when some overlap. */
function triangleArea ({ vertices, triangles }: SpriteMesh): number {
  let sum = 0
  for (let at = 0; at < triangles.length; at += 3) {
    const [ax, ay, bx, by, cx, cy] = triangles.slice(at, at + 3).flatMap(index =>
      vertices.slice(index * 2, index * 2 + 2)
    ) as [number, number, number, number, number, number]
    sum += Math.abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))
  }
  return sum
}

function outlineArea ({ vertices }: SpriteMesh): number {
  let sum = 0
  for (let at = 0; at < vertices.length; at += 2) {
    const next = (at + 2) % vertices.length
    sum += vertices[at]! * vertices[next + 1]! - vertices[next]! * vertices[at + 1]!
  }
  return Math.abs(sum)
}

/** Visible pixels whose square the mesh does not hold whole, at four times the sprite's size. */
function cutPixels (mesh: SpriteMesh, { width, height, pixels }: Picture, threshold: number): number {
  const fine = { vertices: mesh.vertices.map(each => each * 4), triangles: mesh.triangles }
  const covered = meshCoverage(fine, { left: 0, top: 0, width: width * 4, height: height * 4 })
  let cut = 0
  for (let at = 0; at < width * height; at++) {
    if (pixels[at * 4 + 3]! <= threshold) continue
    const [x, y] = [at % width * 4, Math.floor(at / width) * 4]
    const rows = [0, 1, 2, 3].map(row =>
      covered.subarray((y + row) * width * 4 + x, (y + row) * width * 4 + x + 4)
    )
    if (rows.some(row => row.some(each => each === 0))) cut++
  }
  return cut
}

/** Limbs from a body: what figures, plants and effects look like. */
function figure (seed: number, side: number): Picture {
  const picture = createPicture(side, side)
  let state = seed * 7919 + 1
  const random = (): number => (state = Math.imul(state, 1664525) + 1013904223 >>> 0) / 2 ** 32
  const limbs = Array.from({ length: 4 }, () => ({
    angle: random() * 2 * Math.PI,
    length: side * (0.2 + random() * 0.28),
    thickness: side * (0.03 + random() * 0.06)
  }))
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [at % side - side / 2, Math.floor(at / side) - side / 2]
    const isBody = Math.hypot(x, y * 1.3) < side * 0.16
    const isLimb = limbs.some(({ angle, length, thickness }) => {
      const along = x * Math.cos(angle) + y * Math.sin(angle)
      const across = Math.abs(y * Math.cos(angle) - x * Math.sin(angle))
      return along > 0 && along < length && across < thickness * (1.2 - along / length)
    })
    if (isBody || isLimb) picture.pixels.set([90, 140, 60, 255], at * 4)
  }
  return picture
}

t.test('a mesh never cuts a visible pixel, has few corners and no triangle over another', async () => {
  const pictures = fc.oneof(
    randomSprite(40),
    fc.tuple(fc.nat(1000), fc.integer({ min: 8, max: 90 })).map(([seed, side]) => figure(seed, side))
  )
  fc.assert(
    fc.property(pictures, fc.constantFrom(0, 100), (picture, threshold) => {
      const mesh = spriteMesh(picture, threshold)
      if (mesh === undefined) return true
      const { width, height } = picture
      return cutPixels(mesh, picture, threshold) === 0 && mesh.vertices.length <= maxMeshCorners * 2 &&
        mesh.vertices.every((value, at) => value >= 0 && value <= (at % 2 === 0 ? width : height)) &&
        triangleArea(mesh) === outlineArea(mesh)
    }),
    { numRuns: 300 }
  )
})

t.test('of figures a mesh draws at most 0.6 of the rectangle', async t => {
  let [drawn, rectangles] = [0, 0]
  for (let seed = 0; seed < 40; seed++) {
    const picture = figure(seed, 96)
    const mesh = spriteMesh(picture, 0)
    // The figure's own box, as it is trimmed.
    const xs = [...picture.pixels.keys()].filter(at => at % 4 === 3 && picture.pixels[at] !== 0).map(at =>
      at >> 2
    )
    const [left, right] = [Math.min(...xs.map(at => at % 96)), Math.max(...xs.map(at => at % 96)) + 1]
    const [top, bottom] = [Math.floor(Math.min(...xs) / 96), Math.floor(Math.max(...xs) / 96) + 1]
    const area = 2 * (right - left) * (bottom - top)
    rectangles += area
    drawn += mesh === undefined ? area : outlineArea(mesh)
  }
  t.ok(drawn / rectangles <= 0.57, `${drawn / rectangles}`)
})

t.test('a mesh follows bays from above and from the side', async t => {
  // A fork upon a bracket.
  const [width, height] = [60, 90]
  const picture = createPicture(width, height)
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)]
    const isFork = y < 50 && (x < 8 || x >= 52 || y >= 42)
    const isBracket = y >= 50 && (x < 8 || y >= 82)
    if (isFork || isBracket) picture.pixels.set([200, 30, 30, 255], at * 4)
  }
  const mesh = spriteMesh(picture, 0)
  t.equal(mesh && cutPixels(mesh, picture, 0), 0)
  t.ok(mesh !== undefined && outlineArea(mesh) < 0.4 * 2 * width * height)
})

t.test('the library in the keys is the one that is installed', async t => {
  const own = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8'))
  t.match(own.dependencies, meshVersions)
})

t.test('a rectangle needs no mesh, and nothing visible has none', async t => {
  const full = createPicture(12, 7)
  full.pixels.fill(255)
  t.equal(spriteMesh(full, 0), undefined)
  t.doesNotThrow(() => spriteMesh(createPicture(5, 5), 0))
})
