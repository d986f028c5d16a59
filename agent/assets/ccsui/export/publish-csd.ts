import { defaultExportOptions } from '../export-options.js'
import type { ExportOptions, Reference, TextGaps, Warning } from '../export-options.js'
import { publishedName } from '../file-names.js'
import type { Serializer } from '../file-names.js'
import type { JsonPlace } from '../json/studio-json.js'
import { attributeOf } from '../../../formats/xml-element.js'
import { exportCsd, readCsd } from './export-csd.js'

export interface PublishedCsd {
  bytes: Uint8Array
  references: () => Reference[]
  warnings: Warning[]
  textGaps?: TextGaps
}

/** Throws CCSUI_ errors. The place tells JSON and Lua what they are in their project. */
export type PublishCsd = (
  bytes: Uint8Array,
  file: string,
  place: JsonPlace,
  options?: Partial<ExportOptions>
) => PublishedCsd

/**
 * How one csd becomes a csb, JSON or Lua, all from the same reading: what is an error for one is an error for
 * the others.
 */
export async function publisherOf (serializer: Serializer): Promise<PublishCsd> {
  if (serializer === 'csb') {
    return (bytes, file, place, options) => {
      const { csb, ...rest } = exportCsd(bytes, file, options)
      return { bytes: csb, ...rest }
    }
  }
  const write = serializer === 'json' ? await jsonWriter() : await luaWriter()
  return (bytes, file, place, options) => {
    // What axmol adds, only its csb have.
    const { engine: _engine, ...others } = options ?? {}
    const read = readCsd(bytes, file, { ...defaultExportOptions, ...others })
    return {
      bytes: Buffer.from(write(read, place)),
      references: () => read.reading.references(),
      warnings: read.reading.warnings,
      ...read.textGaps !== undefined && { textGaps: read.textGaps }
    }
  }
}

type Write = (read: ReturnType<typeof readCsd>, place: JsonPlace) => string

async function jsonWriter (): Promise<Write> {
  const { studioJson } = await import('../json/studio-json.js')
  return ({ document, reading }, place) => studioJson(document, reading, place)
}

async function luaWriter (): Promise<Write> {
  const { studioLua } = await import('../lua/studio-lua.js')
  return ({ document, tree, reading }, { name }) =>
    studioLua(
      tree,
      reading,
      publishedName(name, 'lua'),
      attributeOf(document.objectData, 'ctype') === 'GameLayerObjectData'
    )
}
