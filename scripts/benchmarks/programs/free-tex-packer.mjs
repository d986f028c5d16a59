// free-tex-packer.mjs PEER-FOLDER OUT FOLDER…: one set of pages per folder.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join, relative } from 'node:path'
import { findPngs } from './find-pngs.mjs'

const [peerFolder, output, ...folders] = process.argv.slice(2)
const { packAsync } = createRequire(join(peerFolder, 'package.json'))('free-tex-packer-core')
const options = {
  width: 2048,
  height: 2048,
  padding: 2,
  allowRotation: true,
  allowTrim: true,
  detectIdentical: true,
  packer: 'MaxRectsPacker',
  packerMethod: 'SmartArea'
}

mkdirSync(output, { recursive: true })
for (const folder of folders) {
  const images = findPngs(folder).map(path => ({
    path: relative(folder, path),
    contents: readFileSync(path)
  }))
  for (const { name, buffer } of await packAsync(images, { ...options, textureName: basename(folder) })) {
    writeFileSync(join(output, name), buffer)
  }
}
