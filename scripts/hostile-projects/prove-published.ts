import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { HostileProject } from './hostile-project.js'
import type { HostileSet } from './hostile-set.js'
import { proveImages } from './prove-images.js'
import type { Proof } from './prove-images.js'
import { hasBlocks } from './hostile-options.js'
import { edgeFaults, frameFaults, paddingFaults, sizeFaults } from './page-proof.js'
import { averageFaults, hasExactPixels, isLossy, meshFaults, pixelFaults } from './pixel-proof.js'
import { readPublishedPage, readPublishedSheet } from './read-published.js'
import type { Page, PublishedFrame, PublishedSheet } from './read-published.js'
import type { Pixels } from './write-png.js'

/** Whether everything that the project holds can be had back from what lies in the output. */
export async function provePublished (project: HostileProject, output: string): Promise<Proof> {
  const proofs = await Promise.all([
    ...project.sets.flatMap(set => set.places.map(async place => await provePlace(set, place, output))),
    ...project.images.map(async images => await proveImages(images, output))
  ])
  return {
    faults: proofs.flatMap(({ faults }) => faults),
    frames: proofs.reduce((sum, { frames }) => sum + frames, 0)
  }
}

type SetPlace = HostileSet['places'][number]

async function provePlace (set: HostileSet, place: SetPlace, output: string): Promise<Proof> {
  const faults: string[] = []
  const wanted = new Map([...set.pictures].map(([name, picture]) => [frameName(name, set, place), picture]))
  const found: string[] = []
  for (const file of sheetsBelow(join(output, place.folder))) {
    const sheet = readPublishedSheet(file)
    const page = await readPublishedPage(join(dirname(file), sheet.texture))
    found.push(...sheet.frames.map(({ name }) => name))
    faults.push(...sizeFaults(sheet, page, place.options), ...sheetFaults(sheet, page, wanted, place))
  }
  const [has, wants] = [found, [...wanted.keys()]].map(names => JSON.stringify(names.sort()))
  if (has !== wants) faults.push(`frames ${has} where ${wants} were wanted`)
  return { faults: faults.map(fault => `${place.folder}: ${fault}`), frames: found.length }
}

function sheetsBelow (folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.(plist|json)$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
}

function frameName (path: string, { dir }: HostileSet, { options }: SetPlace): string {
  const base = path.slice(path.lastIndexOf('/') + 1)
  const dot = base.lastIndexOf('.')
  switch (options.frameName) {
    case '{path}':
      return path
    case '{name}':
      return dot > 0 ? base.slice(0, dot) : base
    case '{dir}/{path}':
      return `${dir}/${path}`
  }
}

function sheetFaults (
  sheet: PublishedSheet,
  page: Page,
  wanted: ReadonlyMap<string, Pixels>,
  { scale, options }: SetPlace
): string[] {
  const faults = sheet.frames.flatMap(frame => frameFaults(frame, page))
  if (faults.length > 0) return faults
  const pairs = sheet.frames.flatMap((frame): Array<readonly [PublishedFrame, Pixels]> => {
    const source = wanted.get(frame.name)
    return source === undefined ? [] : [[frame, source]]
  })
  const isExact = hasExactPixels(options)
  const hasPlainColours = !options.premultiplyAlpha && options.trimThreshold <= 1 &&
    options.pixelFormat === 'RGBA8888'
  // Noise is what blocks are worst at.
  const mostOff = hasBlocks(options.textureFormat) ? 96 : 48
  if (scale !== 1) {
    return isExact && hasPlainColours
      ? pairs.flatMap(([frame, source]) => averageFaults(page, frame, source, scale))
      : []
  }
  return [
    ...pairs.flatMap(([frame, source]) =>
      frame.sourceWidth === source.width && frame.sourceHeight === source.height
        ? [
          ...pixelFaults(page, frame, source, options),
          ...isLossy(options) && hasPlainColours ? averageFaults(page, frame, source, scale, mostOff) : [],
          ...meshFaults(frame, source, options.trimThreshold),
          ...isExact && options.sprites.length === 0 ? edgeFaults(page, frame, options.extrude) : []
        ]
        : [
          `${frame.name}: ${frame.sourceWidth}×${frame.sourceHeight}, its source ${source.width}×${source.height}`
        ]
    ),
    // Settings of single sprites may leave some of them untrimmed.
    ...options.sprites.length === 0 ? paddingFaults(pairs, options) : []
  ]
}
