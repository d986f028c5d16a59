import { generatorMark } from '../../../files/written-files.js'
import { message } from '../../../messages/message.js'
import type { Locale } from '../../../messages/message.js'
import type { Sheet, SheetFrame } from './sheet.js'

export interface ContactPage {
  sheet: Sheet
  /** The page as a PNG or WebP, whatever the format that the game gets. */
  picture: Uint8Array
  mediaType: 'image/png' | 'image/webp'
}

/** Share of a page that sprites cover, from 0 to 1. Frames at one place count once. */
export function usedShare (sheet: Sheet): number {
  const areas = new Map(sheet.frames.map(frame => [`${frame.x},${frame.y}`, frame.width * frame.height]))
  return [...areas.values()].reduce((sum, area) => sum + area, 0) / (sheet.width * sheet.height)
}

/**
 * The pages of an atlas for people, as one HTML file that needs no other: pictures, outlines, names under the
 * pointer, use of the area.
 */
export function contactSheet (title: string, pages: ContactPage[], locale: Locale): string {
  const frameCount = pages.reduce((sum, { sheet }) => sum + sheet.frames.length, 0)
  const pixels = pages.reduce((sum, { sheet }) => sum + sheet.width * sheet.height, 0)
  const used = pages.reduce((sum, { sheet }) => sum + usedShare(sheet) * sheet.width * sheet.height, 0) /
    Math.max(1, pixels)
  const summary = message(locale, 'contactSheet.summary', {
    pages: pages.length,
    frames: frameCount,
    share: percent(used)
  })
  return `<!DOCTYPE html>
<html lang="${locale}">
<meta charset="utf-8">
${generatorMark}
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
<h1>${escaped(title)}</h1>
<p>${escaped(summary)}</p>
${pages.map(page => describePage(page, locale)).join('\n')}
</html>
`
}

function describePage ({ sheet, picture, mediaType }: ContactPage, locale: Locale): string {
  const { width, height, textureFile, frames } = sheet
  const facts = message(locale, 'contactSheet.page', {
    width,
    height,
    frames: frames.length,
    share: percent(usedShare(sheet))
  })
  const data = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength).toString('base64')
  return `<figure>
<figcaption><strong>${escaped(textureFile)}</strong> ${escaped(facts)}</figcaption>
<svg viewBox="0 0 ${width} ${height}" style="max-width:${width}px">
<image width="${width}" height="${height}" href="data:${mediaType};base64,${data}"/>
${outlines(frames)}
</svg>
<details>
<summary>${escaped(message(locale, 'contactSheet.names'))}</summary>
<ol>
${frames.map(frame => `<li>${escaped(frame.name)}`).join('\n')}
</ol>
</details>
</figure>`
}

/** One outline a place; its tooltip has the names of all frames there. */
function outlines (frames: SheetFrame[]): string {
  const places = new Map<string, { frame: SheetFrame, names: string[] }>()
  for (const frame of frames) {
    const key = `${frame.x},${frame.y}`
    const place = places.get(key) ?? { frame, names: [] }
    place.names.push(frame.name, ...frame.aliases)
    places.set(key, place)
  }
  return [...places.values()].map(({ frame, names }) => outline(frame, names)).join('\n')
}

function outline (frame: SheetFrame, names: readonly string[]): string {
  const { x, y, rotated } = frame
  const [width, height] = rotated ? [frame.height, frame.width] : [frame.width, frame.height]
  const kinds = [rotated ? 'rotated' : '', names.length > 1 ? 'shared' : ''].join(' ').trim()
  const size = `${frame.width}×${frame.height}${rotated ? ' ↻' : ''}`
  const title = escaped([...names, size].join('\n'))
  const place = `x="${x}" y="${y}" width="${width}" height="${height}"`
  return `<rect ${place} class="${kinds}"><title>${title}</title></rect>`
}

function percent (share: number): string {
  return (share * 100).toFixed(1)
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped (text: string): string {
  return text.replace(/[&<>"]/g, character => entities[character] ?? character)
}

const style = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #222; --check: #e4e4e4; --line: #0a66c2; --turned: #b25000; --shared: #a0218f
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #181818; --ink: #ddd; --check: #262626; --line: #6cb2ff; --turned: #ffb066; --shared: #ff8af0
  }
}
body { margin: 2rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 1.4rem; margin: 0 }
figure { margin: 2rem 0 0 }
figcaption { margin-bottom: .5rem }
svg {
  display: block; width: 100%; height: auto; outline: 1px solid var(--check);
  background: repeating-conic-gradient(var(--check) 0 25%, transparent 0 50%) 0 0 / 24px 24px
}
image { image-rendering: pixelated }
rect {
  fill: transparent; vector-effect: non-scaling-stroke;
  stroke: var(--line); stroke-width: 1; stroke-opacity: .7
}
rect.rotated { stroke: var(--turned); stroke-dasharray: 4 2 }
rect.shared { stroke: var(--shared); stroke-width: 2 }
rect:hover { stroke-width: 3; stroke-opacity: 1 }
ol { columns: 18rem; font-size: .85rem; overflow-wrap: anywhere }
`
