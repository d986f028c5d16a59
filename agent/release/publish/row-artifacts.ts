import { PacklineError } from '../../errors.js'
import { releaseKey, rowKey } from '../registry-model.js'
import type { Artifact, PackageRow } from '../registry-model.js'
import type { Registry, ReleaseName } from '../registry.js'

/** The files that the packages of rows consist of: a package that is a folder has as many as are in it. */
export async function rowArtifacts (
  registry: Registry,
  release: ReleaseName,
  rows: readonly PackageRow[]
): Promise<Artifact[]> {
  const artifacts: Artifact[] = []
  for (const row of rows) {
    if (row.isFolder !== true) {
      artifacts.push(...row.artifacts)
      continue
    }
    const entries = await registry.entries(row)
    if (entries === undefined) {
      throw new PacklineError('RELEASE_RECORD_DAMAGED', { document: `${releaseKey(release)} ${rowKey(row)}` })
    }
    for (const { name: folder } of row.artifacts) {
      artifacts.push(...entries.map(({ name, sizeBytes, digest }) => ({
        name: `${folder}/${name}`,
        sizeBytes,
        sha256: digest
      })))
    }
  }
  return artifacts
}
