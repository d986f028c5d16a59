import { writeCsb } from '../csb/csb-writer.js'
import { readCsdDocument } from '../csd/csd-document.js'
import type { CsdDocument } from '../csd/csd-document.js'
import { CsdReading } from '../csd/csd-reading.js'
import { defaultExportOptions } from '../export-options.js'
import type { ExportOptions, ExportResult, Reference, TextGaps } from '../export-options.js'
import { readAction, readAnimationList } from '../tree/read-animation.js'
import { readNode } from '../tree/read-node.js'
import type { TableValue } from '../tables/table-model.js'
import { translated } from '../texts/translated-csd.js'
import { csParseBinary } from '../classes/tree-tables.js'

/** The engine compares this with its own build id; it is not the version of the Studio. */
const csbVersion = '2.1.0.0'

/**
 * Exports one csd. The result depends on the bytes and the options only; nothing else is opened. Throws
 * CCSUI_ errors.
 */
export function exportCsd (
  bytes: Uint8Array,
  file: string,
  options: Partial<ExportOptions> = {}
): ExportResult {
  const { tree, reading, textGaps } = readCsd(bytes, file, { ...defaultExportOptions, ...options })
  // A csb has a good quarter of its csd's bytes.
  return {
    csb: writeCsb(tree, 1024 + Math.ceil(bytes.byteLength / 3)),
    references: () => reading.references(),
    warnings: reading.warnings,
    ...textGaps !== undefined && { textGaps }
  }
}

/** What a csd refers to. Which classes there are is not asked. */
export function referencesIn (bytes: Uint8Array, file: string): Reference[] {
  return readCsd(bytes, file, { ...defaultExportOptions, unknownClass: 'node', engine: 'axmol' })
    .reading
    .references()
}

export function readCsd (
  bytes: Uint8Array,
  file: string,
  options: ExportOptions
): { document: CsdDocument, tree: TableValue, reading: CsdReading, textGaps?: TextGaps } {
  const original = readCsdDocument(file, bytes)
  const translation = options.texts && translated(original.objectData, options.texts)
  const document = translation === undefined ? original : { ...original, objectData: translation.root }
  const reading = new CsdReading(document.source, options)
  // The texture list is in reading order: the animation's frames before the nodes.
  const action = readAction(document.animation, reading)
  reading.nodePath = ''
  const nodeTree = readNode(document.objectData, reading)
  const animationList = readAnimationList(document.animationList, reading)
  return {
    document,
    tree: {
      table: csParseBinary,
      values: [csbVersion, reading.textures, [], nodeTree, action, animationList]
    },
    reading,
    ...translation !== undefined && { textGaps: translation.gaps }
  }
}
