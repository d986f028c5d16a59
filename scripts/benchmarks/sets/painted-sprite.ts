import type { SeededRandom } from './seeded-random.js'

export interface Sprite {
  width: number
  height: number
  /** RGBA, not premultiplied; transparent pixels are all zero. */
  pixels: Uint8Array
}

/**
 * A painted-looking sprite: a soft-edged shape with gradient, light and grain, and a transparent border of
 * its own on each side.
 */
export function paintSprite (random: SeededRandom, width: number, height: number): Sprite {
  const pixels = new Uint8Array(width * height * 4)
  const [left, right] = borders(random, width)
  const [top, bottom] = borders(random, height)
  const radiusX = (width - left - right) / 2
  const radiusY = (height - top - bottom) / 2
  const lobes = random.integer(0, 7)
  const depth = lobes === 0 ? 0 : random.real() * 0.35
  const turn = random.real() * Math.PI * 2
  const isBox = random.real() < 0.4
  const edge = 1.5 / Math.max(2, Math.min(radiusX, radiusY)) + random.real() * 0.15
  const [dark, bright] = [colour(random), colour(random)]
  const slope = random.real() * Math.PI * 2
  const [slopeX, slopeY] = [Math.cos(slope) / 2, Math.sin(slope) / 2]
  const [lightX, lightY] = [random.real() - 0.5, random.real() - 0.5]
  const grain = random.integer(0, 2)

  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = (column + 0.5 - left) / radiusX - 1
      const y = (row + 0.5 - top) / radiusY - 1
      if (x < -1 || x > 1 || y < -1 || y > 1) continue
      const distance = isBox ? Math.max(x * x, y * y) : x * x + y * y
      const reach = 1 - depth * (0.5 + 0.5 * Math.sin(lobes * Math.atan2(y, x) + turn))
      const alpha = Math.round(255 * Math.min(1, Math.max(0, (reach - distance) / edge)))
      if (alpha === 0) continue
      const shade = 0.5 + x * slopeX + y * slopeY
      const light = Math.max(0, 1 - (x - lightX) ** 2 - (y - lightY) ** 2) * 40
      const noise = grain === 0 ? 0 : random.integer(-grain, grain)
      const at = (row * width + column) * 4
      for (let channel = 0; channel < 3; channel++) {
        const value = dark[channel as 0 | 1 | 2] * (1 - shade) + bright[channel as 0 | 1 | 2] * shade +
          light + noise
        pixels[at + channel] = Math.min(255, Math.max(0, Math.round(value)))
      }
      pixels[at + 3] = alpha
    }
  }
  return { width, height, pixels }
}

/** The same visible pixels with other borders: an alias once both are trimmed. */
export function withExtraBorder (random: SeededRandom, sprite: Sprite): Sprite {
  const [left, top] = [random.integer(0, 6), random.integer(0, 6)]
  const width = sprite.width + left + random.integer(0, 6)
  const height = sprite.height + top + random.integer(0, 6)
  const pixels = new Uint8Array(width * height * 4)
  for (let row = 0; row < sprite.height; row++) {
    const source = sprite.pixels.subarray(row * sprite.width * 4, (row + 1) * sprite.width * 4)
    pixels.set(source, ((row + top) * width + left) * 4)
  }
  return { width, height, pixels }
}

function borders (random: SeededRandom, side: number): [number, number] {
  const most = Math.min(12, Math.floor(side / 8))
  return [random.integer(0, most), random.integer(0, most)]
}

function colour (random: SeededRandom): [number, number, number] {
  return [random.integer(20, 220), random.integer(20, 220), random.integer(20, 220)]
}
