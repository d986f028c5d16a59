// bare.mjs STEP FOLDER [OUT]: one step of a packer and nothing else, for the bounds.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPngs } from './find-pngs.mjs'

const [step, folder, output] = process.argv.slice(2)
const files = findPngs(folder)

const steps = {
  sha256 () {
    for (const file of files) createHash('sha256').update(readFileSync(file)).digest()
  },
  async 'decode-sharp' () {
    const [{ default: sharp }, { default: pLimit }] = await Promise.all([import('sharp'), import('p-limit')])
    sharp.cache(false)
    sharp.concurrency(1)
    const limit = pLimit(16)
    await Promise.all(files.map(file => limit(() => sharp(file).ensureAlpha().raw().toBuffer())))
  },
  async 'decode-napi' () {
    const { decode } = await import('./shelf-pages.mjs')
    for (const file of files) decode(file)
  },
  async 'decode-encode-napi' () {
    const [{ shelfPages, side }, { CompressionType, FilterType, Transformer }] = await Promise.all([
      import('./shelf-pages.mjs'),
      import('@napi-rs/image')
    ])
    mkdirSync(output, { recursive: true })
    const options = { compressionType: CompressionType.Fast, filterType: FilterType.Paeth }
    const written = []
    for (const page of shelfPages(files)) {
      // Two pages in flight: memory is bounded as a packer's should be.
      await written.at(-2)
      const name = join(output, `page-${written.length}.png`)
      written.push(
        Transformer.fromRgbaPixels(page, side, side).png(options).then(bytes => {
          writeFileSync(name, bytes)
        })
      )
    }
    await Promise.all(written)
  }
}
await steps[step]()
