// assetpack.mjs PEER-FOLDER FOLDER: packs FOLDER/in, whose folder all{tps} holds the sprites, to FOLDER/out,
// with its cache in FOLDER/cache.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [peerFolder, folder] = process.argv.slice(2)
const packageFolder = join(peerFolder, 'node_modules/@assetpack/core')
const { exports } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
const load = async name => await import(pathToFileURL(join(packageFolder, exports[name])).href)
const [{ AssetPack }, { texturePacker }] = [await load('.'), await load('./texture-packer')]

await new AssetPack({
  entry: join(folder, 'in'),
  output: join(folder, 'out'),
  cacheLocation: join(folder, 'cache'),
  cache: true,
  strict: true,
  logLevel: 'error',
  pipes: [texturePacker({
    resolutionOptions: { resolutions: { default: 1 }, maximumTextureSize: 2048 },
    texturePacker: { padding: 2, allowTrim: true, allowRotation: true }
  })]
})
  .run()
