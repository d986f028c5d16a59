import { framesWithoutAliases } from './sheet.js'
import type { Sheet } from './sheet.js'

/**
 * The sheet as TexturePacker's "JSON (Hash)", which Pixi, Phaser and others read. A rotated frame's w and h
 * are the unturned ones.
 */
export function writeJsonSheet (sheet: Sheet): string {
  const frames = framesWithoutAliases(sheet).map(frame => [frame.name, {
    frame: { x: frame.x, y: frame.y, w: frame.width, h: frame.height },
    rotated: frame.rotated,
    trimmed: frame.width !== frame.sourceWidth || frame.height !== frame.sourceHeight,
    spriteSourceSize: { x: frame.left, y: frame.top, w: frame.width, h: frame.height },
    sourceSize: { w: frame.sourceWidth, h: frame.sourceHeight },
    ...frame.pivot !== undefined && { anchor: frame.pivot },
    ...frame.borders !== undefined && { borders: frame.borders }
  }])
  const meta = {
    app: 'packline',
    image: sheet.textureFile,
    format: sheet.pixelFormat,
    size: { w: sheet.width, h: sheet.height },
    scale: String(sheet.scale ?? 1),
    // Pixi loads these along with the first one that it is asked for.
    ...sheet.siblings !== undefined && { related_multi_packs: sheet.siblings }
  }
  return JSON.stringify({ frames: Object.fromEntries(frames), meta }, null, 1) + '\n'
}
