import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { paintSprite } from '../sets/painted-sprite.js'
import type { SeededRandom } from '../sets/seeded-random.js'
import { encode } from '../sets/seeded-sprites.js'

const rules = [
  {
    name: 'units',
    processor: 'atlas',
    include: ['art/units/*/'],
    output: 'units/{dir}',
    options: { maxSize: 256, frameName: '{dir}/{path}' }
  },
  {
    name: 'effects',
    processor: 'atlas',
    include: ['art/effects/'],
    output: 'effects/all',
    options: { maxSize: 128, padding: 1, frameName: '{dir}/{path}' }
  },
  {
    name: 'icons',
    processor: 'atlas',
    include: ['art/icons/'],
    output: 'icons',
    options: { maxSize: 128, frameName: '{dir}/{path}' }
  },
  { name: 'sound', processor: 'copy', include: ['sound/**'], output: 'sound' }
]

/** The folders of the rules that have one of their own below the output; the icons lie beside these. */
export const ruleFolders = ['units', 'effects', 'sound']
export const outputFolder = 'out'

const spriteFolders = ['art/units/archer', 'art/units/knight', 'art/units/mage', 'art/effects', 'art/icons']
const fixedNames = ['sprite-0.png', 'sprite-1.png']

/**
 * A small game: three groups of one atlas rule, atlases of several pages in a folder and at the top, and
 * files that are only copied.
 */
export function makeCrashProject (folder: string, random: SeededRandom): void {
  for (const group of spriteFolders) {
    mkdirSync(join(folder, group), { recursive: true })
    for (let index = 0; index < 10; index++) writeSprite(join(folder, group, `sprite-${index}.png`), random)
  }
  mkdirSync(join(folder, 'sound'))
  for (let index = 0; index < 8; index++) writeSound(join(folder, 'sound', `sound-${index}.bin`), random)
  writeFileSync(
    join(folder, 'packline.json'),
    JSON.stringify({ project: 'crash', assets: { output: outputFolder, rules } })
  )
}

/** One to six edits, as people make them between two builds. */
export function editProject (folder: string, random: SeededRandom): void {
  const edits = [
    changeSprite,
    changeSprite,
    addSprite,
    removeSprite,
    renameSprite,
    repeatSprite,
    changeSound,
    addOrRemoveSound
  ]
  const count = random.integer(1, 6)
  for (let index = 0; index < count; index++) random.pick(edits)(folder, random)
}

type Edit = (folder: string, random: SeededRandom) => void

const changeSprite: Edit = (folder, random) => {
  const group = join(folder, random.pick(spriteFolders))
  writeSprite(join(group, random.pick(readdirSync(group).sort())), random)
}

const addSprite: Edit = (folder, random) => {
  writeSprite(join(folder, random.pick(spriteFolders), newName(random)), random)
}

/** Two of each group stay, so that no group runs empty. */
const removeSprite: Edit = (folder, random) => {
  const { path } = anyOther(folder, random)
  if (path !== undefined) rmSync(path)
}

const renameSprite: Edit = (folder, random) => {
  const { group, path } = anyOther(folder, random)
  if (path !== undefined) renameSync(path, join(group, newName(random)))
}

const repeatSprite: Edit = (folder, random) => {
  const { group, path } = anyOther(folder, random)
  if (path !== undefined) copyFileSync(path, join(group, newName(random)))
}

const changeSound: Edit = (folder, random) => {
  writeSound(join(folder, 'sound', 'sound-0.bin'), random)
}

const addOrRemoveSound: Edit = (folder, random) => {
  const path = join(folder, 'sound', `sound-${random.integer(1, 12)}.bin`)
  if (existsSync(path)) rmSync(path)
  else writeSound(path, random)
}

function anyOther (folder: string, random: SeededRandom): { group: string, path: string | undefined } {
  const group = join(folder, random.pick(spriteFolders))
  const names = readdirSync(group).filter(name => !fixedNames.includes(name)).sort()
  return { group, path: names.length === 0 ? undefined : join(group, random.pick(names)) }
}

function newName (random: SeededRandom): string {
  return `sprite-${random.integer(100, 999_999)}.png`
}

function writeSprite (path: string, random: SeededRandom): void {
  writeFileSync(path, encode(paintSprite(random, random.integer(12, 72), random.integer(12, 72))))
}

function writeSound (path: string, random: SeededRandom): void {
  const bytes = Buffer.alloc(random.integer(100, 60_000))
  for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.writeUInt32LE(random.integer(0, 0xffffffff), at)
  writeFileSync(path, bytes)
}
