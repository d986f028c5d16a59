import { existsSync } from 'node:fs'
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import t from 'tap'
import { paintedPage, spritePage } from '../testing/painted-pages.js'
import { randomSprite } from '../testing/random-sprite.js'
import { createPicture } from './picture.js'
import type { Picture } from './picture.js'
import { findAstcEncoder } from './astc.js'
import { encodePage } from './encode.js'
import type { EncodeSettings } from './encode.js'
import { premultiplied, reducedColours } from './pixel-format.js'

const settings: EncodeSettings = {
  textureFormat: 'png',
  pixelFormat: 'RGBA8888',
  premultiplyAlpha: false,
  quality: 90,
  astcBlock: '6x6',
  profile: 'fast'
}

async function decoded (bytes: Buffer): Promise<Buffer> {
  return await sharp(bytes).ensureAlpha().raw().toBuffer()
}

function meanError (page: Picture, pixels: Buffer): number {
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
  const level = (value: number, bits: number): number => Math.round(value * 255 / (2 ** bits - 1))
  for (let at = 0; at < width * height; at++) {
    if (pixelFormat === '808080861626772') pixels.set(body.subarray(at * 4, at * 4 + 4), at * 4)
    else {
      const word = body.readUInt16LE(at * 2)
      if (pixelFormat === '404040461626772') {
        pixels.set(
          [word >> 12, word >> 8 & 15, word >> 4 & 15, word & 15].map(value => level(value, 4)),
          at * 4
        )
      } else if (pixelFormat === '5060500626772') {
        pixels.set([level(word >> 11, 5), level(word >> 5 & 63, 6), level(word & 31, 5), 255], at * 4)
      } else throw new Error(pixelFormat)
    }
  }
  if (body.length !== width * height * (pixelFormat.startsWith('8') ? 4 : 2)) throw new Error('wrong size')
  return { width, height, isPremultiplied: (pvr.readUInt32LE(4) & 2) !== 0, pixelFormat, pixels }
}

t.test('pvr.ccz and png hold the same pixels: those of the page, premultiplied and reduced as asked', async t => {
  const choices = fc.record({
    pixelFormat: fc.constantFrom('RGBA8888', 'RGBA4444', 'RGB565'),
    premultiplyAlpha: fc.boolean(),
    profile: fc.constantFrom('fast', 'release')
  })
  await fc.assert(
    fc.asyncProperty(randomSprite(), choices, async (page, choice) => {
      const expected = reducedColours(
        choice.premultiplyAlpha ? premultiplied(page) : page,
        choice.pixelFormat
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

t.test('a page that the encoder does not take fails with its name', async t => {
  const wide = createPicture(20_000, 1)
  const encoding = encodePage(wide, { ...settings, textureFormat: 'webp' }, 'units-0')
  await t.rejects(encoding, { code: 'IMAGE_ENCODER_FAILED', details: { page: 'units-0' } })
})
