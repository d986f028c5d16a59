import pLimit from 'p-limit'
import type { BuildProfile } from '../../config/project-schema.js'
import type { RuleOf } from '../../config/rule-schema.js'
import { atlasOptions } from '../../config/atlas-rule-schema.js'
import { PacklineError } from '../../errors.js'
import { bleedsColours, encodePage } from '../pictures/encode.js'
import { encoderVersions } from '../actions/encoder-versions.js'
import { imagePath } from '../pictures/image-path.js'
import type { ImageFormat } from '../pictures/image-path.js'
import { readPictureHeader } from '../pictures/picture-header.js'
import { decodePicture, defaultMaxPixels } from '../pictures/picture.js'
import type { Picture } from '../pictures/picture.js'
import { blobOf } from '../actions/action-runner.js'
import type { BuildContext } from '../actions/build-context.js'
import { resultsOf } from '../actions/throw-all.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { Group } from '../sources/group.js'
import type { SourceFile } from '../sources/source-file.js'
import { resizeBytesPerPixel, resizeFilter, resizePicture } from '../pictures/resize.js'
import { phrase } from '../../messages/phrase.js'

type ImageGroup = Group<RuleOf<'image'>>

/** So many encoded pictures are held at once; how many are decoded, their pixels decide. */
const picturesInFlight = 16

/** Pictures on their own: scaled, converted, without metadata. One action per picture and scale. */
export async function buildImages (group: ImageGroup, context: BuildContext): Promise<PlannedOutput[]> {
  const { options } = group.rule
  const limit = pLimit({ concurrency: picturesInFlight, rejectOnClear: true })
  const outputs = group.files.flatMap(file =>
    options.scales.map(async scale => await limit(async () => await buildImage(group, file, scale, context)))
  )
  try {
    return (await resultsOf(outputs, context)).flat()
  } catch (error) {
    limit.clearQueue()
    // Those under way end before the run does.
    await Promise.allSettled(outputs)
    throw error
  }
}

async function buildImage (
  group: ImageGroup,
  file: SourceFile,
  scale: number,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const { textureFormat, quality, maxWidth, maxHeight } = group.rule.options
  const { profile } = context
  const result = await context.runner.run({
    id: `${group.id} ${file.name}${scale === 1 ? '' : `@${scale}x`}`,
    rule: group.rule.name,
    inputs: {
      kind: 'image',
      version: 4,
      options: { scale, textureFormat, quality, maxWidth, maxHeight, profile, filter: resizeFilter },
      tools: encoderVersions,
      inputs: [[file.name, file.sha256]]
    },
    run: async () => {
      const bytes = await context.readSource(file)
      const header = readPictureHeader(bytes, file.path)
      const factor = Math
        .min(1, (maxWidth ?? Infinity) / header.width, (maxHeight ?? Infinity) / header.height) * scale
      const [width, height] = [sideOf(header.width, factor), sideOf(header.height, factor)]
      if (width * height > defaultMaxPixels) {
        throw new PacklineError('IMAGE_TOO_LARGE', {
          file: file.path,
          width,
          height,
          maxPixels: defaultMaxPixels
        })
      }
      const format: ImageFormat = textureFormat === 'same' ? header.format : textureFormat
      const pixelBytes = (Math.min(header.width * header.height, defaultMaxPixels) + width * height) *
        (factor === 1 ? 4 : resizeBytesPerPixel)
      return await context.pixels.use(pixelBytes, async () => {
        const picture = await decodePicture(bytes, file.path, { maxPixels: defaultMaxPixels })
        const resized = width === picture.width && height === picture.height
          ? picture
          : await resizePicture(picture, width, height)
        return {
          value: format,
          blobs: { picture: await encode(resized, format, quality, profile, file.path) }
        }
      })
    }
  })
  return result === undefined
    ? []
    : [{
      path: imagePath(group, file, scale),
      blob: blobOf(result, 'picture')
    }]
}

/** Only pixels get through: no metadata, no colour profile. */
async function encode (
  picture: Picture,
  format: ImageFormat,
  quality: number,
  profile: BuildProfile,
  file: string
): Promise<Buffer> {
  if (format !== 'jpeg') {
    const options = { ...atlasOptions(), textureFormat: format, quality }
    return (await encodePage(picture, { ...options, bleeds: bleedsColours(options), profile }, file)).bytes
  }
  if (picture.pixels.some((value, index) => index % 4 === 3 && value !== 255)) {
    throw new PacklineError('IMAGE_UNSUPPORTED', {
      file,
      reason: phrase('picture.transparent')
    })
  }
  const { sharp } = await import('../pictures/sharp.js')
  return await sharp(picture.pixels, { raw: { width: picture.width, height: picture.height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality, mozjpeg: profile === 'release' })
    .toBuffer()
}

function sideOf (length: number, factor: number): number {
  return Math.max(1, Math.round(length * factor))
}
