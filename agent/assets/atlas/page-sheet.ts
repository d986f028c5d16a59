import type { BlobReference } from '../../cache/content-store.js'
import { blobOf } from '../actions/action-runner.js'
import type { BuildContext } from '../actions/build-context.js'
import { actionIds, atlasActions } from './atlas-actions.js'
import type { AtlasGroup } from './atlas-group.js'
import type { Place } from './draw-page.js'
import { cornerOutside, growthOf } from './growth.js'
import type { Mesh } from './mesh/mesh.js'
import type { SpriteMesh } from './mesh/sprite-mesh.js'
import type { AtlasPage } from './render-page.js'
import { sheetFormats } from './sheets/sheet-formats.js'
import { baseName } from './sheets/sheet-path.js'
import type { SheetFrame } from './sheets/sheet.js'
import type { Sprite } from './sprite.js'

type Borders = NonNullable<SheetFrame['borders']>

/** The description of a page for the game, and the frames that it names. */
export async function describePage (
  { rule }: AtlasGroup,
  scale: number,
  { stem, siblings, places, meshes, width, height }: AtlasPage,
  texture: string,
  context: BuildContext
): Promise<{ blob: BlobReference, frames: string[] } | undefined> {
  const { format, pixelFormat, premultiplyAlpha } = rule.options
  const frames = places.flatMap(place =>
    [place.sprite, ...place.aliases].map(each =>
      toFrame(each, place, scale, each.settings.trims ? meshes.get(each.digest) : undefined)
    )
  )
  const { extension, namesSiblings, write } = sheetFormats[format]
  const page = {
    textureFile: baseName(texture),
    width,
    height,
    scale,
    pixelFormat,
    premultiplyAlpha,
    ...namesSiblings && siblings.length > 0 && { siblings: siblings.map(each => baseName(each) + extension) }
  }
  const described = await context.runner.run({
    id: actionIds.sheet(stem),
    rule: rule.name,
    inputs: {
      kind: 'sheet',
      version: atlasActions.sheet,
      options: { ...page, format },
      inputs: frames.map(frame => [frame.name, frameInput(frame)] as const)
    },
    run: async () => ({ blobs: { sheet: Buffer.from(write({ ...page, frames })) } })
  })
  return described && { blob: blobOf(described, 'sheet'), frames: frames.map(frame => frame.name) }
}

function toFrame (sprite: Sprite, place: Place, scale: number, mesh: SpriteMesh | undefined): SheetFrame {
  const { name, frame, sourceWidth, sourceHeight, settings: { pivot, borders } } = sprite
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
    aliases: [],
    ...pivot !== undefined && { pivot },
    ...borders !== undefined && { borders: scaled(borders, scale) },
    ...mesh !== undefined && { mesh: placedMesh(mesh, sprite, place) }
  }
}

/** Its corners in the source and on the page: sprites with meshes are not turned. */
function placedMesh ({ vertices, triangles }: SpriteMesh, { box }: Sprite, { x, y }: Place): Mesh {
  return {
    vertices: vertices.map((value, at) => value + (at % 2 === 0 ? box.left : box.top)),
    uv: vertices.map((value, at) => value + (at % 2 === 0 ? x : y)),
    triangles
  }
}

function scaled ({ left, top, right, bottom }: Borders, scale: number): Borders {
  const side = (length: number): number => Math.round(length * scale)
  return { left: side(left), top: side(top), right: side(right), bottom: side(bottom) }
}

function frameInput (
  { x, y, width, height, rotated, left, top, sourceWidth, sourceHeight, pivot, borders, mesh }: SheetFrame
): string {
  const place = `${x},${y} ${width}x${height}${rotated ? ' rotated' : ''}`
  const points = [pivot, borders].map(each => each === undefined ? '' : ` ${JSON.stringify(each)}`).join('')
  const outline = mesh === undefined ? '' : ` ${mesh.vertices.join()} ${mesh.triangles.join()}`
  return `${place} ${left},${top} ${sourceWidth}x${sourceHeight}${points}${outline}`
}
