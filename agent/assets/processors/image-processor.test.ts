import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import type { Test } from 'tap'
import { pngHeaderChunk, pngSignature } from '../pictures/png-chunk.js'
import { noisePng, png } from '../testing/pictures.js'
import { testProject } from '../testing/project.js'
import type { TestProject } from '../testing/project.js'

const rule = { name: 'pictures', processor: 'image', include: ['art/**/*.{png,jpg,webp}'], output: 'img' }

function project (t: Test, options: Record<string, unknown>, output = 'img'): TestProject {
  const game = testProject()
  t.teardown(() => {
    game.remove()
  })
  game.rules({ ...rule, output, options })
  return game
}

const output = (game: TestProject, path: string): Buffer => readFileSync(join(game.folder, 'out', path))

t.test('each picture gets an action and a file per scale, never wider or higher than asked', async t => {
  const game = project(t, { scales: [1, 0.5], maxWidth: 40, maxHeight: 60 })
  game.write({
    'art/a.png': noisePng(80, 40, 1),
    'art/深/b 1.png': noisePng(10, 120, 2),
    'art/c.png': noisePng(9, 5, 3)
  })
  const report = await game.build()

  t.equal(report.actions.total, 6)
  const sizes = await Promise.all(report.written.map(async path => {
    const { width, height } = await sharp(readFileSync(join(game.folder, path))).metadata()
    return [path, `${width}×${height}`]
  }))
  t.same(Object.fromEntries(sizes), {
    'out/img/a.png': '40×20',
    'out/img/a@0.5x.png': '20×10',
    'out/img/c.png': '9×5',
    'out/img/c@0.5x.png': '5×3',
    'out/img/深/b 1.png': '5×60',
    'out/img/深/b 1@0.5x.png': '3×30'
  })
  game.write({ 'art/c.png': noisePng(9, 5, 4) })
  t.same((await game.build()).written, ['out/img/c.png', 'out/img/c@0.5x.png'])
})

t.test('{scale} in the output names the folders of the variants', async t => {
  const game = project(t, { scales: [1, 2] }, 'img/{scale}x/')
  game.write({ 'art/a.png': noisePng(8, 8, 1) })
  t.same((await game.build()).written, ['out/img/1x/a.png', 'out/img/2x/a.png'])
})

t.test('pixels stay as they are in lossless formats, and metadata does not', async t => {
  const source = await sharp(noisePng(16, 16, 5))
    .ensureAlpha(0.5)
    .withExif({ IFD0: { Copyright: 'somebody' } })
    .withIccProfile('p3')
    .png()
    .toBuffer()
  const jpeg = await sharp(noisePng(16, 16, 6))
    .withExif({ IFD0: { Copyright: 'somebody' } })
    .jpeg()
    .toBuffer()
  const pixels = await sharp(source, { ignoreIcc: true }).ensureAlpha().raw().toBuffer()
  for (const options of [{}, { textureFormat: 'webp', quality: 100 }]) {
    const game = project(t, options)
    game.write({ 'art/a.png': source, 'art/b.jpg': jpeg })
    const report = await game.build()
    for (const path of report.written) {
      const bytes = readFileSync(join(game.folder, path))
      const { exif, icc, xmp } = await sharp(bytes).metadata()
      t.same([exif, icc, xmp], [undefined, undefined, undefined], path)
      t.notOk(bytes.includes('somebody'))
      if (path.includes('/a.')) t.ok((await sharp(bytes).ensureAlpha().raw().toBuffer()).equals(pixels), path)
    }
  }
})

t.test('formats are converted: palette, WebP, JPEG', async t => {
  const opaque = await sharp(noisePng(32, 32, 7)).removeAlpha().blur(3).png().toBuffer()
  for (
    const [textureFormat, path, format] of [['png8', 'img/a.png', 'png'], ['webp', 'img/a.webp', 'webp'], [
      'jpeg',
      'img/a.jpg',
      'jpeg'
    ], ['png', 'img/a.png', 'png']] as const
  ) {
    const game = project(t, { textureFormat, quality: 70 })
    game.write({ 'art/a.png': opaque })
    await game.build()
    const metadata = await sharp(output(game, path)).metadata()
    t.match(metadata, { format, width: 32, height: 32 })
    if (textureFormat === 'png8') t.equal(metadata.isPalette, true)
  }
})

t.test('colours at the edge of transparency are not darkened by resizing', async t => {
  const game = project(t, { scales: [0.5] })
  game.write({ 'art/a.png': png(32, 32, [200, 40, 40, 255], 5) })
  await game.build()
  const pixels = await sharp(output(game, 'img/a@0.5x.png')).ensureAlpha().raw().toBuffer()
  for (let at = 0; at < pixels.length; at += 4) {
    // Eight-bit premultiplied values are coarse where hardly anything is seen. Lanczos overshoots, so
    // brighter is no surprise.
    if (pixels[at + 3]! > 32) t.ok(pixels[at]! >= 192, `red ${pixels[at]} at alpha ${pixels[at + 3]}`)
  }
})

t.test('the profile is part of the key, and the same inputs give the same bytes', async t => {
  const game = project(t, { scales: [1, 0.5], textureFormat: 'webp' })
  game.write({ 'art/a.png': noisePng(32, 32, 8), 'art/b.png': noisePng(32, 32, 9) })
  await game.build()
  const fast = game.outputs()
  t.match(await game.build({ profile: 'release' }), { actions: { executed: 4 } })
  await game.build({ home: `${game.home}-2` })
  t.same(game.outputs(), fast)
})

t.test('bad pictures are one clear error with their file, and publish nothing', async t => {
  const whole = noisePng(16, 16, 1)
  const bad: Array<[string, Buffer, Record<string, unknown>, string]> = [
    ['art/x.png', whole.subarray(0, whole.length - 60), {}, 'IMAGE_TRUNCATED'],
    ['art/x.png', Buffer.alloc(0), {}, 'IMAGE_EMPTY'],
    ['art/x.jpg', whole, {}, 'IMAGE_WRONG_FORMAT'],
    [
      'art/x.png',
      Buffer.concat([pngSignature, pngHeaderChunk(14_000, 14_000), whole.subarray(33)]),
      {},
      'IMAGE_TOO_LARGE'
    ],
    ['art/x.png', Buffer.concat([pngSignature, pngHeaderChunk(8000, 8000), whole.subarray(33)]), {
      scales: [4]
    }, 'IMAGE_TOO_LARGE'],
    ['art/x.png', png(8, 8, [1, 2, 3, 128]), { textureFormat: 'jpeg' }, 'IMAGE_UNSUPPORTED']
  ]
  for (const [path, bytes, options, code] of bad) {
    const game = project(t, options)
    game.write({ 'art/good.jpg': await sharp(whole).jpeg().toBuffer(), [path]: bytes })
    await t.rejects(game.build(), { code, details: { file: path } })
    t.same(game.outputs(), {})
  }
})

t.test('a picture that fails ends the others of its rule before the run ends', async t => {
  const game = project(t, {})
  game.write({
    'art/0.png': Buffer.alloc(0),
    ...Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`art/${index + 1}.png`, noisePng(64, 64, index)])
    )
  })
  await t.rejects(game.build(), { code: 'IMAGE_EMPTY' })
  const { length } = game.events
  const started = game.events.filter(event => event.type === 'action-started').length
  await new Promise(resolve => {
    setImmediate(resolve)
  })
  t.equal(game.events.length, length)
  t.equal(game.events.filter(event => event.type === 'action-ended').length, started)
  t.ok(started < 41)
})
