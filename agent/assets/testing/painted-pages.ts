import { createPicture, pixelWords } from '../pictures/picture.js'
import type { Picture } from '../pictures/picture.js'

/** Pages of made-up art for tests of the encoders. */
function paint (width: number, height: number, colourAt: (x: number, y: number) => number): Picture {
  const picture = createPicture(width, height)
  const words = pixelWords(picture)
  for (let at = 0; at < words.length; at++) words[at] = colourAt(at % width, Math.floor(at / width))
  return picture
}

const noise = (x: number, y: number): number => (Math.imul(x * 73 + y * 151, 2654435761) >>> 24) & 7

/** Smooth gradients with a little noise. */
export function paintedPage (side: number): Picture {
  return paint(
    side,
    side,
    (x, y) => 0xff000000 | (x + noise(x, y) & 255) << 16 | (y + noise(y, x) & 255) << 8 | (x + y >> 1 & 255)
  )
}

/** Small tiles of flat shades, repeated with differences. */
export function pixelArtPage (side: number): Picture {
  return paint(side, side, (x, y) => {
    const tile = Math.imul((x >> 5) * 31 + (y >> 5) * 17, 2654435761) >>> 0
    const shade = Math.imul((x & 31) * 7 + (y & 31) * 13 + (tile & 3), 40503) >>> 4 & 0x0f0f0f
    return 0xff000000 | shade * 13 ^ (tile >>> 8 & 0x3f3f3f)
  })
}

/** Discs with soft edges and gradients, transparent between them. */
export function spritePage (side: number, pitch = 32): Picture {
  return paint(side, side, (x, y) => {
    const [dx, dy] = [x % pitch - pitch / 2 + 0.5, y % pitch - pitch / 2 + 0.5]
    const alpha = Math.max(0, Math.min(255, Math.round((pitch * 0.45 - Math.hypot(dx, dy)) * 64)))
    return alpha === 0
      ? 0
      : alpha << 24 | (x * 255 / side & 255) << 16 | (y * 255 / side & 255) << 8 | (128 + dx * 3 & 255)
  })
}

export function pageOfColours (count: number): Picture {
  return paint(64, 32, (x, y) => {
    const index = (y * 64 + x) % count
    return index === 0 ? 0 : (0xff - (index & 1) * 100) << 24 | index * 0x010203
  })
}
