import { crc32, deflateSync } from 'node:zlib'

/** Straight RGBA, 8 bits each, rows from the top. */
export interface Pixels {
  width: number
  height: number
  rgba: Uint8Array
}

/** How a PNG holds its pixels: which of its many forms. */
export interface PngForm {
  colour: 'grey' | 'rgb' | 'indexed' | 'grey-alpha' | 'rgba'
  depth: 1 | 8 | 16
  interlaced: boolean
  /** Type of the filter of every row. */
  filter: 0 | 1 | 2
  /** Chunks that a loader has to step over. */
  extra: 'none' | 'text' | 'gamma' | 'orientation' | 'split'
}

const colourTypes = { grey: 0, rgb: 2, indexed: 3, 'grey-alpha': 4, rgba: 6 } as const
const channels = { grey: 1, rgb: 3, indexed: 1, 'grey-alpha': 2, rgba: 4 } as const
/** First column and row, steps between columns and rows of the passes of Adam7 (PNG, 8.2). */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2]
] as const

/**
 * A PNG in one of the forms that the libraries of this project do not write. The pixels have to fit the form:
 * grey for grey, opaque for forms without alpha, at most 256 colours for indexed.
 */
export function writePng (pixels: Pixels, form: PngForm): Buffer {
  const palette = form.colour === 'indexed' ? paletteOf(pixels) : undefined
  const head = Buffer.alloc(13)
  head.writeUInt32BE(pixels.width, 0)
  head.writeUInt32BE(pixels.height, 4)
  head.set([form.depth, colourTypes[form.colour], 0, 0, form.interlaced ? 1 : 0], 8)
  const data = deflateSync(Buffer.concat(rowsOf(pixels, form, palette)), { level: 1 })
  const middle = form.extra === 'split' ? Math.floor(data.length / 2) : data.length
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...extraChunks(form.extra),
    ...palette === undefined ? [] : paletteChunks(palette),
    chunk('IDAT', data.subarray(0, middle)),
    ...middle < data.length ? [chunk('IDAT', Buffer.alloc(0)), chunk('IDAT', data.subarray(middle))] : [],
    chunk('IEND', Buffer.alloc(0))
  ])
}

function extraChunks (extra: PngForm['extra']): Buffer[] {
  switch (extra) {
    case 'text':
      return [chunk('tEXt', Buffer.from('Comment\0<&>')), chunk('prVt', Buffer.from('private'))]
    case 'gamma':
      return [
        chunk('gAMA', Buffer.from([0, 1, 0x86, 0xa0])),
        chunk('pHYs', Buffer.from('000010000000200001', 'hex'))
      ]
    case 'orientation':
      // TIFF, big-endian, one entry: Orientation (0x0112) is 6, a quarter turn.
      return [chunk('eXIf', Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex'))]
    case 'none':
    case 'split':
      return []
  }
}

function rowsOf (pixels: Pixels, form: PngForm, palette: readonly number[] | undefined): Buffer[] {
  const passes = form.interlaced ? adam7 : [[0, 0, 1, 1]] as const
  return passes.flatMap(([left, top, stepX, stepY]) => {
    const columns = stepped(left, stepX, pixels.width)
    const rows = stepped(top, stepY, pixels.height)
    if (columns.length === 0) return []
    let above = Buffer.alloc(0)
    return rows.map(y => {
      const row = rowOf(columns.map(x => (y * pixels.width + x) * 4), pixels, form, palette)
      const filtered = filter(row, above, form)
      above = row
      return filtered
    })
  })
}

function stepped (first: number, step: number, end: number): number[] {
  const places: number[] = []
  for (let place = first; place < end; place += step) places.push(place)
  return places
}

function rowOf (
  places: readonly number[],
  { rgba }: Pixels,
  { colour, depth }: PngForm,
  palette: readonly number[] | undefined
): Buffer<ArrayBuffer> {
  const samples = places.flatMap(at => samplesOf(rgba.subarray(at, at + 4), colour, palette))
  // The same value in both bytes is the same share of the range.
  if (depth === 16) return Buffer.from(samples.flatMap(sample => [sample, sample]))
  if (depth === 8) return Buffer.from(samples)
  const bits = Buffer.alloc(Math.ceil(samples.length / 8))
  for (const [index, sample] of samples.entries()) {
    const bit = colour === 'indexed' ? sample : sample > 127 ? 1 : 0
    bits[index >> 3] = (bits[index >> 3] ?? 0) | bit << 7 - index % 8
  }
  return bits
}

function samplesOf (
  pixel: Uint8Array,
  colour: PngForm['colour'],
  palette: readonly number[] | undefined
): number[] {
  switch (colour) {
    case 'grey':
      return [pixel[0] ?? 0]
    case 'grey-alpha':
      return [pixel[0] ?? 0, pixel[3] ?? 0]
    case 'rgb':
      return [...pixel.subarray(0, 3)]
    case 'indexed':
      return [palette?.indexOf(wordOf(pixel)) ?? 0]
    case 'rgba':
      return [...pixel]
  }
}

function filter (row: Buffer, above: Buffer, { filter: type, colour, depth }: PngForm): Buffer {
  const pixelBytes = Math.max(1, channels[colour] * depth / 8)
  const filtered = Buffer.alloc(row.length + 1)
  filtered[0] = type
  for (const [at, value] of row.entries()) {
    const before = type === 1 ? row[at - pixelBytes] ?? 0 : type === 2 ? above[at] ?? 0 : 0
    filtered[at + 1] = value - before & 255
  }
  return filtered
}

function paletteOf ({ rgba }: Pixels): number[] {
  const colours = new Set<number>()
  for (let at = 0; at < rgba.length; at += 4) colours.add(wordOf(rgba.subarray(at, at + 4)))
  if (colours.size > 256) throw new RangeError(`${colours.size} colours in a palette`)
  return [...colours]
}

function paletteChunks (palette: readonly number[]): Buffer[] {
  return [
    chunk('PLTE', Buffer.from(palette.flatMap(word => [word >>> 24, word >>> 16 & 255, word >>> 8 & 255]))),
    chunk('tRNS', Buffer.from(palette.map(word => word & 255)))
  ]
}

function wordOf (pixel: Uint8Array): number {
  const [red = 0, green = 0, blue = 0, alpha = 0] = pixel
  return (red << 24 | green << 16 | blue << 8 | alpha) >>> 0
}

function chunk (type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
