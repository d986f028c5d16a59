import { createPicture, pixelWords } from './picture.js'
import type { Picture } from './picture.js'

/**
 * So many pixels around what is visible get its colour: one is what bilinear filtering reads, the others what
 * smaller mipmaps and blocks of 4×4 mix in.
 */
const distance = 4

/**
 * A copy in which fully transparent pixels beside visible ones have their neighbours' colour, still fully
 * transparent. A game that filters straight alpha mixes colours without their alpha: black there would be a
 * dark rim. All other fully transparent pixels are black, whatever the picture has.
 */
export function bledColours (picture: Picture): Picture {
  const bled = createPicture(picture.width, picture.height)
  const [from, to] = [pixelWords(picture), pixelWords(bled)]
  for (let at = 0; at < from.length; at++) to[at] = from[at]! >>> 24 === 0 ? 0 : from[at]!
  // 1 for visible pixels, one more for each step away from them; 0 for what has no colour yet.
  const steps = new Uint8Array(to.length)
  for (let at = 0; at < to.length; at++) if (to[at] !== 0) steps[at] = 1
  let edge = coloured(steps, bled)
  for (let step = 1; step <= distance; step++) {
    const next: number[] = []
    for (const at of edge) {
      visitNeighbours(at, bled, neighbour => {
        if (steps[neighbour] !== 0) return
        steps[neighbour] = step + 1
        next.push(neighbour)
      })
    }
    for (const at of next) to[at] = meanColour(at, bled, steps, step)
    edge = next
  }
  return bled
}

/** Visible pixels with a neighbour that is not. */
function coloured (steps: Uint8Array, { width, height }: Picture): number[] {
  const edge: number[] = []
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (steps[at] === 0) continue
      const isInside = x > 0 && x < width - 1 && y > 0 && y < height - 1 &&
        steps[at - 1] !== 0 && steps[at + 1] !== 0 && steps[at - width] !== 0 && steps[at + width] !== 0 &&
        steps[at - width - 1] !== 0 && steps[at - width + 1] !== 0 && steps[at + width - 1] !== 0 &&
        steps[at + width + 1] !== 0
      if (!isInside) edge.push(at)
    }
  }
  return edge
}

function visitNeighbours (at: number, { width, height }: Picture, visit: (at: number) => void): void {
  const x = at % width
  const y = (at - x) / width
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
      if (row !== y || column !== x) visit(row * width + column)
    }
  }
}

/** Of the neighbours that got their colour in this step, visible ones by their alpha. */
function meanColour (at: number, picture: Picture, steps: Uint8Array, step: number): number {
  const { pixels } = picture
  let [red, green, blue, sum] = [0, 0, 0, 0]
  visitNeighbours(at, picture, neighbour => {
    if (steps[neighbour] !== step) return
    const weight = step === 1 ? pixels[neighbour * 4 + 3]! : 1
    red += pixels[neighbour * 4]! * weight
    green += pixels[neighbour * 4 + 1]! * weight
    blue += pixels[neighbour * 4 + 2]! * weight
    sum += weight
  })
  const byte = (total: number): number => Math.round(total / sum)
  return byte(blue) << 16 | byte(green) << 8 | byte(red)
}
