import { textureFormats } from '../../pictures/texture-formats.js'
import { PacklineError } from '../../../errors.js'
import { entriesOf, readTpsSettings, stringsOf, textOf } from './tps-settings.js'
import { phrase, type Wording } from '../../../messages/phrase.js'

/** What packline has to know of a TexturePacker project. */
export interface TpsFile {
  /** Files and folders with sprites, as written: relative to the .tps. */
  sources: string[]
  /** With the dot; what the sheet and the data file end in. */
  textureExtension: string
  dataExtension: string
  isMultipack: boolean
  /** It makes the sheets at several scales. */
  hasVariants: boolean
  /** Alpha up to which pixels may be cut off. */
  trimThreshold: number
  /** Patterns of pictures that are left out of the sheets. */
  ignored: string[]
}

/** Reads a .tps. Throws TEXTUREPACKER_TPS_INVALID and TEXTUREPACKER_TPS_UNSUPPORTED. */
export function readTps (file: string, bytes: Uint8Array): TpsFile {
  const settings = readTpsSettings(file, bytes)
  const unsupported = (what: Wording): PacklineError =>
    new PacklineError('TEXTUREPACKER_TPS_UNSUPPORTED', { file, what })
  const dataFiles = [...entriesOf(settings, 'dataFileNames')].map(([key, entry]) =>
    [key, entry instanceof Map ? textOf(entry, 'name') : ''] as const
  )
  const written = dataFiles.filter(([, name]) => name !== '')
  if (written.length > 1) {
    throw unsupported(phrase('tp.severalFiles', { files: written.map(([key]) => key).join(', ') }))
  }
  if (settings.get('packNormalMaps') === true) throw unsupported(phrase('tp.normalMaps'))
  const sources = [
    ...stringsOf(settings.get('fileList')),
    ...[...entriesOf(settings, 'fileLists').values()].flatMap(sheet =>
      sheet instanceof Map ? stringsOf(sheet.get('files')) : []
    )
  ]
  if (sources.length === 0) {
    throw new PacklineError('TEXTUREPACKER_TPS_INVALID', { file, reason: phrase('tps.noSprites') })
  }
  const variants = settings.get('autoSDSettings')
  const mode = textOf(settings, 'multiPackMode')
  return {
    sources,
    textureExtension: textureExtensions[textOf(settings, 'textureFormat')] ??
      extensionOf(textOf(settings, 'textureFileName')) ?? '.png',
    dataExtension: extensionOf(written[0]?.[1] ?? '') ??
      (textOf(settings, 'dataFormat').startsWith('json') ? '.json' : '.plist'),
    isMultipack: mode === '' ? settings.get('multiPack') === true : mode !== 'MultiPackOff',
    hasVariants: Array.isArray(variants) && variants.length > 1,
    // The program's threshold is the first alpha that counts as visible.
    trimThreshold: Math.max(
      0,
      (Number(textOf(entriesOf(settings, 'globalSpriteSettings'), 'trimThreshold')) || 1) - 1
    ),
    ignored: stringsOf(settings.get('ignoreFileList'))
  }
}

const textureExtensions: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.values(textureFormats).flatMap(({ extension, texturePacker }) =>
      texturePacker.map(name => [name, extension])
    )
  ),
  jpg: '.jpg',
  pvr2gz: '.pvr.gz',
  pvr3gz: '.pvr.gz',
  pvr2: '.pvr',
  pvr3: '.pvr'
}

function extensionOf (name: string): string | undefined {
  return /(\.pvr\.(ccz|gz)|\.[A-Za-z0-9]{1,8})$/.exec(name)?.[0]
}
