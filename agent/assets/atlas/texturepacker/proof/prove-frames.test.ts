import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { encodePng } from '../../../pictures/encode-png.js'
import { createPicture, decodePicture } from '../../../pictures/picture.js'
import type { AtlasOptions } from '../../../../config/atlas-rule-schema.js'
import { WrittenFiles } from '../../../../files/written-files.js'
import { english } from '../../../../messages/testing/english.js'
import { meshCoverage } from '../../mesh/mesh-coverage.js'
import { packFolder } from '../../pack-folder.js'
import { readSheetParts } from '../../sheets/read-sheet.js'
import { sourcesByPath } from './frame-sources.js'
import { proveFrames } from './prove-frames.js'
import type { FinishedSheets } from './prove-frames.js'

/** A disc with a soft rim, off the middle. */
async function disc (width: number, height: number, colour: readonly number[]): Promise<Buffer> {
  const picture = createPicture(width, height)
  const radius = Math.min(width, height) / 2.6
  for (let at = 0; at < width * height; at++) {
    const distance = Math.hypot(at % width - width / 2.3, Math.floor(at / width) - height / 2.2)
    const alpha = Math.max(0, Math.min(255, (radius - distance) * 100))
    picture.pixels.set(
      colour.map((value, channel) => channel === 3 ? alpha : Math.max(0, value - at % width * 5)),
      at * 4
    )
  }
  return await encodePng(picture, 'fast')
}

const root = t.testdir({ art: {} })
const art = join(root, 'art')
const names = ['a.png', 'b.png', 'c.png', 'd.png']
await Promise.all([
  disc(40, 21, [250, 240, 230, 0]),
  disc(33, 52, [40, 90, 240, 0]),
  disc(29, 29, [70, 200, 60, 0]),
  disc(12, 9, [220, 210, 30, 0])
]
  .map(async (bytes, index) => {
    await writeFile(join(art, names[index] ?? ''), await bytes)
  }))

async function sheetsWith (options: Partial<AtlasOptions>): Promise<FinishedSheets> {
  const out = mkdtempSync(join(root, 'out-'))
  await packFolder({
    folder: art,
    out,
    name: 'set',
    options,
    profile: 'fast',
    written: new WrittenFiles(join(root, 'home')),
    environment: {},
    signal: new AbortController().signal,
    warn: () => {}
  })
  const descriptions = readdirSync(out).filter(name => /\.(plist|json)$/.test(name))
  return {
    set: 'set',
    parts: descriptions.flatMap(name =>
      readSheetParts(name, readFileSync(join(out, name))).map(part => ({
        ...part,
        texturePath: part.textureFile
      }))
    ),
    read: path => readFileSync(join(out, path)),
    readSource: async place => readFileSync(join(art, place)),
    sources: sourcesByPath(names, []),
    trimThreshold: 0
  }
}

// Sheets of the embedded packer stand for the tool's: they are trimmed, turned and encoded in its ways.
t.test('true sheets of every format pass; one frame in the place of another does not', async t => {
  const choices: Array<Partial<AtlasOptions>> = [
    {},
    { format: 'json', premultiplyAlpha: true, extrude: 1 },
    { textureFormat: 'pvr.ccz', pixelFormat: 'RGBA4444' },
    { textureFormat: 'pvr.ccz', premultiplyAlpha: true, rotation: false },
    { textureFormat: 'pvr.ccz', pixelFormat: 'RGB565' },
    { textureFormat: 'png8', quality: 60 },
    { textureFormat: 'webp', quality: 40 },
    { textureFormat: 'webp', quality: 100, format: 'cocos2d-2' },
    { scales: [0.5] },
    { maxSize: 64 },
    { mesh: true }
  ]
  for (const options of choices) {
    const sheets = await sheetsWith(options)
    t.same(await proveFrames(sheets), [], JSON.stringify(options))

    const [part] = sheets.parts
    const frame = part?.frames.find(each => each.name === 'a.png')
    if (part === undefined || frame === undefined) continue
    const moved = { ...part, frames: [{ ...frame, x: Math.max(0, frame.x - 3), y: frame.y + 4 }] }
    await t.rejects(
      proveFrames({ ...sheets, parts: [moved] }),
      { code: /^TEXTUREPACKER_(PIXELS|DEMO_OUTPUT)$/ },
      JSON.stringify(options)
    )
  }
})

t.test('what cannot be read back is said', async t => {
  const sheets = await sheetsWith({})
  const parts = sheets.parts.map(part => ({ ...part, texturePath: 'set.pvr.gz', pixelFormat: 'PVRTC4' }))
  t.same(english(await proveFrames({ ...sheets, parts, read: () => Buffer.of(1) })), [
    'packline cannot compare the pixels of set.pvr.gz (PVRTC4) with their sources'
  ])
})

t.test('meshes draw every visible pixel, from where it lies on the page', async t => {
  const { parts } = await sheetsWith({ mesh: true })
  const meshes = parts.flatMap(({ frames }) =>
    frames.flatMap(frame => frame.mesh === undefined ? [] : [frame])
  )
  t.ok(meshes.length > 0)
  for (const frame of meshes) {
    const { mesh = { vertices: [], uv: [], triangles: [] }, name } = frame
    const shift = [frame.x - frame.left, frame.y - frame.top]
    t.same(mesh.uv, mesh.vertices.map((value, at) => value + shift[at % 2]!), `${name} on the page`)
    const source = await decodePicture(readFileSync(join(art, name)), name, { maxPixels: 10_000 })
    const covered = meshCoverage(mesh, { left: 0, top: 0, ...source })
    t.ok(covered.every((isCovered, at) => isCovered === 1 || source.pixels[at * 4 + 3] === 0), name)
  }
  await t.rejects(sheetsWith({ mesh: true, format: 'json' }), { code: 'ATLAS_MESH_FORMAT' })
})
