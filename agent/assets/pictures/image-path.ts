import type { ImageOptions } from '../../config/image-rule-schema.js'
import type { RuleOf } from '../../config/rule-schema.js'
import type { Group } from '../sources/group.js'
import { isNamedByQuality, outputOf } from '../sources/groups.js'
import type { SourceFile } from '../sources/source-file.js'

export type ImageFormat = Exclude<ImageOptions['textureFormat'], 'same'>

const extensions: Record<ImageFormat, string> = { png: '.png', png8: '.png', webp: '.webp', jpeg: '.jpg' }

/** Where the image processor writes a picture; "same" keeps the extension, whatever the format. */
export function imagePath (group: Group<RuleOf<'image'>>, file: SourceFile, scale: number): string {
  const { textureFormat } = group.rule.options
  const output = outputOf(group)
  const folder = output.replaceAll('{scale}', String(scale)).replace(/\/$/, '')
  const dot = file.name.lastIndexOf('.')
  const extension = textureFormat === 'same' ? file.name.slice(dot) : extensions[textureFormat]
  const isNamed = scale === 1 || output.includes('{scale}') || isNamedByQuality(group)
  const suffix = isNamed ? '' : `@${scale}x`
  return `${folder === '' ? '' : `${folder}/`}${file.name.slice(0, dot)}${suffix}${extension}`
}
