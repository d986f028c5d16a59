// Takes 10 s.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import t from 'tap'
import { decodedBlocks, whyNoBlockDecoder } from '../testing/block-decoder.js'
import { openKtxReader, readKtx2 } from '../testing/ktx-reader.js'
import { paintedPage, spritePage } from '../testing/painted-pages.js'
import { randomSprite } from '../testing/random-sprite.js'
import { bledColours } from './bleed-colours.js'
import { createPicture } from './picture.js'
import type { Picture } from './picture.js'
import { findAstcEncoder } from './astc.js'
import { bleedsColours, encodePage } from './encode.js'
import type { EncodeSettings } from './encode.js'
import { gpuEncoderVersion } from './gpu/gpu-formats.js'
import { premultiplied, reducedColours } from './pixel-format.js'
import { protectedCcz } from './protect-ccz.js'

const settings: EncodeSettings = {
  textureFormat: 'png',
  pixelFormat: 'RGBA8888',
  premultiplyAlpha: false,
  quality: 90,
  astcBlock: '6x6',
  dither: 'floyd-steinberg',
  bleeds: false,
  profile: 'fast'
}

async function decoded (bytes: Buffer): Promise<Buffer> {
  return await sharp(bytes).ensureAlpha().raw().toBuffer()
}

function meanError (page: Picture, pixels: Uint8Array): number {
  let sum = 0
  for (const [at, value] of page.pixels.entries()) {
    if (page.pixels[at | 3] !== 0) sum += Math.abs(value - pixels[at]!)
  }
  return sum / page.pixels.length
}

/** Reads a CCZ file and the PVR texture in it as the cocos2d-x loader does. */
function readPvrCcz (
  file: Buffer
): { width: number, height: number, isPremultiplied: boolean, pixelFormat: string, pixels: Uint8Array } {
  if (file.toString('latin1', 0, 4) !== 'CCZ!' || file.readUInt16BE(4) !== 0 || file.readUInt16BE(6) > 2) {
    throw new Error('no CCZ file')
  }
  const pvr = inflateSync(file.subarray(16))
  if (pvr.length !== file.readUInt32BE(12)) throw new Error('wrong length')
  if (pvr.readUInt32LE(0) !== 0x03525650 || pvr.readUInt32LE(44) !== 1) {
    throw new Error('no PVR version 3 texture')
  }
  const pixelFormat = pvr.readBigUInt64LE(8).toString(16)
  const [height, width] = [pvr.readUInt32LE(24), pvr.readUInt32LE(28)]
  const body = pvr.subarray(52 + pvr.readUInt32LE(48))
  const pixels = new Uint8Array(width * height * 4)
  const bytesOf: Record<string, number> = { '808080861626772': 4, '8080800626772': 3, '800000061': 1 }
  const bytes = bytesOf[pixelFormat] ?? 2
  const level = (value: number, bits: number): number => Math.round(value * 255 / (2 ** bits - 1))
  for (let at = 0; at < width * height; at++) {
    if (bytes === 4) pixels.set(body.subarray(at * 4, at * 4 + 4), at * 4)
    else if (bytes === 3) pixels.set([...body.subarray(at * 3, at * 3 + 3), 255], at * 4)
    else if (bytes === 1) pixels.set([0, 0, 0, body[at]!], at * 4)
    else {
      const word = body.readUInt16LE(at * 2)
      if (pixelFormat === '404040461626772') {
        pixels.set(
          [word >> 12, word >> 8 & 15, word >> 4 & 15, word & 15].map(value => level(value, 4)),
          at * 4
        )
      } else if (pixelFormat === '105050561626772') {
        const colours = [word >> 11, word >> 6 & 31, word >> 1 & 31].map(value => level(value, 5))
        pixels.set([...colours, (word & 1) * 255], at * 4)
      } else if (pixelFormat === '5060500626772') {
        pixels.set([level(word >> 11, 5), level(word >> 5 & 63, 6), level(word & 31, 5), 255], at * 4)
      } else throw new Error(pixelFormat)
    }
  }
  if (body.length !== width * height * bytes) throw new Error('wrong size')
  return { width, height, isPremultiplied: (pvr.readUInt32LE(4) & 2) !== 0, pixelFormat, pixels }
}

t.test('pvr.ccz and png hold the same pixels: those of the page, premultiplied and reduced as asked', async t => {
  const choices = fc.record({
    pixelFormat: fc.constantFrom('RGBA8888', 'RGBA4444', 'RGBA5551', 'RGB888', 'RGB565', 'A8'),
    dither: fc.constantFrom('none', 'floyd-steinberg'),
    bleeds: fc.boolean(),
    premultiplyAlpha: fc.boolean(),
    profile: fc.constantFrom('fast', 'release')
  })
  await fc.assert(
    fc.asyncProperty(randomSprite(), choices, async (page, choice) => {
      const expected = reducedColours(
        choice.premultiplyAlpha ? premultiplied(page) : choice.bleeds ? bledColours(page) : page,
        choice.pixelFormat,
        choice.dither
      )
      const ccz = await encodePage(page, { ...settings, ...choice, textureFormat: 'pvr.ccz' }, 'page')
      const png = await encodePage(page, { ...settings, ...choice }, 'page')
      const texture = readPvrCcz(ccz.bytes)
      return ccz.extension === '.pvr.ccz' && png.extension === '.png' &&
        texture.width === page.width && texture.height === page.height && texture
            .isPremultiplied === choice.premultiplyAlpha &&
        Buffer.from(texture.pixels).equals(expected.pixels) && (await decoded(
          png.bytes
        ))
        .equals(expected.pixels)
    }),
    { numRuns: 80 }
  )
})

/** What OpenGL's bilinear filter reads between pixels, with straight alpha: each channel by itself. */
function filtered ({ pixels, width }: Picture, x: number, y: number): number[] {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  return [0, 1, 2, 3].map(channel => {
    const at = (column: number, row: number): number => pixels[(row * width + column) * 4 + channel]!
    const upper = at(left, top) * (left + 1 - x) + at(left + 1, top) * (x - left)
    const lower = at(left, top + 1) * (left + 1 - x) + at(left + 1, top + 1) * (x - left)
    return upper * (top + 1 - y) + lower * (y - top)
  })
}

t.test('a white disc stays white to its rim when a game filters its pvr.ccz or WebP', async t => {
  const disc = createPicture(40, 40)
  for (let at = 0; at < 1600; at++) {
    const alpha = 255 * Math.max(0, Math.min(1, 12.5 - Math.hypot(at % 40 - 20, Math.floor(at / 40) - 20)))
    if (alpha >= 1) disc.pixels.set([255, 255, 255, alpha], at * 4)
  }
  const darkest = (picture: Picture): number => {
    let least = 255
    for (let y = 4; y < 35; y += 0.37) {
      for (let x = 4; x < 35; x += 0.37) {
        const [red = 0, , , alpha = 0] = filtered(picture, x, y)
        if (alpha > 0) least = Math.min(least, red)
      }
    }
    return least
  }
  t.ok(darkest(disc) < 192, 'without it the rim is dark')
  for (const format of [{ pixelFormat: 'RGBA8888' }, { pixelFormat: 'RGBA4444' }] as const) {
    const options = { ...settings, ...format, bleeds: true }
    const ccz = readPvrCcz((await encodePage(disc, { ...options, textureFormat: 'pvr.ccz' }, 'page')).bytes)
    t.equal(darkest(ccz), 255)
    const webp = await encodePage(disc, { ...options, textureFormat: 'webp' }, 'page')
    const read = { ...disc, pixels: new Uint8Array(await decoded(webp.bytes)) }
    t.ok(darkest(read) > 247, `${darkest(read)} of lossy WebP`)
  }
  t.match([
    bleedsColours({ textureFormat: 'pvr.ccz', alphaBleeding: 'auto', premultiplyAlpha: false }),
    bleedsColours({ textureFormat: 'webp', alphaBleeding: 'auto', premultiplyAlpha: false }),
    bleedsColours({ textureFormat: 'png', alphaBleeding: 'auto', premultiplyAlpha: false }),
    bleedsColours({ textureFormat: 'png', alphaBleeding: 'on', premultiplyAlpha: false }),
    bleedsColours({ textureFormat: 'webp', alphaBleeding: 'off', premultiplyAlpha: false }),
    bleedsColours({ textureFormat: 'webp', alphaBleeding: 'on', premultiplyAlpha: true })
  ], [true, true, false, true, false, false])
})

t.test('bleeding changes no alpha and nothing that is visible, and has no memory', async () => {
  fc.assert(fc.property(randomSprite(), page => {
    const bled = bledColours(page)
    return bled.pixels.every((value, at) => {
      const alpha = page.pixels[at | 3]!
      return at % 4 === 3 ? value === alpha : alpha === 0 || value === page.pixels[at]
    }) && Buffer.from(bledColours(bled).pixels).equals(bled.pixels)
  }))
})

t.test('a protected pvr.ccz is the one that its key opens in cocos2d-x', async t => {
  // The digest is that of a second implementation, in Python, of what ZipUtils::decodeEncodedPvr undoes.
  const file = Buffer.concat([
    Buffer.from('CCZ!\0\0\0\x02\0\0\0\0', 'latin1'),
    Buffer.from(Array.from({ length: 5003 }, (_, at) => (at * 7 + 3) & 255))
  ])
  const key = '00112233445566778899aabbccddeeff'
  t.equal(
    createHash('sha256').update(protectedCcz(file, key)).digest('hex'),
    '600162eca2c7e5c7fd723e9616c74099ff439e2d1e82462f8bfe68010b863bd2'
  )
  const page = spritePage(48)
  const open = await encodePage(page, { ...settings, textureFormat: 'pvr.ccz' }, 'page')
  const closed = await encodePage(page, { ...settings, textureFormat: 'pvr.ccz', contentKey: key }, 'page')
  t.same(closed.bytes, protectedCcz(open.bytes, key))
})

t.test('png8 has a palette and looks like the page; a lower quality is smaller', async t => {
  const page = spritePage(256)
  const { bytes, extension } = await encodePage(page, { ...settings, textureFormat: 'png8' }, 'page')
  t.equal(extension, '.png')
  t.equal(bytes[25], 3, 'indexed')
  const error = meanError(page, await decoded(bytes))
  t.ok(error < 12, `mean error ${error}`)
  const coarse = await encodePage(page, { ...settings, textureFormat: 'png8', quality: 1 }, 'page')
  t.ok(coarse.bytes.length < bytes.length)
})

t.test('webp is lossless at quality 100 and smaller below', async t => {
  for (const page of [spritePage(128), paintedPage(128)]) {
    const lossless = await encodePage(page, { ...settings, textureFormat: 'webp', quality: 100 }, 'page')
    t.equal(lossless.extension, '.webp')
    t.ok((await decoded(lossless.bytes)).equals(page.pixels))
    const lossy = await encodePage(page, { ...settings, textureFormat: 'webp', quality: 80 }, 'page')
    t.ok(lossy.bytes.length < lossless.bytes.length)
    t.ok(meanError(page, await decoded(lossy.bytes)) < 8)
  }
})

/**
 * The encoder of the development dependency @gpu-tex-enc/astc, which is Arm's own; else one that the machine
 * has.
 */
const bundled = dirname(createRequire(import.meta.url).resolve('@gpu-tex-enc/astc/package.json'))
const folders = [
  join(bundled, 'bin', `${process.platform}-${process.arch}`),
  join(bundled, 'bin', process.platform),
  ...(process.env.PATH ?? '').split(delimiter)
]
const encoder = await findAstcEncoder(folders.filter(folder => existsSync(folder)).join(delimiter)).catch(
  () => undefined
)
const skip = encoder === undefined
  ? 'no astcenc for this platform: install the package astcenc (Debian) or astc-encoder (Homebrew)'
  : false

t.test('astc is made by astcenc, and what it decodes to looks like the page', { skip }, async t => {
  const temporaryFolder = t.testdir({ 'name with spaces; $(touch x)': {} })
  const folder = join(temporaryFolder, 'name with spaces; $(touch x)')
  const page = spritePage(96)
  const { bytes, extension } = await encodePage(page, {
    ...settings,
    textureFormat: 'astc',
    astcBlock: '4x4',
    astcEncoder: encoder!,
    temporaryFolder: folder
  }, 'page')
  t.equal(extension, '.astc')
  t.same([...bytes.subarray(0, 16)], [0x13, 0xab, 0xa1, 0x5c, 4, 4, 1, 96, 0, 0, 96, 0, 0, 1, 0, 0])
  t.equal(bytes.length, 16 + 24 * 24 * 16)
  t.same(await readdir(folder), [], 'nothing is left in the temporary folder')
  t.match(encoder!.version, /^\d+\.\d+/)

  await writeFile(join(folder, 'page.astc'), bytes)
  execFileSync(encoder!.file, ['-dl', join(folder, 'page.astc'), join(folder, 'page.png'), '-silent'])
  const error = meanError(page, await decoded(await readFile(join(folder, 'page.png'))))
  t.ok(error < 3, `mean error ${error}`)
})

t.test('without astcenc an astc page fails with TOOL_NOT_FOUND', async t => {
  await t.rejects(findAstcEncoder(t.testdir()), { code: 'TOOL_NOT_FOUND', details: { tool: 'astcenc' } })
  await t.rejects(encodePage(spritePage(16), { ...settings, textureFormat: 'astc' }, 'page'), {
    code: 'TOOL_NOT_FOUND'
  })
})

t.test('an encoder that fails gives its own words, and one that cannot start is passed over', {
  skip: process.platform === 'win32' && 'the stand-in is a shell script'
}, async t => {
  const failing =
    '#!/bin/sh\nif [ "$1" = -version ]; then echo "astcenc v9.9.9, 64-bit"; exit 0; fi\necho "ERROR: no such block" >&2\nexit 1\n'
  const folder = t.testdir({ astcenc: '#!/bin/sh\nexit 127\n', 'astcenc-sse2': failing })
  for (const file of ['astcenc', 'astcenc-sse2']) await chmod(join(folder, file), 0o755)
  const astcEncoder = await findAstcEncoder(folder)
  t.same(astcEncoder, { file: join(folder, 'astcenc-sse2'), version: '9.9.9' })
  await t.rejects(
    encodePage(
      spritePage(16),
      { ...settings, textureFormat: 'astc', astcEncoder, temporaryFolder: folder },
      'page'
    ),
    { code: 'TOOL_FAILED', details: { reason: 'ERROR: no such block' } }
  )
  t.same((await readdir(folder)).sort(), ['astcenc', 'astcenc-sse2'])
})

const blockPage = spritePage(64)
const blockTexture = async (textureFormat: EncodeSettings['textureFormat']) =>
  await encodePage(blockPage, { ...settings, bleeds: true, textureFormat }, 'page')
const encodeBlocks = async () =>
  await Promise.all([blockTexture('etc1'), blockTexture('etc2'), blockTexture('pvrtc4')])
let made: ReturnType<typeof encodeBlocks> | undefined
/** Made once: the encoder is slow. */
const blockTextures = async () => await (made ??= encodeBlocks())

t.test('textures of graphics processors have the headers that engines check', async t => {
  const page = blockPage
  const make = async (quality: number) =>
    await encodePage(page, { ...settings, bleeds: true, textureFormat: 'ktx2', quality }, 'page')
  const [[etc1, etc2, pvrtc], ktx2, best] = await Promise.all([blockTextures(), make(90), make(100)])

  const pkm = (version: string, type: number): Buffer =>
    Buffer.concat([Buffer.from(`PKM ${version}\0`), Buffer.of(type, 0, 64, 0, 64, 0, 64, 0, 64)])
  t.same(etc1.bytes.subarray(0, 16), pkm('10', 0))
  t.same(etc1.alpha?.subarray(0, 16), pkm('10', 0), 'the alpha is a texture of its own')
  t.same(etc2.bytes.subarray(0, 16), pkm('20', 3))
  t.same([etc1, etc2, pvrtc, ktx2].map(({ extension }) => extension), ['.pkm', '.pkm', '.pvr.ccz', '.ktx2'])
  t.same([etc1.bytes.length, etc2.bytes.length], [16 + 64 * 64 / 2, 16 + 64 * 64])
  const pvr = inflateSync(pvrtc.bytes.subarray(16))
  t.match([pvr.readBigUInt64LE(8), pvr.readUInt32LE(24), pvr.readUInt32LE(28), pvr.length], [
    3n,
    64,
    64,
    52 + 64 * 64 / 2
  ])
  t.same(ktx2.bytes.subarray(0, 12), Buffer.from('ab4b5458203230bb0d0a1a0a', 'hex'))

  const ktx = await openKtxReader()
  const [lossy, nearly] = [ktx2, best].map(({ bytes }) => {
    const read = readKtx2(ktx, bytes)
    t.match(read, { width: 64, height: 64 })
    return meanError(page, read.pixels)
  })
  t.ok(lossy! < 5 && nearly! < 2, `${lossy} and ${nearly} of KTX2`)

  const own = JSON.parse(await readFile(join(import.meta.dirname, '../../../package.json'), 'utf8'))
  t.match(own.dependencies, gpuEncoderVersion, 'the version in the keys is the one that is installed')
})

t.test('what a decoder of somebody else reads from ETC and PVRTC looks like the page', {
  skip: whyNoBlockDecoder()
}, async t => {
  const [etc1, etc2, pvrtc] = await blockTextures()
  const pvr = inflateSync(pvrtc.bytes.subarray(16))
  const errors = {
    etc2: meanError(blockPage, decodedBlocks('etc2', blockPage, etc2.bytes.subarray(16))),
    pvrtc4: meanError(blockPage, decodedBlocks('pvrtc4', blockPage, pvr.subarray(52))),
    etc1: meanError(
      blockPage,
      withAlphaOf(
        decodedBlocks('etc1', blockPage, etc1.bytes.subarray(16)),
        decodedBlocks('etc1', blockPage, etc1.alpha!.subarray(16))
      )
    )
  }
  t.ok(errors.etc2 < 4 && errors.etc1 < 5 && errors.pvrtc4 < 8, JSON.stringify(errors))
})

function withAlphaOf (colours: Buffer, alpha: Buffer): Buffer {
  for (let at = 3; at < colours.length; at += 4) colours[at] = alpha[at - 3]!
  return colours
}

t.test('a block encoder that is not wanted any more stops', async t => {
  const encoding = encodePage(spritePage(64), {
    ...settings,
    textureFormat: 'etc2',
    signal: AbortSignal.abort()
  }, 'page')
  await t.rejects(encoding, { name: 'AbortError' })
})

t.test('a page that the encoder does not take fails with its name', async t => {
  const wide = createPicture(20_000, 1)
  const encoding = encodePage(wide, { ...settings, textureFormat: 'webp' }, 'units-0')
  await t.rejects(encoding, { code: 'IMAGE_ENCODER_FAILED', details: { page: 'units-0' } })
})
