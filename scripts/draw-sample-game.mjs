// Draws the sample game. Everything it writes is made here from vectors and formulas; a second run gives the
// same bytes. Usage: node scripts/draw-sample-game.mjs [folder], by default resources/sample-game.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { drawBackdrops, drawDigits } from './sample-game/backdrops.mjs'
import { drawEffects } from './sample-game/effects.mjs'
import { drawIcons } from './sample-game/icons.mjs'
import { drawInterface } from './sample-game/interface.mjs'
import { drawMap } from './sample-game/map.mjs'
import { makeSounds } from './sample-game/sounds.mjs'
import { makeStudioFiles } from './sample-game/studio.mjs'
import { document } from './sample-game/svg.mjs'
import { drawUnits } from './sample-game/units.mjs'

const GENERATED = ['art', 'cocosstudio', 'fonts', 'sound']

// Real projects mix PNG kinds, so tiles are indexed and one shadow is grey with alpha.
const STORES = {
  rgba: [{ adaptiveFiltering: true }, { adaptiveFiltering: false }],
  palette: [{ palette: true, colours: 128, dither: 0 }],
  grey: [{ adaptiveFiltering: false }]
}

/** The smallest PNG that the ways of its store give. */
async function render (item) {
  const image = sharp(Buffer.from(document(item)))
  if (item.store === 'grey') image.toColourspace('b-w')
  const files = await Promise.all(
    STORES[item.store].map(options => image.clone().png({ compressionLevel: 9, ...options }).toBuffer())
  )
  return files.sort((a, b) => a.length - b.length)[0]
}

const here = dirname(fileURLToPath(import.meta.url))
const target = resolve(process.argv[2] ?? join(here, '../resources/sample-game'))

async function write (file, content) {
  const path = join(target, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

sharp.concurrency(1)
for (const folder of GENERATED) await rm(join(target, folder), { recursive: true, force: true })

const digits = drawDigits()
const sprites = [
  ...drawUnits(),
  ...drawEffects(),
  ...drawIcons(),
  ...drawInterface(),
  ...drawMap(),
  ...drawBackdrops(),
  digits.page
]
for (const item of sprites) await write(item.file, await render(item))

const texts = { ...makeSounds(), ...makeStudioFiles(sprites), 'fonts/digits.fnt': digits.text }
for (const [file, content] of Object.entries(texts)) await write(file, content)

process.stdout.write(`${sprites.length} pictures and ${Object.keys(texts).length} other files in ${target}\n`)
