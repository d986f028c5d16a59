import type { ImageOptions } from '../config/project-schema.js'
import { encoderVersions } from './encoder-versions.js'
import { outputOf } from './groups.js'
import { readPictureHeader } from './picture-header.js'
import { decodePicture, defaultMaxPixels } from './picture.js'
import type { BuildContext, Group, PlannedOutput, SourceFile } from './processor.js'

type Options = Required<Pick<ImageOptions, 'scales' | 'textureFormat' | 'quality'>> & ImageOptions
type Format = 'png' | 'png8' | 'webp' | 'jpeg'

/** Pictures on their own: scaled, converted, without metadata. One action per picture and scale. */
export async function buildImages (group: Group, context: BuildContext): Promise<PlannedOutput[]> {
  const options = group.rule.options as Options
  const outputs = await Promise.all(group.files.flatMap(file => options.scales.map(async scale => await buildImage(group, file, scale, options, context))))
  return outputs.flat()
}

async function buildImage (group: Group, file: SourceFile, scale: number, options: Options, context: BuildContext): Promise<PlannedOutput[]> {
  const { textureFormat, quality, maxWidth, maxHeight } = options
  const result = await context.runner.run({
    id: `${group.id} ${file.name}${scale === 1 ? '' : `@${scale}x`}`,
    rule: group.rule.name,
    inputs: {
      kind: 'image', version: 1, options: { scale, textureFormat, quality, maxWidth, maxHeight }, tools: encoderVersions, inputs: [[file.name, file.sha256]]
    },
    run: async () => {
      const bytes = await context.readSource(file)
      const header = readPictureHeader(bytes, file.path)
      return await context.pixels.use(header.width * header.height * 8, async () => {
        const { width, height, pixels } = await decodePicture(bytes, file.path, { maxPixels: defaultMaxPixels })
        const factor = Math.min(1, (maxWidth ?? Infinity) / width, (maxHeight ?? Infinity) / height) * scale
        const format: Format = textureFormat === 'same' ? header.format as Format : textureFormat
        const { sharp } = await import('./sharp.js')
        let pipeline = sharp(pixels, { raw: { width, height, channels: 4 } })
        if (factor !== 1) pipeline = pipeline.resize(sideOf(width, factor), sideOf(height, factor), { fit: 'fill', kernel: 'lanczos3' })
        return { value: format, blobs: { picture: await encode(pipeline, format, quality) } }
      })
    }
  })
  return result === undefined ? [] : [{ path: pathOf(group, file, scale, result.value as Format, textureFormat), blob: result.blobs.picture! }]
}

async function encode (pipeline: import('sharp').Sharp, format: Format, quality: number): Promise<Buffer> {
  switch (format) {
    case 'png': return await pipeline.png({ compressionLevel: 9, adaptiveFiltering: true }).toBuffer()
    case 'png8': return await pipeline.png({ palette: true, quality, effort: 10 }).toBuffer()
    case 'webp': return await pipeline.webp(quality === 100 ? { lossless: true } : { quality, effort: 5 }).toBuffer()
    case 'jpeg': return await pipeline.flatten({ background: '#000000' }).jpeg({ quality, mozjpeg: true }).toBuffer()
  }
}

function sideOf (length: number, factor: number): number {
  return Math.max(1, Math.round(length * factor))
}

function pathOf (group: Group, file: SourceFile, scale: number, format: Format, wanted: Options['textureFormat']): string {
  const folder = outputOf(group)
  const name = folder === '' ? file.name : `${folder}/${file.name}`
  const dot = name.lastIndexOf('.')
  const stem = name.slice(0, dot)
  const extension = wanted === 'same' ? name.slice(dot) : { png: '.png', png8: '.png', webp: '.webp', jpeg: '.jpg' }[format]
  if (stem.includes('{scale}')) return stem.replaceAll('{scale}', String(scale)) + extension
  return `${stem}${scale === 1 ? '' : `@${scale}x`}${extension}`
}
