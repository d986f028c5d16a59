import { readFile } from 'node:fs/promises'
import type { ManifestSettings } from '../../config/manifest-edit-schema.js'
import { PacklineError } from '../../errors.js'
import { manifestName, readable, tableName } from '../application/read-application.js'
import type { InspectedBaseline } from '../baseline.js'
import type { PackageVersion } from '../config-document.js'
import { fillPlaceholders } from '../placeholders.js'
import type { EntryChange } from '../entry-change.js'
import type { Row } from '../rows.js'
import { editManifest } from './edit-manifest.js'
import type { ManifestEdit, RefusedEdit } from './edit-manifest.js'

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
): Promise<string[]> {
  if (baseline.manifest === undefined) {
    const { type } = baseline.definition
    throw new PacklineError('PACKAGE_EDIT_UNFIT', { row: row.id, edit: 'packages.edits[].manifest', type })
  }
  const archive = { file: baseline.definition.path }
  const before = await manifestBefore(changes.get(manifestName), baseline.manifest)
  const refuse = (refused: RefusedEdit): PacklineError =>
    new PacklineError('PACKAGE_EDIT_REFUSED', { row: row.id, ...refused })
  const edit = asEdit(fillPlaceholders(settings, row, version))
  const { bytes, renamed, told } = readable(
    { archive },
    manifestName,
    () => editManifest(before, edit, refuse)
  )
  if (!bytes.equals(baseline.manifest)) changes.set(manifestName, { way: 'bytes', bytes })
  if (renamed !== undefined && baseline.entries.has(tableName) && !changes.has(tableName)) {
    // Code that looks resources up by name asks for those of the package's name.
    changes.set(tableName, { way: 'package-name', ...renamed })
  }
  return told
}

async function manifestBefore (change: EntryChange | undefined, manifest: Buffer): Promise<Buffer> {
  if (change?.way === 'bytes') return change.bytes
  return change?.way === 'file' ? await readFile(change.file.path) : manifest
}

function asEdit ({ build, icon: _, ...rest }: ManifestSettings): ManifestEdit {
  return { ...rest, ...build !== undefined && { build: Number(build) } }
}
