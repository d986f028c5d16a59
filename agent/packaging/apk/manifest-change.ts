import { readFile } from 'node:fs/promises'
import type { LocalTexts } from '../../formats/android/add-text.js'
import { BinaryXml } from '../../formats/android/binary-xml.js'
import { plainValue } from '../../formats/android/manifest-element.js'
import type { ManifestSettings } from '../../config/manifest-edit-schema.js'
import { PacklineError } from '../../errors.js'
import type { Wording } from '../../messages/phrase.js'
import { manifestName, readable, tableName } from '../application/read-application.js'
import type { InspectedBaseline } from '../baseline.js'
import type { PackageVersion } from '../config-document.js'
import { fillPlaceholders } from '../placeholders.js'
import type { EntryChange } from '../entry-change.js'
import type { Row } from '../rows.js'
import { changeLabel } from './change-label.js'
import { editManifest } from './edit-manifest.js'
import type { ManifestEdit, RefusedEdit } from './edit-manifest.js'

type Labelled = Pick<ManifestSettings, 'label'>

/**
 * The manifest of a row with `settings` applied, and what goes with it. Returns what was rewritten besides.
 * Throws PACKAGE_EDIT_UNFIT and PACKAGE_EDIT_REFUSED.
 */
export async function changeManifest (
  row: Row,
  settings: ManifestSettings,
  baseline: InspectedBaseline,
  changes: Map<string, EntryChange>,
  version: PackageVersion
): Promise<Wording[]> {
  if (baseline.manifest === undefined) {
    const { type } = baseline.definition
    throw new PacklineError('PACKAGE_EDIT_UNFIT', { row: row.id, edit: 'packages.edits[].manifest', type })
  }
  const archive = { file: baseline.definition.path }
  const before = await manifestBefore(changes.get(manifestName), baseline.manifest)
  const refuse = (refused: RefusedEdit): PacklineError =>
    new PacklineError('PACKAGE_EDIT_REFUSED', { row: row.id, ...refused })
  const { label, ...edit } = asEdit(fillPlaceholders(settings, row, version))
  const texts = typeof label === 'object'
    ? await changeLabel(row.id, label, before, baseline, changes.get(tableName))
    : undefined
  const named = texts === undefined ? String(label) : { resource: texts.resource }
  const { bytes, renamed, told } = readable(
    { archive },
    manifestName,
    () => editManifest(before, { ...edit, ...label !== undefined && { label: named } }, refuse)
  )
  if (!bytes.equals(baseline.manifest)) changes.set(manifestName, { way: 'bytes', bytes })
  changeTable(baseline, changes, bytes, renamed, texts?.texts)
  return told
}

/** Code that looks resources up by name asks for those of the package's name. */
function changeTable (
  { entries }: InspectedBaseline,
  changes: Map<string, EntryChange>,
  manifest: Buffer,
  renamed: { from: string, to: string } | undefined,
  label: LocalTexts | undefined
): void {
  const before = changes.get(tableName)
  if (before?.way === 'table') {
    const { from, to } = before.renamed
    const texts = label ?? before.label
    const change = { way: 'table' as const, renamed: { from, to: renamed?.to ?? to } }
    changes.set(tableName, { ...change, ...texts !== undefined && { label: texts } })
  } else if (label !== undefined) {
    const name = String(plainValue(new BinaryXml(manifest).root, 'package'))
    changes.set(tableName, { way: 'table', renamed: renamed ?? { from: name, to: name }, label })
  } else if (renamed !== undefined && before === undefined && entries.has(tableName)) {
    changes.set(tableName, { way: 'table', renamed })
  }
}

async function manifestBefore (change: EntryChange | undefined, manifest: Buffer): Promise<Buffer> {
  if (change?.way === 'bytes') return change.bytes
  return change?.way === 'file' ? await readFile(change.file.path) : manifest
}

function asEdit ({ build, icon: _, ...rest }: ManifestSettings): Omit<ManifestEdit, 'label'> & Labelled {
  return { ...rest, ...build !== undefined && { build: Number(build) } }
}
