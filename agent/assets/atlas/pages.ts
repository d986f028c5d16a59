import { setImmediate as yieldToEvents } from 'node:timers/promises'
import pLimit from 'p-limit'
import { paired } from '../../paired.js'
import type { BlobReference } from '../../cache/content-store.js'
import { blobOf } from '../actions/action-runner.js'
import type { ActionResult } from '../actions/runner.js'
import type { BuildContext } from '../actions/build-context.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import { findAstcEncoder } from '../pictures/astc.js'
import { textureSize } from '../pictures/gpu/gpu-formats.js'
import { textureFormats } from '../pictures/texture-formats.js'
import { CanvasMemory } from '../pictures/canvas-memory.js'
import { SharedSlab } from '../pictures/measuring/boxes-together.js'
import type { AtlasGroup } from './atlas-group.js'
import { contentKeyOf } from './content-key.js'
import type { Layout } from './layout.js'
import type { Meshes } from './meshes.js'
import { pageStems } from './page-stems.js'
import { describePage } from './page-sheet.js'
import { renderPage } from './render-page.js'
import type { AtlasPage, PageWorkshop } from './render-page.js'
import type { RecordedPage } from './set-record.js'
import { sheetFormats } from './sheets/sheet-formats.js'
import type { SpritePixels } from './sprite-pixels.js'
import type { StripsAhead } from './strips-ahead.js'

/** One is drawn, and the codec's threads have two: more would only wait. */
const pagesInHand = 3

/**
 * Renders and describes each page of a layout; page and description are actions of their own.
 * @param known pages that are as the last run had them, by number
 */
export async function buildPages (
  group: AtlasGroup,
  stem: string,
  scale: number,
  layout: Layout & { meshes: Meshes },
  pixels: SpritePixels,
  context: BuildContext,
  known: ReadonlyMap<number, RecordedPage> = new Map(),
  ahead?: StripsAhead
): Promise<{ outputs: PlannedOutput[], pages: AtlasPage[] }> {
  const workshop = await openWorkshop(group, pixels, context)
  const stems = pageStems(group, stem, layout.pages.length, context)
  const pages = paired(stems, layout.pages).map(([pageStem, size], number) => ({
    ...textureSize(size, group.rule.options.textureFormat),
    stem: pageStem,
    meshes: layout.meshes,
    siblings: stems.filter(other => other !== pageStem),
    places: layout.places.filter(place => place.page === number),
    begun: ahead?.take(number)
  }))
  const rendering: Array<ReturnType<typeof renderPage>> = []
  const outputs = await Promise.all(
    pages.map(async (page, number) => {
      const recorded = known.get(number)
      if (recorded?.width === page.width && recorded.height === page.height) {
        return knownPage(group, page, recorded)
      }
      const rendered = rendering[number] = renderPage(group, page, workshop)
      // While strips are made, but not of all pages at once: frames take as much memory as pixels.
      const turn = rendering[number - pagesInHand] ?? yieldToEvents()
      return await buildPage(group, scale, page, rendered, turn, context)
    })
  )
  return { outputs: outputs.flat(), pages }
}

export async function openWorkshop (
  { rule }: AtlasGroup,
  pixels: SpritePixels,
  context: BuildContext
): Promise<PageWorkshop> {
  const astcEncoder = rule.options.textureFormat === 'astc'
    ? await findAstcEncoder(context.environment.PATH ?? '', context.signal)
    : undefined
  const contentKey = contentKeyOf(rule, context)
  return {
    pixels,
    context,
    // One after the other, so that the codec's threads compress a page while the next one is drawn.
    drawing: pLimit(1),
    inHand: pLimit(pagesInHand),
    compressing: pLimit(2),
    memory: new CanvasMemory(),
    slab: new SharedSlab(),
    ...astcEncoder !== undefined && { astcEncoder },
    ...contentKey !== undefined && { contentKey }
  }
}

/** @param turn when it has been waited for, the page is described */
async function buildPage (
  group: AtlasGroup,
  scale: number,
  page: AtlasPage,
  rendering: ReturnType<typeof renderPage>,
  turn: Promise<unknown>,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const describing = Promise.allSettled([turn]).then(async () =>
    await describePage(group, scale, page, textureOf(group, page.stem), context)
  )
  const [rendered, described] = await Promise.all([rendering, describing])
  return outputsOfPage(group, page.stem, rendered, described)
}

function knownPage (
  group: AtlasGroup,
  { stem, places }: AtlasPage,
  { page, sheet }: RecordedPage
): PlannedOutput[] {
  return outputsOfPage(group, stem, page, {
    blob: blobOf(sheet, 'sheet'),
    // Made when somebody asks.
    get frames () {
      return places.flatMap(({ sprite, aliases }) => [sprite, ...aliases].map(({ name }) => name))
    }
  })
}

function textureOf ({ rule: { options } }: AtlasGroup, pageStem: string): string {
  return `${pageStem}${textureFormats[options.textureFormat].extension}`
}

/** A page's picture and its sheet, as far as they are known. */
export function outputsOfPage (
  group: AtlasGroup,
  pageStem: string,
  rendered: Pick<ActionResult, 'blobs'> | undefined,
  sheet: { blob: BlobReference, readonly frames: readonly string[] } | undefined
): PlannedOutput[] {
  const texture = textureOf(group, pageStem)
  const outputs: PlannedOutput[] = rendered === undefined
    ? []
    : [{ path: texture, blob: blobOf(rendered, 'page') }]
  // cocos2d-x looks for the alpha of ETC1 under this name.
  const alpha = rendered?.blobs.alpha
  if (alpha !== undefined) outputs.push({ path: `${texture}@alpha`, blob: alpha })
  if (sheet === undefined) return outputs
  return [...outputs, {
    path: `${pageStem}${sheetFormats[group.rule.options.format].extension}`,
    blob: sheet.blob,
    sheet
  }]
}
