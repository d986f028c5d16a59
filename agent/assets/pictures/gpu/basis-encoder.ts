import type { NodeBasisEncoder } from 'ktx2-encoder'
import { ReasonError } from '../../../error-text.js'
import { phrase } from '../../../messages/phrase.js'

/** Formats that the encoder makes, by their numbers in its transcoder_texture_format. */
const transcoderFormats = { etc1: 0, etc2: 1, pvrtc4Opaque: 8, pvrtc4: 9 } as const
/** cDecodeFlagsTranscodeAlphaDataToOpaqueFormats and cDecodeFlagsHighQuality of basisu_transcoder.h. */
const flags = { alphaAsColours: 4, highQuality: 32 } as const
const rawPixels = 0
const headerBytes = 64 * 1024

export type BlockFormat = keyof typeof transcoderFormats

export interface BasisTask {
  width: number
  height: number
  pixels: Uint8Array
  effort: 'fast' | 'release'
  /** A KTX2 file, lossy by a quality of 1 to 99, or nearly lossless; else blocks of these formats. */
  make: { ktx2: { quality: number } } | { blocks: Array<{ format: BlockFormat, isAlpha: boolean }> }
}

/** What of its WebAssembly module is used; the package types its encoder only. */
interface BasisModule {
  BasisEncoder: new() => Encoder
  BasisFile: new(bytes: Uint8Array) => Transcoder
}

interface Encoder {
  setDebug: (isOn: boolean) => void
  setCreateKTX2File: (isKtx2: boolean) => void
  setUASTC: (isUastc: boolean) => void
  setPackUASTCFlags: (level: number) => void
  setKTX2UASTCSupercompression: (isOn: boolean) => void
  setQualityLevel: (level: number) => void
  setPerceptual: (isSrgb: boolean) => void
  setMipGen: (isOn: boolean) => void
  setSliceSourceImage: (
    slice: number,
    pixels: Uint8Array,
    width: number,
    height: number,
    type: number
  ) => boolean
  encode: (into: Uint8Array) => number
  delete: () => void
}

interface Transcoder {
  startTranscoding: () => number
  getImageTranscodedSizeInBytes: (image: number, level: number, format: number) => number
  transcodeImageWithFlags: (
    into: Uint8Array,
    image: number,
    level: number,
    format: number,
    flags: number
  ) => number
  close: () => void
  delete: () => void
}

/** Encodes in this thread: seconds for a large page. One file for KTX2, else one for each format. */
export async function encodeBasis (basis: NodeBasisEncoder, task: BasisTask): Promise<Uint8Array[]> {
  const module = await basis.init() as unknown as BasisModule
  const { make } = task
  if ('ktx2' in make) return [encoded(module, task, make.ktx2.quality)]
  const file = new module.BasisFile(encoded(module, task, undefined))
  try {
    if (file.startTranscoding() === 0) throw new ReasonError(phrase('gpu.unreadable'))
    return make.blocks.map(({ format, isAlpha }) => {
      const number = transcoderFormats[format]
      const blocks = new Uint8Array(file.getImageTranscodedSizeInBytes(0, 0, number))
      const wanted = flags.highQuality | (isAlpha ? flags.alphaAsColours : 0)
      if (file.transcodeImageWithFlags(blocks, 0, 0, number, wanted) === 0) {
        throw new ReasonError(phrase('gpu.noFormat', { format }))
      }
      return blocks
    })
  } finally {
    file.close()
    file.delete()
  }
}

/** `quality`: undefined for what is transcoded. */
function encoded (module: BasisModule, task: BasisTask, quality: number | undefined): Uint8Array {
  const encoder = new module.BasisEncoder()
  try {
    const isUastc = quality === undefined || quality === 100
    encoder.setDebug(false)
    encoder.setCreateKTX2File(quality !== undefined)
    encoder.setUASTC(isUastc)
    encoder.setPackUASTCFlags(task.effort === 'release' ? 2 : 0)
    encoder.setKTX2UASTCSupercompression(quality !== undefined && isUastc)
    if (!isUastc) encoder.setQualityLevel(Math.max(1, Math.round(quality * 2.55)))
    // Sprites are compared as numbers: no channel counts more.
    encoder.setPerceptual(false)
    encoder.setMipGen(false)
    if (!encoder.setSliceSourceImage(0, task.pixels, task.width, task.height, rawPixels)) {
      throw new ReasonError(phrase('gpu.size', { width: task.width, height: task.height }))
    }
    const into = new Uint8Array(task.pixels.length + headerBytes)
    const length = encoder.encode(into)
    if (length === 0) throw new ReasonError(phrase('gpu.silent'))
    return into.slice(0, length)
  } finally {
    encoder.delete()
  }
}
