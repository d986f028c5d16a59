import { pixelWords } from './picture.js'
import type { Picture } from './picture.js'
import { pngChunk, pngHeaderChunk, pngSignature } from './png-chunk.js'
import { deflate } from './deflate.js'
import { distinctColours } from './distinct-colours.js'

/**
 * An indexed PNG of a picture with at most 256 colours (colour and alpha together), or nothing when it has
 * more.
 */
export async function encodeIndexedPng (picture: Picture): Promise<Buffer | undefined> {
  const indexed = indexColours(picture)
  if (indexed === undefined) return undefined
  const { colours, rows } = indexed
  const chunks = [pngSignature, pngHeaderChunk(picture.width, picture.height, 8, 3)]
  chunks.push(
    pngChunk(
      'PLTE',
      Buffer.from(colours.flatMap(colour => [colour & 0xff, colour >>> 8 & 0xff, colour >>> 16 & 0xff]))
    )
  )
  const opaqueFrom = colours.findLastIndex(colour => colour >>> 24 !== 0xff) + 1
  if (opaqueFrom > 0) {
    chunks.push(pngChunk('tRNS', Buffer.from(colours.slice(0, opaqueFrom).map(colour => colour >>> 24))))
  }
  chunks.push(pngChunk('IDAT', await deflate(rows, 6)), pngChunk('IEND', Buffer.alloc(0)))
  return Buffer.concat(chunks)
}

/** Each row after its filter byte, which is 0: indices compress best unfiltered. */
function indexColours (picture: Picture): { colours: number[], rows: Buffer } | undefined {
  const words = pixelWords(picture)
  const colours = distinctColours(words)
  if (colours === undefined) return undefined
  const indexOf = new Map(colours.map((colour, index) => [colour, index]))
  const rows = Buffer.alloc((picture.width + 1) * picture.height)
  let last = -1
  let index = 0
  for (let y = 0, from = 0, to = 0; y < picture.height; y++) {
    to++
    for (let x = 0; x < picture.width; x++) {
      const word = words[from++]!
      if (word !== last) {
        index = indexOf.get(word)!
        last = word
      }
      rows[to++] = index
    }
  }
  return { colours, rows }
}
