import type { HostileOptions } from './hostile-options.js'
import type { Page, PublishedFrame } from './read-published.js'
import type { Pixels } from './write-png.js'

/** How far a channel of a texture may be from its source: by the bits that it has, and by what else is lossy. */
interface Tolerance {
  /** Of red, green, blue, alpha; undefined for a channel that the texture does not have. */
  channels: ReadonlyArray<number | undefined>
  /** Of the colours of a whole frame on average. */
  mean: number
}

const steps: Record<HostileOptions['pixelFormat'], ReadonlyArray<number | undefined>> = {
  RGBA8888: [0, 0, 0, 0],
  RGBA4444: [17, 17, 17, 17],
  RGBA5551: [8.3, 8.3, 8.3, 255],
  RGB888: [0, 0, 0, undefined],
  RGB565: [8.3, 4.1, 8.3, undefined],
  A8: [undefined, undefined, undefined, 0]
}

function toleranceOf (options: HostileOptions): Tolerance {
  const { textureFormat, quality, pixelFormat, dither, premultiplyAlpha } = options
  const rounding = premultiplyAlpha ? 1 : 0
  const share = dither === 'none' ? 0.5 : 2.5
  const channels = steps[pixelFormat].map(step => step === undefined ? undefined : step * share + rounding)
  const isLossy = textureFormat === 'png8' || (textureFormat === 'webp' && quality < 100)
  // A palette and a lossy codec keep no single pixel of noise; another sprite's is some 85 away on average.
  if (isLossy) return { channels: channels.map(each => each === undefined ? undefined : 255), mean: 80 }
  return { channels, mean: 255 }
}

export function hasExactPixels ({ textureFormat, quality, pixelFormat }: HostileOptions): boolean {
  return pixelFormat === 'RGBA8888' && textureFormat !== 'png8' &&
    (textureFormat !== 'webp' || quality === 100)
}

/** Where a pixel of the source lies on the page: turned sprites are turned clockwise. */
export function placeOnPage (frame: PublishedFrame, sourceX: number, sourceY: number): [number, number] {
  const [x, y] = [sourceX - frame.left, sourceY - frame.top]
  return frame.rotated ? [frame.x + frame.height - 1 - y, frame.y + x] : [frame.x + x, frame.y + y]
}

/** What is wrong with the pixels of a frame that has the size of its source. */
export function pixelFaults (
  page: Page,
  frame: PublishedFrame,
  source: Pixels,
  options: HostileOptions
): string[] {
  const { channels, mean } = toleranceOf(options)
  let [sum, counted] = [0, 0]
  for (let y = 0; y < source.height; y++) {
    for (let x = 0; x < source.width; x++) {
      const wanted = expected(source, (y * source.width + x) * 4, options)
      const alpha = wanted[3]
      const isShown = x >= frame.left && x < frame.left + frame.width && y >= frame.top &&
        y < frame.top + frame.height
      if (!isShown) {
        if (alpha > options.trimThreshold) return [`${frame.name}: the visible pixel ${x},${y} is cut off`]
        continue
      }
      const [pageX, pageY] = placeOnPage(frame, x, y)
      const found = page.rgba.subarray((pageY * page.width + pageX) * 4, (pageY * page.width + pageX) * 4 + 4)
      // Without alpha only opaque pixels have a colour that is said.
      if (channels[3] === undefined && alpha < 255) continue
      // What counts as transparent may go where the box ends.
      if (found[3] === 0 && alpha <= options.trimThreshold) continue
      if (channels[3] !== undefined && alpha === 0 && mean === 255 && found[3] !== 0) {
        return [`${frame.name}: the transparent pixel ${x},${y} has alpha ${found[3]}`]
      }
      if (alpha === 0) continue
      // With few bits a faint pixel becomes transparent, and then it has any colour.
      const isHidden = found[3] === 0 && channels[3] !== undefined && alpha <= channels[3]
      if (isHidden) continue
      for (const [channel, tolerance] of channels.entries()) {
        if (tolerance === undefined) continue
        const difference = Math.abs((found[channel] ?? 0) - (wanted[channel] ?? 0))
        sum += difference
        counted++
        if (difference > tolerance) {
          return [`${frame.name}: pixel ${x},${y} is ${[...found].join()}, its source ${wanted.join()}`]
        }
      }
    }
  }
  return counted > 0 && sum / counted > mean
    ? [`${frame.name}: its pixels are ${sum / counted} away on average`]
    : []
}

type Colour = [red: number, green: number, blue: number, alpha: number]

function expected ({ rgba }: Pixels, at: number, { premultiplyAlpha }: HostileOptions): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(at, at + 4)
  if (!premultiplyAlpha) return [red, green, blue, alpha]
  const [r = 0, g = 0, b = 0] = [red, green, blue].map(value => Math.round(value * alpha / 255))
  return [r, g, b, alpha]
}

/** What is wrong with the colour of a scaled frame as a whole. */
export function scaledFaults (page: Page, frame: PublishedFrame, source: Pixels, scale: number): string[] {
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
  return Math.max(...differences) > 48
    ? [`${frame.name}: scaled, it is ${differences.map(Math.round).join()} off`]
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
