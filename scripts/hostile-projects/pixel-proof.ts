import { hasBlocks } from './hostile-options.js'
import type { HostileOptions } from './hostile-options.js'
import type { Page, PublishedFrame } from './read-published.js'
import type { Pixels } from './write-png.js'

type Channels = ReadonlyArray<number | undefined>

const steps: Record<HostileOptions['pixelFormat'], Channels> = {
  RGBA8888: [0, 0, 0, 0],
  RGBA4444: [17, 17, 17, 17],
  RGBA5551: [8.3, 8.3, 8.3, 255],
  RGB888: [0, 0, 0, undefined],
  RGB565: [8.3, 4.1, 8.3, undefined],
  A8: [undefined, undefined, undefined, 0]
}

/** What becomes of pixels. */
export type PixelOptions = Pick<
  HostileOptions,
  'textureFormat' | 'pixelFormat' | 'quality' | 'dither' | 'premultiplyAlpha' | 'trimThreshold'
>

/** How far each channel of a texture may be from its source; undefined for one that it does not have. */
function tolerancesOf ({ pixelFormat, dither, premultiplyAlpha }: PixelOptions): Channels {
  const share = dither === 'none' ? 0.5 : 2.5
  return steps[pixelFormat].map(step =>
    step === undefined ? undefined : step * share + (premultiplyAlpha ? 1 : 0)
  )
}

/** Palettes and lossy codecs keep no single pixel. */
export function isLossy ({ textureFormat, quality }: PixelOptions): boolean {
  return textureFormat === 'png8' || hasBlocks(textureFormat) || (textureFormat === 'webp' && quality < 100)
}

export function hasExactPixels (options: PixelOptions): boolean {
  return options.pixelFormat === 'RGBA8888' && !isLossy(options)
}

/** Where a pixel of the source lies on the page: turned sprites are turned clockwise. */
export function placeOnPage (frame: PublishedFrame, sourceX: number, sourceY: number): [number, number] {
  const [x, y] = [sourceX - frame.left, sourceY - frame.top]
  return frame.rotated ? [frame.x + frame.height - 1 - y, frame.y + x] : [frame.x + x, frame.y + y]
}

/** What is wrong with the pixels of a frame that has the size of its source: the first of them. */
export function pixelFaults (
  page: Page,
  frame: PublishedFrame,
  source: Pixels,
  options: PixelOptions
): string[] {
  const tolerances = isLossy(options) ? [] : tolerancesOf(options)
  for (let y = 0; y < source.height; y++) {
    for (let x = 0; x < source.width; x++) {
      const wanted = expected(source, (y * source.width + x) * 4, options)
      const isShown = x >= frame.left && x < frame.left + frame.width && y >= frame.top &&
        y < frame.top + frame.height
      if (!isShown) {
        if (wanted[3] > options.trimThreshold) {
          return [`${frame.name}: the visible pixel ${x},${y} is cut off`]
        }
        continue
      }
      const [pageX, pageY] = placeOnPage(frame, x, y)
      const found = page.rgba.subarray((pageY * page.width + pageX) * 4, (pageY * page.width + pageX) * 4 + 4)
      if (!isLike(found, wanted, tolerances, options)) {
        return [`${frame.name}: pixel ${x},${y} is ${[...found].join()}, its source ${wanted.join()}`]
      }
    }
  }
  return []
}

function isLike (found: Uint8Array, wanted: Colour, tolerances: Channels, options: PixelOptions): boolean {
  const [alpha, alphaTolerance] = [wanted[3], tolerances[3]]
  // Without alpha only opaque pixels have a colour that is said.
  if (alphaTolerance === undefined && alpha < 255 && tolerances.length > 0) {
    return true
  }
  if (found[3] === 0) {
    // What counts as transparent may go where the box ends, and with few bits what is faint.
    if (alpha <= Math.max(options.trimThreshold, alphaTolerance ?? 0)) return true
  }
  if (alpha === 0) return tolerances.length === 0
  return tolerances.every((tolerance, channel) =>
    tolerance === undefined || Math.abs((found[channel] ?? 0) - (wanted[channel] ?? 0)) <= tolerance
  )
}

type Colour = [red: number, green: number, blue: number, alpha: number]

function expected ({ rgba }: Pixels, at: number, { premultiplyAlpha }: PixelOptions): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(at, at + 4)
  if (!premultiplyAlpha) return [red, green, blue, alpha]
  const [r = 0, g = 0, b = 0] = [red, green, blue].map(value => Math.round(value * alpha / 255))
  return [r, g, b, alpha]
}

/** What is wrong with the colour of a frame as a whole, where its pixels are no longer those of the source. */
export function averageFaults (
  page: Page,
  frame: PublishedFrame,
  source: Pixels,
  scale: number,
  mostOff = 48
): string[] {
  for (
    const [side, of] of [[frame.sourceWidth, source.width], [
      frame.sourceHeight,
      source.height
    ]] as const
  ) {
    if (Math.abs(side - of * scale) > 1) {
      return [
        `${frame.name}: a side of ${side}, and ${of} at ${scale} in the source`
      ]
    }
  }
  if (Math.min(frame.sourceWidth, frame.sourceHeight) < 6) return []
  const own = new Float64Array(4)
  for (let y = 0; y < frame.height; y++) {
    for (let x = 0; x < frame.width; x++) {
      const [pageX, pageY] = placeOnPage(frame, frame.left + x, frame.top + y)
      addPremultiplied(own, page.rgba, (pageY * page.width + pageX) * 4)
    }
  }
  const wanted = new Float64Array(4)
  for (let at = 0; at < source.rgba.length; at += 4) addPremultiplied(wanted, source.rgba, at)
  const areas = [frame.sourceWidth * frame.sourceHeight, source.width * source.height] as const
  const differences = [...own].map((sum, channel) =>
    Math.abs(sum / areas[0] - (wanted[channel] ?? 0) / areas[1])
  )
  return Math.max(...differences) > mostOff
    ? [`${frame.name}: on average it is ${differences.map(Math.round).join()} off`]
    : []
}

function addPremultiplied (sums: Float64Array, rgba: Uint8Array, at: number): void {
  const alpha = rgba[at + 3] ?? 0
  for (let channel = 0; channel < 3; channel++) {
    sums[channel] = (sums[channel] ?? 0) + (rgba[at + channel] ?? 0) * alpha / 255
  }
  sums[3] = (sums[3] ?? 0) + alpha
}

/** Visible pixels whose centre no triangle of the frame's mesh holds. */
export function meshFaults ({ name, mesh }: PublishedFrame, source: Pixels, threshold: number): string[] {
  if (mesh === undefined) return []
  const corner = (
    index: number
  ): [number, number] => [mesh.vertices[index * 2] ?? NaN, mesh.vertices[index * 2 + 1] ?? NaN]
  const triangles = Array.from(
    { length: mesh.triangles.length / 3 },
    (_, number) => mesh.triangles.slice(number * 3, number * 3 + 3).map(corner)
  )
  for (let y = 0; y < source.height; y++) {
    for (let x = 0; x < source.width; x++) {
      if ((source.rgba[(y * source.width + x) * 4 + 3] ?? 0) <= threshold) continue
      if (!triangles.some(triangle => holds(triangle, x + 0.5, y + 0.5))) {
        return [`${name}: the mesh leaves out the pixel ${x},${y}`]
      }
    }
  }
  return []
}

function holds (triangle: ReadonlyArray<readonly [number, number]>, x: number, y: number): boolean {
  const sides = triangle.map(([ax, ay], index) => {
    const [bx, by] = triangle[(index + 1) % 3] ?? [NaN, NaN]
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax)
  })
  return sides.every(side => side >= 0) || sides.every(side => side <= 0)
}
