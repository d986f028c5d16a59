import { extname } from 'node:path'
import { PacklineError } from '../../errors.js'
import { phrase, type Wording } from '../../messages/phrase.js'

export type PictureFormat = 'png' | 'jpeg' | 'webp'

export interface PictureHeader {
  format: PictureFormat
  width: number
  height: number
  /** Bits per channel (per palette index where the picture is indexed). */
  bitDepth: number
  colourType: 'grey' | 'grey-alpha' | 'rgb' | 'rgba' | 'indexed' | 'cmyk'
  interlaced: boolean
}

const formatOfExtension: Record<string, PictureFormat> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.webp': 'webp'
}

/** The file extensions that decodePicture takes. */
const pictureExtensions = Object.keys(formatOfExtension)

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')

const signatures: Array<{ magic: Buffer, at?: number, format?: PictureFormat, name: Wording }> = [
  { magic: pngSignature, format: 'png', name: 'a PNG' },
  { magic: Buffer.from('ffd8ff', 'hex'), format: 'jpeg', name: 'a JPEG' },
  { magic: Buffer.from('WEBP'), at: 8, format: 'webp', name: 'a WebP' },
  { magic: Buffer.from('GIF8'), name: 'a GIF' },
  { magic: Buffer.from('BM'), name: 'a BMP' },
  { magic: Buffer.from('8BPS'), name: phrase('picture.photoshop') },
  { magic: Buffer.from('II*\0'), name: 'a TIFF' },
  { magic: Buffer.from('MM\0*'), name: 'a TIFF' },
  { magic: Buffer.from('CCZ!'), name: phrase('picture.packed') },
  { magic: Buffer.from('ftyp'), at: 4, name: phrase('picture.video') },
  { magic: Buffer.from('version https://git-lfs'), name: phrase('picture.pointer') },
  { magic: Buffer.from('<'), name: phrase('picture.markup') }
]

/**
 * What the picture's own header says, checked against the file's name, without decoding anything.
 * Throws IMAGE_EMPTY, IMAGE_WRONG_FORMAT, IMAGE_TRUNCATED or IMAGE_UNSUPPORTED.
 */
export function readPictureHeader (bytes: Uint8Array, file: string): PictureHeader {
  if (bytes.length === 0) throw new PacklineError('IMAGE_EMPTY', { file })
  const extension = extname(file).toLowerCase()
  const expected = formatOfExtension[extension]
  if (expected === undefined) {
    throw new PacklineError('IMAGE_UNSUPPORTED', {
      file,
      reason: phrase('picture.extensions', { extensions: pictureExtensions.join(', ') })
    })
  }
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = signatures.find(({ magic, at = 0 }) => view.subarray(at, at + magic.length).equals(magic))
  if (found?.format !== expected) {
    if (found === undefined && isStartOf(view, expected)) throw truncated(file)
    throw new PacklineError('IMAGE_WRONG_FORMAT', {
      file,
      extension,
      actual: found?.name ?? phrase('picture.unknown')
    })
  }
  const header = readers[expected](view, file)
  if (header.width === 0 || header.height === 0) {
    throw new PacklineError('IMAGE_TRUNCATED', {
      file,
      reason: phrase('picture.pixels', { width: header.width, height: header.height })
    })
  }
  return header
}

function truncated (file: string): PacklineError {
  return new PacklineError('IMAGE_TRUNCATED', { file, reason: phrase('picture.cutHeader') })
}

function isStartOf (view: Buffer, format: PictureFormat): boolean {
  const signature = format === 'png'
    ? pngSignature
    : Buffer.from(format === 'jpeg' ? 'ffd8ff' : '52494646', 'hex')
  const length = Math.min(view.length, signature.length)
  return view.length < 12 && view.subarray(0, length).equals(signature.subarray(0, length))
}

const pngColourTypes: Record<number, PictureHeader['colourType']> = {
  0: 'grey',
  2: 'rgb',
  3: 'indexed',
  4: 'grey-alpha',
  6: 'rgba'
}

function readPng (view: Buffer, file: string): PictureHeader {
  if (view.toString('latin1', 12, 16) === 'CgBI') {
    throw new PacklineError('IMAGE_UNSUPPORTED', {
      file,
      reason: phrase('picture.cgbi')
    })
  }
  if (view.length < 33) throw truncated(file)
  const colourType = pngColourTypes[view.readUInt8(25)]
  if (view.toString('latin1', 12, 16) !== 'IHDR' || view.readUInt32BE(8) !== 13 || colourType === undefined) {
    throw new PacklineError('IMAGE_TRUNCATED', { file, reason: phrase('picture.pngHeader') })
  }
  return {
    format: 'png',
    width: view.readUInt32BE(16),
    height: view.readUInt32BE(20),
    bitDepth: view.readUInt8(24),
    colourType,
    interlaced: view[28] === 1
  }
}

const jpegColourTypes: Record<number, PictureHeader['colourType']> = { 1: 'grey', 3: 'rgb', 4: 'cmyk' }

/** Walks the segments up to the frame header (SOF), which may come after long metadata. */
function readJpeg (view: Buffer, file: string): PictureHeader {
  let at = 2
  while (at + 4 <= view.length) {
    const marker = view.readUInt8(at + 1)
    if (view[at] !== 0xff) {
      throw new PacklineError('IMAGE_TRUNCATED', { file, reason: phrase('picture.jpegHeader') })
    }
    if (marker === 0xff) {
      at += 1
    } else if (isFrameMarker(marker)) {
      if (at + 10 > view.length) break
      const colourType = jpegColourTypes[view.readUInt8(at + 9)]
      if (colourType === undefined) {
        throw new PacklineError('IMAGE_UNSUPPORTED', {
          file,
          reason: phrase('picture.channels', { count: view[at + 9] ?? 0 })
        })
      }
      return {
        format: 'jpeg',
        width: view.readUInt16BE(at + 7),
        height: view.readUInt16BE(at + 5),
        bitDepth: view.readUInt8(at + 4),
        colourType,
        interlaced: marker === 0xc2
      }
    } else {
      at += 2 + view.readUInt16BE(at + 2)
    }
  }
  throw truncated(file)
}

function isFrameMarker (marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function readWebp (view: Buffer, file: string): PictureHeader {
  if (view.length < 30) throw truncated(file)
  const common = { format: 'webp', bitDepth: 8, interlaced: false } as const
  switch (view.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return {
        ...common,
        colourType: 'rgb',
        width: view.readUInt16LE(26) & 0x3fff,
        height: view.readUInt16LE(28) & 0x3fff
      }
    case 'VP8L': {
      const bits = view.readUInt32LE(21)
      return { ...common, colourType: 'rgba', width: (bits & 0x3fff) + 1, height: (bits >>> 14 & 0x3fff) + 1 }
    }
    case 'VP8X':
      if ((view.readUInt8(20) & 2) !== 0) {
        throw new PacklineError('IMAGE_UNSUPPORTED', {
          file,
          reason: phrase('picture.animated')
        })
      }
      return {
        ...common,
        colourType: (view.readUInt8(20) & 16) !== 0 ? 'rgba' : 'rgb',
        width: view.readUIntLE(24, 3) + 1,
        height: view.readUIntLE(27, 3) + 1
      }
    default:
      throw new PacklineError('IMAGE_TRUNCATED', { file, reason: phrase('picture.webpHeader') })
  }
}

const readers: Record<PictureFormat, (view: Buffer, file: string) => PictureHeader> = {
  png: readPng,
  jpeg: readJpeg,
  webp: readWebp
}
