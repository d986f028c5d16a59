import { posix } from 'node:path'
import { Transformer } from '@napi-rs/image'
import { encoderVersions } from '../actions/encoder-versions.js'
import { blobOf } from '../actions/action-runner.js'
import type { BuildContext } from '../actions/build-context.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { SourceFile } from '../sources/source-file.js'

type Size = readonly [width: number, height: number]

/** The Studio's own pictures are as large as the nodes that it makes to show them. */
const sizes: ReadonlyArray<readonly [name: RegExp, size: Size]> = [
  [/^Button_/, [46, 36]],
  [/^CheckBox/, [40, 40]],
  [/^Slider_|^LoadingBar/, [200, 14]],
  [/^SliderNode/, [40, 40]],
  [/^TextAtlas/, [140, 18]]
]
const usualSize: Size = [46, 46]

/**
 * The Studio's own pictures that a project names, from the folder that the rule says; for one that is not
 * there a transparent one stands in, with one warning for all. Maps, particles and fonts have no stand-in.
 */
export async function defaultPictures (
  { rule, defaults, output, folder, files }: {
    rule: string
    /** Such as Default/Sprite.png. */
    defaults: readonly string[]
    output: string
    folder: string | undefined
    /** Sources by path. */
    files: ReadonlyMap<string, SourceFile>
  },
  context: BuildContext
): Promise<PlannedOutput[]> {
  const standIns: string[] = []
  const outputs = await Promise.all(defaults.map(async (name): Promise<PlannedOutput[]> => {
    const path = posix.join(output, name)
    const source = folder === undefined
      ? undefined
      : files.get(posix.join(folder, name.slice('Default/'.length)))
    if (source !== undefined) return [{ path, source }]
    if (!/\.png$/i.test(name)) return []
    standIns.push(name)
    return await standIn(rule, path, sizeOf(name), context)
  }))
  if (standIns.length > 0) {
    context.warn('ccsui.standIns', { list: standIns.sort().join(', ') })
  }
  return outputs.flat()
}

async function standIn (
  rule: string,
  path: string,
  [width, height]: Size,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const result = await context.runner.run({
    id: `${rule} ${path}`,
    rule,
    inputs: {
      kind: 'stand-in',
      version: 1,
      options: { width, height },
      inputs: [],
      tools: { '@napi-rs/image': encoderVersions['@napi-rs/image'] }
    },
    run: async () => {
      const pixels = Buffer.alloc(width * height * 4)
      return { blobs: { picture: Transformer.fromRgbaPixels(pixels, width, height).pngSync() } }
    }
  })
  return result === undefined ? [] : [{ path, blob: blobOf(result, 'picture') }]
}

function sizeOf (name: string): Size {
  const base = posix.basename(name)
  return sizes.find(([pattern]) => pattern.test(base))?.[1] ?? usualSize
}
