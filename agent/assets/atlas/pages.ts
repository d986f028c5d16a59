import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AtlasOptions } from '../../config/project-schema.js'
import { createPicture } from '../picture.js'
import type { BuildContext, Group, PlannedOutput } from '../processor.js'
import { encoderVersions } from '../encoder-versions.js'
import { findAstcEncoder } from './astc.js'
import { encodePage } from './encode.js'
import { cornerOutside, grownPicture, growthOf } from './growth.js'
import type { Layout } from './layout.js'
import { blitSprite } from './render.js'
import { sheetFormats } from './sheet-formats.js'
import { baseName, pageStemOf } from './sheet-path.js'
import type { SheetFrame } from './sheet.js'
import type { SpritePixels } from './sprite-pixels.js'
import type { Sprite } from './sprites.js'

/** Renders and describes each page of a layout; page and description are actions of their own. */
export async function buildPages (group: Group, stem: string, scale: number, layout: Layout, pixels: SpritePixels, context: BuildContext): Promise<PlannedOutput[]> {
  const options = group.rule.options as AtlasOptions
  const astcEncoder = options.textureFormat === 'astc' ? await findAstcEncoder(context.environment.PATH ?? '', context.signal) : undefined
  const outputs = await Promise.all(layout.pages.map(async (page, number) => {
    const pageStem = layout.pages.length === 1 ? stem : pageStemOf(stem, options.pageName, number)
    const places = layout.placements.flatMap((place, index) => place.page === number ? [{ ...place, growth: layout.growths[index]!, sprite: layout.uniques[index]!, aliases: layout.aliases[index]! }] : [])
    const settings = {
      textureFormat: options.textureFormat,
      pixelFormat: options.pixelFormat,
      premultiplyAlpha: options.premultiplyAlpha,
      quality: options.quality,
      astcBlock: options.astcBlock,
      profile: context.profile
    }
    const rendered = await context.runner.run({
      id: `${pageStem} page`,
      rule: group.rule.name,
      inputs: {
        kind: 'page',
        version: 2,
        options: { ...settings, ...page, extrude: options.extrude },
        tools: { ...encoderVersions, ...astcEncoder !== undefined && { astcenc: astcEncoder.version } },
        inputs: places.map(({ sprite, growth, x, y, rotated }) => [sprite.name, `${sprite.digest} ${x},${y}${rotated ? ' rotated' : ''}${options.extrude > 0 ? ` ${Object.values(growth).join()}` : ''}`] as const)
      },
      run: async () => await context.pixels.use(page.width * page.height * 4 * 2, async () => {
        const picture = createPicture(page.width, page.height)
        await Promise.all(places.map(async ({ sprite, growth, x, y, rotated }) => {
          const part = await pixels.load(sprite)
          // What is extruded is the edge of the frame, transparent where the frame is wider than the sprite.
          if (options.extrude > 0) blitSprite(picture, { part: grownPicture(part, growth), ...cornerOutside({ x, y, rotated }, growth), rotated }, { extrude: options.extrude })
          else blitSprite(picture, { part, x, y, rotated }, { extrude: 0 })
        }))
        const { bytes, extension } = await withTemporaryFolder(astcEncoder !== undefined, async temporaryFolder => await encodePage(picture, {
          ...settings, signal: context.signal, ...astcEncoder !== undefined && { astcEncoder }, ...temporaryFolder !== undefined && { temporaryFolder }
        }, pageStem))
        return { value: extension, blobs: { page: bytes } }
      })
    })
    if (rendered === undefined) return []
    const texture = `${pageStem}${rendered.value as string}`
    const frames = places.map(({ sprite, aliases, x, y, rotated }) => [sprite, ...aliases].map(each => toFrame(each, x, y, rotated))).flat()
    const sheet = { textureFile: baseName(texture), ...page, scale, pixelFormat: options.pixelFormat, premultiplyAlpha: options.premultiplyAlpha, frames }
    const described = await context.runner.run({
      id: `${pageStem} sheet`,
      rule: group.rule.name,
      inputs: {
        kind: 'sheet',
        version: 1,
        options: { ...sheet, frames: undefined, format: options.format },
        inputs: frames.map(({ name, ...frame }) => [name, Object.values(frame).join(' ')] as const)
      },
      run: async () => ({ blobs: { sheet: Buffer.from(sheetFormats[options.format].write(sheet)) } })
    })
    const sheetPath = `${pageStem}${sheetFormats[options.format].extension}`
    context.sheets.set(sheetPath, frames.map(frame => frame.name))
    return [{ path: texture, blob: rendered.blobs.page! }, ...described === undefined ? [] : [{ path: sheetPath, blob: described.blobs.sheet! }]]
  }))
  return outputs.flat()
}

async function withTemporaryFolder<T> (isNeeded: boolean, work: (folder: string | undefined) => Promise<T>): Promise<T> {
  if (!isNeeded) return await work(undefined)
  const folder = await mkdtemp(join(tmpdir(), 'packline-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function toFrame (sprite: Sprite, x: number, y: number, rotated: boolean): SheetFrame {
  const { name, frame, sourceWidth, sourceHeight } = sprite
  const corner = cornerOutside({ x, y, rotated }, growthOf(sprite))
  return { name, ...corner, width: frame.width, height: frame.height, rotated, left: frame.left, top: frame.top, sourceWidth, sourceHeight, aliases: [] }
}
