import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import type { LimitFunction } from 'p-limit'
import { paired } from '../../paired.js'
import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import type { ActionResult } from '../actions/runner.js'
import type { BuildContext } from '../actions/build-context.js'
import { encoderVersions } from '../actions/encoder-versions.js'
import type { AstcEncoder } from '../pictures/astc.js'
import type { CanvasMemory } from '../pictures/canvas-memory.js'
import { gpuEncoderVersion } from '../pictures/gpu/gpu-formats.js'
import { isGpuFormat } from '../pictures/texture-formats.js'
import { encodePage, encoding, preparedPixels } from '../pictures/encode.js'
import type { EncodedPage, EncodeSettings } from '../pictures/encode.js'
import { actionIds, atlasActions } from './atlas-actions.js'
import type { AtlasGroup } from './atlas-group.js'
import { drawRows, placeInput, stampsOf } from './draw-page.js'
import type { Canvas, Place, Placed } from './draw-page.js'
import { earlierPage } from './earlier-page.js'
import type { EarlierPage } from './earlier-page.js'
import { encodingOf, isOfStrips, isPlainPng } from './page-encoding.js'
import type { PageEncoding } from './page-encoding.js'
import { makePageOfStrips } from './page-strips.js'
import type { MadePage } from './page-strips.js'
import { pngStrips } from '../pictures/png-strips.js'
import type { SharedSlab } from '../pictures/measuring/boxes-together.js'
import type { StripsTogether } from '../pictures/measuring/strips-together.js'
import type { StripFormat } from '../pictures/strip-format.js'
import type { Meshes } from './meshes.js'
import type { Layout } from './layout.js'
import type { Sprite } from './sprite.js'
import type { SpritePixels } from './sprite-pixels.js'

/** One page of a layout. */
export interface AtlasPage {
  /** Its output path without extension. */
  stem: string
  /** The same of the set's other pages. */
  siblings: readonly string[]
  width: number
  height: number
  places: Layout['places']
  meshes: Meshes
  /** Its strips, where threads are at work on them. */
  begun?: StripsTogether | undefined
}

/** What the pages of a set are made with. */
export interface PageWorkshop {
  pixels: SpritePixels
  context: BuildContext
  drawing: LimitFunction
  /** Pages that are drawn or encoded, each with its pixels and those that the codec has taken. */
  inHand: LimitFunction
  /** Threads of the block encoder, each of which holds pages in memory of its own. */
  compressing: LimitFunction
  memory: CanvasMemory
  /** One page at a time is drawn from it. */
  slab: SharedSlab
  astcEncoder?: AstcEncoder
  contentKey?: string
}

/** Draws and encodes a page. */
export async function renderPage (
  group: AtlasGroup,
  page: Pick<AtlasPage, 'stem' | 'width' | 'height' | 'begun'> & { places: readonly Place[] },
  workshop: PageWorkshop
): Promise<ActionResult | undefined> {
  const { options } = group.rule
  const { context, inHand, astcEncoder, contentKey } = workshop
  const { stem, places, width, height } = page
  const encoding = encodingOf(options, context)
  const canvas = { width, height, extrude: options.extrude }
  const id = actionIds.page(stem)
  const inputs = {
    kind: 'page',
    version: atlasActions.page,
    options: {
      ...encoding,
      ...canvas,
      // Keys of actions are kept and shown: they hold no secret.
      ...contentKey !== undefined && { contentKey: createHash('sha256').update(contentKey).digest('hex') }
    },
    tools: {
      ...encoderVersions,
      ...astcEncoder !== undefined && { astcenc: astcEncoder.version },
      ...isGpuFormat(options.textureFormat) && gpuEncoderVersion
    }
  }
  const contents = places.map(place => placeInput(place, canvas))
  return await context.runner.run({
    id,
    rule: group.rule.name,
    inputs: { ...inputs, inputs: contents },
    run: async () =>
      await inHand(async () =>
        await context.pixels.use(width * height * 4 * 2, async () => {
          const drawing: PageDrawing = {
            stem,
            canvas,
            begun: page.begun,
            placed: paired(places, contents).map(([place, [, content]]) => ({ place, content })),
            before: earlierPage(id, context.runner, inputs, {
              width,
              height,
              isLossless: isLossless(options)
            })
          }
          if (isOfStrips(encoding, contentKey)) {
            const { content, strips } = await makeOfStrips(drawing, encoding, workshop)
            return { value: { strips }, blobs: { page: content } }
          }
          const { bytes, alpha } = await drawAndEncode(drawing, encoding, workshop)
          return { blobs: { page: bytes, ...alpha !== undefined && { alpha } } }
        })
      )
  })
}

/** What there is to draw, and what of it the last run had drawn. */
interface PageDrawing {
  stem: string
  canvas: Canvas
  placed: readonly Placed[]
  before: EarlierPage | undefined
  begun: StripsTogether | undefined
}

async function stripFormat (encoding: PageEncoding): Promise<StripFormat> {
  if (encoding.textureFormat === 'png') return pngStrips()
  return await (await import('../pictures/ccz-strips.js')).cczStrips(encoding)
}

async function makeOfStrips (
  { stem, canvas, placed, before, begun }: PageDrawing,
  settings: PageEncoding,
  { pixels, memory, slab, drawing }: PageWorkshop
): Promise<MadePage> {
  return await encoding(stem, async () =>
    await makePageOfStrips(canvas, placed, before, {
      format: await stripFormat(settings),
      load: async sprite => await pixels.load(sprite),
      begun,
      ...isPlainPng(settings) && {
        shared: (sprite: Sprite) => pixels.shared(sprite),
        sharing: pixels.sharing(slab)
      },
      prepare: rows => preparedPixels(rows, settings),
      memory,
      drawing
    }))
}

async function drawAndEncode (
  { stem, canvas, placed, before }: PageDrawing,
  encoding: PageEncoding,
  { pixels, memory, drawing, compressing, context: { signal }, astcEncoder, contentKey }: PageWorkshop
): Promise<EncodedPage> {
  const { encoded } = await drawing(async () => {
    const rows = { top: 0, bottom: canvas.height }
    const stamp = stampsOf(canvas, async sprite => await pixels.load(sprite))
    const picture = await drawRows(canvas, rows, placed, before?.whole, stamp, memory)
    const settings: EncodeSettings = {
      ...encoding,
      signal,
      contentKey,
      release: () => {
        memory.give(picture)
      },
      ...astcEncoder !== undefined && { astcEncoder }
    }
    const encoded = isGpuFormat(settings.textureFormat)
      ? compressing(async () => await encodePage(picture, settings, stem))
      : astcEncoder === undefined
      ? encodePage(picture, settings, stem)
      : withTemporaryFolder(async temporaryFolder =>
        await encodePage(picture, { ...settings, temporaryFolder }, stem)
      )
    // The error is met below; meanwhile the encoder gets to its thread.
    encoded.catch(() => {})
    await yieldToEvents()
    return { encoded }
  })
  return await encoded
}

/** Whether the page's pixels can be read back from its file. */
function isLossless ({ textureFormat, pixelFormat, premultiplyAlpha }: AtlasOptions): boolean {
  return textureFormat === 'png' && pixelFormat === 'RGBA8888' && !premultiplyAlpha
}

async function withTemporaryFolder<T> (work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'packline-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
