import { open } from 'node:fs/promises'
import { BinaryXml } from '../../formats/android/binary-xml.js'
import { emptyTable, nextTextId } from '../../formats/android/add-text.js'
import type { LocalTexts } from '../../formats/android/add-text.js'
import { androidValue } from '../../formats/android/manifest-element.js'
import { readEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'
import { maxTableBytes, readable, tableName } from '../application/read-application.js'
import type { InspectedBaseline } from '../baseline.js'
import type { EntryChange } from '../entry-change.js'

/** Rows have labels in common: a table is looked at once for a baseline. */
const nextIds = new WeakMap<InspectedBaseline, Promise<number>>()

interface NewLabel {
  /** What the manifest refers to. */
  resource: number
  texts: LocalTexts
}

/**
 * The label of `manifest` with the languages of `given`, which becomes a text of its own: the old one may
 * stand elsewhere in the game. Other languages keep what they had. Throws PACKAGE_LABEL_UNFIT.
 */
export async function changeLabel (
  row: string,
  given: LocalTexts,
  manifest: Buffer,
  baseline: InspectedBaseline,
  before: EntryChange | undefined
): Promise<NewLabel> {
  if (before !== undefined && before.way !== 'table') {
    throw new PacklineError('PACKAGE_LABEL_UNFIT', { row, reason: phrase('label.otherTable') })
  }
  const texts = { ...before?.label ?? textsOf(manifest, baseline), ...given }
  if (texts.default === undefined) {
    throw new PacklineError('PACKAGE_LABEL_UNFIT', { row, reason: phrase('label.noDefault') })
  }
  let id = nextIds.get(baseline)
  if (id === undefined) nextIds.set(baseline, id = readNextId(baseline))
  return { resource: await id, texts }
}

function textsOf (manifest: Buffer, { application, definition }: InspectedBaseline): LocalTexts {
  return readable({ archive: { file: definition.path } }, 'AndroidManifest.xml', () => {
    const element = new BinaryXml(manifest).root.children.find(({ name }) => name === 'application')
    const label = element && androidValue(element, 'label')
    if (label !== undefined && typeof label !== 'object') return { default: String(label) }
    return label === undefined ? {} : application?.label ?? {}
  })
}

async function readNextId ({ path, definition, entries }: InspectedBaseline): Promise<number> {
  const entry = entries.get(tableName)
  const archive = { file: definition.path }
  if (entry === undefined) return nextTextId(emptyTable('none'))
  const handle = await open(path, 'r')
  try {
    const table = await readEntry(handle, await readZip(handle, definition.path), entry, maxTableBytes)
    return readable({ archive }, tableName, () => nextTextId(table))
  } finally {
    await handle.close()
  }
}
