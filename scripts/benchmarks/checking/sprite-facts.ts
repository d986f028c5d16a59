import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import pLimit from 'p-limit'
import sharp from 'sharp'
import { places } from '../places.js'
import { pngFiles } from './png-files.js'

/** What a set of sprites needs at the least, found without any packer's code. */
export interface SpriteFacts {
  sprites: number
  /** Sprites that differ once transparent borders are cut off. */
  unique: number
  /** Area of the unique sprites, trimmed. */
  area: number
  /** The same with the padding counted: the sum of (width + 2) × (height + 2). */
  paddedArea: number
  /** Pixels of the unique sprites that are not wholly transparent. */
  visiblePixels: number
  /** Files whose pixels no other file has, relative to the folder. */
  soleFiles: string[]
}

export const padding = 2

/** Several folders that are packed apart: what is the same in two of them counts twice. */
export async function spriteFactsOfAll (folders: string[]): Promise<SpriteFacts> {
  const all = await Promise.all(folders.map(spriteFacts))
  const sum = (key: 'sprites' | 'unique' | 'area' | 'paddedArea' | 'visiblePixels'): number =>
    all.reduce((total, facts) => total + facts[key], 0)
  return {
    sprites: sum('sprites'),
    unique: sum('unique'),
    area: sum('area'),
    paddedArea: sum('paddedArea'),
    visiblePixels: sum('visiblePixels'),
    soleFiles: all.flatMap(({ soleFiles }, index) => soleFiles.map(file => join(folders[index] ?? '', file)))
  }
}

/** Facts are kept: sets do not change once they are made. */
export async function spriteFacts (folder: string): Promise<SpriteFacts> {
  const kept = join(places.facts, `${relative(places.sets, folder).replaceAll(sep, '--')}.json`)
  const known = await readFile(kept, 'utf8').catch(() => undefined)
  if (known !== undefined) return JSON.parse(known) as SpriteFacts
  const facts = await countSprites(folder)
  await mkdir(places.facts, { recursive: true })
  await writeFile(`${kept}.unfinished`, JSON.stringify(facts))
  await rename(`${kept}.unfinished`, kept)
  return facts
}

/** Counts anew, whatever is kept. */
export async function countSprites (folder: string): Promise<SpriteFacts> {
  const files = await pngFiles(folder)
  const limit = pLimit(8)
  const found = new Map<string, { files: string[], sprite: TrimmedSprite }>()
  await Promise.all(files.map(async file =>
    await limit(async () => {
      const sprite = await trimmedSprite(file)
      const same = found.get(sprite.digest)
      if (same === undefined) found.set(sprite.digest, { files: [file], sprite })
      else same.files.push(file)
    })
  ))
  const unique = [...found.values()]
  const sum = (measure: (sprite: TrimmedSprite) => number): number =>
    unique.reduce((total, { sprite }) => total + measure(sprite), 0)
  return {
    sprites: files.length,
    unique: unique.length,
    area: sum(({ width, height }) => width * height),
    paddedArea: sum(({ width, height }) => (width + padding) * (height + padding)),
    visiblePixels: sum(({ visiblePixels }) => visiblePixels),
    soleFiles: unique
      .filter(({ files }) => files.length === 1)
      .map(({ files }) => relative(folder, files[0] as string))
      .sort()
  }
}

interface TrimmedSprite {
  width: number
  height: number
  visiblePixels: number
  digest: string
}

/**
 * Two sprites are the same when they look the same: the colour of a wholly transparent pixel does not count.
 */
async function trimmedSprite (file: string): Promise<TrimmedSprite> {
  const { data, info } = await sharp(file).toColourspace('srgb').ensureAlpha().raw().toBuffer({
    resolveWithObject: true
  })
  let [left, right, top, bottom, visiblePixels] = [info.width, -1, info.height, -1, 0]
  for (let row = 0, at = 0; row < info.height; row++) {
    for (let column = 0; column < info.width; column++, at += 4) {
      if (data[at + 3] === 0) {
        data.fill(0, at, at + 4)
        continue
      }
      visiblePixels++
      if (column < left) left = column
      if (column > right) right = column
      if (row < top) top = row
      bottom = row
    }
  }
  if (right < 0) return { width: 1, height: 1, visiblePixels: 0, digest: 'transparent' }
  const [width, height] = [right - left + 1, bottom - top + 1]
  const hash = createHash('sha256').update(`${width}×${height}`)
  for (let row = top; row <= bottom; row++) {
    const start = (row * info.width + left) * 4
    hash.update(data.subarray(start, start + width * 4))
  }
  return { width, height, visiblePixels, digest: hash.digest('hex') }
}
