import { html, type Html } from './html.js'
import type { Say } from './page.js'

interface SheetFrameBox {
  name: string
  x: number
  y: number
  width: number
  height: number
}
export interface RunSheet {
  path: string
  pictureUrl: string
  width: number
  height: number
  frames: readonly SheetFrameBox[]
}

const maxWidth = 480

/** A sheet's picture with an outline around each frame. */
export function sheetFigure (say: Say, { path, pictureUrl, width, height, frames }: RunSheet): Html {
  // Sprites that look the same share their place.
  const places = new Map(frames.map(frame => [`${frame.x} ${frame.y}`, frame.width * frame.height]))
  const used = [...places.values()].reduce((sum, area) => sum + area, 0)
  const share = Math.round(used / Math.max(1, width * height) * 100)
  const caption = say('ui.sheetOf', { path, count: frames.length, share })
  const shownWidth = Math.min(width, maxWidth)
  return html`<figure class="sheet">
    <svg viewBox="0 0 ${width} ${height}" width="${shownWidth}" role="img" aria-label="${caption}">
    <image href="${pictureUrl}" width="${width}" height="${height}"/>
    ${frames.map(frameOutline)}
    </svg>
    <figcaption class="small">${caption}</figcaption>
    </figure>`
}

function frameOutline ({ name, x, y, width, height }: SheetFrameBox): Html {
  return html`<rect x="${x}" y="${y}" width="${width}" height="${height}"><title>${name}</title></rect>`
}
