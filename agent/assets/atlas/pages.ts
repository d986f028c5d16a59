import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import pLimit from 'p-limit'
import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import type { BuildContext } from '../actions/build-context.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { AtlasGroup } from './atlas-group.js'
import { encoderVersions } from '../actions/encoder-versions.js'
import { findAstcEncoder } from '../pictures/astc.js'
import { CanvasMemory } from '../pictures/canvas-memory.js'
import { drawPage, drawnBefore, placeInput } from './draw-page.js'
import type { Place } from './draw-page.js'
import { encodePage } from '../pictures/encode.js'
import { cornerOutside, growthOf } from './growth.js'
import type { Layout } from './layout.js'
import { sheetFormats } from './sheets/sheet-formats.js'
import { baseName, pageStemOf } from './sheets/sheet-path.js'
import type { SheetFrame } from './sheets/sheet.js'
import type { SpritePixels } from './sprite-pixels.js'
import type { Sprite } from './sprite.js'

/** Renders and describes each page of a layout; page and description are actions of their own. */
export async function buildPages (
  group: AtlasGroup,
  stem: string,
  scale: number,
  layout: Layout,
  pixels: SpritePixels,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const { options } = group.rule
  const astcEncoder = options.textureFormat === 'astc'
    ? await findAstcEncoder(context.environment.PATH ?? '', context.signal)
    : undefined
  const placesOfPages = placesByPage(layout)
  // One after the other, so that the codec's threads compress a page while the next one is drawn.
  const drawing = pLimit(1)
  const memory = new CanvasMemory()
  const outputs = await Promise.all(layout.pages.map(async (page, number) => {
    const pageStem = layout.pages.length === 1 ? stem : pageStemOf(stem, options.pageName, number)
    const places = placesOfPages[number]!
    const settings = {
      textureFormat: options.textureFormat,
      pixelFormat: options.pixelFormat,
      premultiplyAlpha: options.premultiplyAlpha,
      quality: options.quality,
      astcBlock: options.astcBlock,
      profile: context.profile
    }
    const canvas = { ...page, extrude: options.extrude }
    const id = `${pageStem} page`
    const inputs = {
      kind: 'page',
      version: 3,
      options: { ...settings, ...canvas },
      tools: { ...encoderVersions, ...astcEncoder !== undefined && { astcenc: astcEncoder.version } }
    }
    const rendered = await context.runner.run({
      id,
      rule: group.rule.name,
      inputs: { ...inputs, inputs: places.map(place => placeInput(place, canvas)) },
      run: async () =>
        await context.pixels.use(page.width * page.height * 4 * 2, async () => {
          const before = drawnBefore(id, context.runner, inputs, isLossless(options))
          const { encoding } = await drawing(async () => {
            const picture = await drawPage(canvas, places, before, async sprite =>
              await pixels
                .load(sprite), memory)
            const encoding = withTemporaryFolder(astcEncoder !== undefined, async temporaryFolder =>
              await encodePage(picture, {
                ...settings,
                signal: context
                  .signal,
                release: () => {
                  memory
                    .give(picture)
                },
                ...astcEncoder !== undefined && { astcEncoder },
                ...temporaryFolder !== undefined && { temporaryFolder }
              }, pageStem))
            // The error is met below; meanwhile the encoder gets to its thread.
            encoding
              .catch(() => {})
            await yieldToEvents()
            return { encoding }
          })
          const { bytes, extension } = await encoding
          return { value: extension, blobs: { page: bytes } }
        })
    })
    if (rendered === undefined) return []
    const texture = `${pageStem}${rendered.value as string}`
    const frames = places.flatMap(place => [place.sprite, ...place.aliases].map(each => toFrame(each, place)))
    const sheet = {
      textureFile: baseName(texture),
      ...page,
      scale,
      pixelFormat: options.pixelFormat,
      premultiplyAlpha: options.premultiplyAlpha,
      frames
    }
    const described = await context.runner.run({
      id: `${pageStem} sheet`,
      rule: group.rule.name,
      inputs: {
        kind: 'sheet',
        version: 2,
        options: { ...sheet, frames: undefined, format: options.format },
        inputs: frames.map(frame => [frame.name, frameInput(frame)] as const)
      },
      run: async () => ({ blobs: { sheet: Buffer.from(sheetFormats[options.format].write(sheet)) } })
    })
    const sheetPath = `${pageStem}${sheetFormats[options.format].extension}`
    return [
      { path: texture, blob: rendered.blobs.page! },
      ...described === undefined ? [] : [{
        path: sheetPath,
        blob: described.blobs.sheet!,
        sheet: { frames: frames.map(frame => frame.name) }
      }]
    ]
  }))
  return outputs.flat()
}

/** Whether the page's pixels can be read back from its file. */
function isLossless ({ textureFormat, pixelFormat, premultiplyAlpha }: AtlasOptions): boolean {
  return textureFormat === 'png' && pixelFormat === 'RGBA8888' && !premultiplyAlpha
}

async function withTemporaryFolder<T> (
  isNeeded: boolean,
  work: (folder: string | undefined) => Promise<T>
): Promise<T> {
  if (!isNeeded) return await work(undefined)
  const folder = await mkdtemp(join(tmpdir(), 'packline-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function placesByPage (
  { pages, placements, growths, uniques, aliases }: Layout
): Array<Array<Place & { aliases: readonly Sprite[] }>> {
  const byPage = pages.map((): Array<Place & { aliases: readonly Sprite[] }> => [])
  placements.forEach(({ page, x, y, rotated }, index) => {
    byPage[page]!.push({
      x,
      y,
      rotated,
      growth: growths[index]!,
      sprite: uniques[index]!,
      aliases: aliases[index]!
    })
  })
  return byPage
}

function toFrame (sprite: Sprite, place: Place): SheetFrame {
  const { name, frame, sourceWidth, sourceHeight } = sprite
  const { x, y } = cornerOutside(place, growthOf(sprite))
  return {
    name,
    x,
    y,
    width: frame.width,
    height: frame.height,
    rotated: place.rotated,
    left: frame.left,
    top: frame.top,
    sourceWidth,
    sourceHeight,
    aliases: []
  }
}

function frameInput (
  { x, y, width, height, rotated, left, top, sourceWidth, sourceHeight }: SheetFrame
): string {
  return `${x},${y} ${width}x${height}${
    rotated ? ' rotated' : ''
  } ${left},${top} ${sourceWidth}x${sourceHeight}`
}
