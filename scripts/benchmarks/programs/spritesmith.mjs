// spritesmith.mjs PEER-FOLDER OUT FOLDER: it neither trims, rotates nor pages, so there is nothing else to
// set.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findPngs } from './find-pngs.mjs'

const [peerFolder, output, folder] = process.argv.slice(2)
const Spritesmith = createRequire(join(peerFolder, 'package.json'))('spritesmith')
const { image, coordinates } = await promisify(Spritesmith.run)({
  src: findPngs(folder),
  padding: 2,
  algorithm: 'binary-tree'
})
mkdirSync(output, { recursive: true })
writeFileSync(join(output, 'all.png'), image)
writeFileSync(join(output, 'all.json'), JSON.stringify(coordinates))
