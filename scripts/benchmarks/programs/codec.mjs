// codec.mjs FOLDER ROUNDS: seconds and bytes of each way to decode the folder and to encode its first page,
// as JSON.
import { CompressionType, FilterType, Transformer } from '@napi-rs/image'
import { readFileSync } from 'node:fs'
import pLimit from 'p-limit'
import sharp from 'sharp'
import { findPngs } from './find-pngs.mjs'
import { decode, shelfPages, side } from './shelf-pages.mjs'

const [folder, rounds] = process.argv.slice(2)
const files = findPngs(folder)
sharp.cache(false)
sharp.concurrency(1)

const limited = async (width, read) => {
  const limit = pLimit(width)
  await Promise.all(files.map(file => limit(() => read(file))))
}
const decoders = {
  'sharp, 8 at once': async () => await limited(8, file => sharp(file).ensureAlpha().raw().toBuffer()),
  'sharp, 16 at once': async () => await limited(16, file => sharp(file).ensureAlpha().raw().toBuffer()),
  '@napi-rs/image, one thread': async () => {
    for (const file of files) decode(file)
  },
  '@napi-rs/image, 8 at once': async () =>
    await limited(8, async file => await new Transformer(readFileSync(file)).rawPixels())
}

const page = shelfPages(files).next().value
const bySharp = options => async () =>
  await sharp(page, { raw: { width: side, height: side, channels: 4 } }).png(options).toBuffer()
const byNapi = (compressionType, filterType) => async () =>
  await Transformer.fromRgbaPixels(page, side, side).png({ compressionType, filterType })
const encoders = {
  'sharp, level 1': bySharp({ compressionLevel: 1 }),
  'sharp, level 6': bySharp({ compressionLevel: 6 }),
  'sharp, level 6, adaptive filter': bySharp({ compressionLevel: 6, adaptiveFiltering: true }),
  'sharp, level 9': bySharp({ compressionLevel: 9 }),
  '@napi-rs/image, fast, Paeth': byNapi(CompressionType.Fast, FilterType.Paeth),
  '@napi-rs/image, default, no filter': byNapi(CompressionType.Default, FilterType.NoFilter),
  '@napi-rs/image, default, Up': byNapi(CompressionType.Default, FilterType.Up),
  '@napi-rs/image, default, adaptive': byNapi(CompressionType.Default, FilterType.Adaptive),
  '@napi-rs/image, best, adaptive': byNapi(CompressionType.Best, FilterType.Adaptive)
}

const measure = async ways => {
  const figures = Object.fromEntries(Object.keys(ways).map(name => [name, { durationsMs: [] }]))
  for (let round = 0; round < Number(rounds); round++) {
    for (const [name, act] of Object.entries(ways)) {
      const started = performance.now()
      const result = await act()
      figures[name].durationsMs.push(performance.now() - started)
      if (result !== undefined) figures[name].bytes = result.length
    }
  }
  return figures
}
process.stdout.write(JSON.stringify({ decode: await measure(decoders), encode: await measure(encoders) }))
