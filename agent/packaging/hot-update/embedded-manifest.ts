import { join } from 'node:path'
import type { ProjectFile } from '../../config/project-schema.js'
import { PacklineError } from '../../errors.js'
import type { AssetDigests } from '../asset-digests.js'
import type { InspectedBaseline } from '../baseline.js'
import type { ManifestPlace } from '../config-document-schema.js'
import { resolveName } from '../row-changes.js'
import type { Changes } from '../entry-change.js'
import { isSelected } from '../rows.js'
import type { Row } from '../rows.js'
import { sourcesOf } from './content.js'
import { formatManifest, projectManifest } from './manifest.js'
import type { Asset } from './manifest.js'
import { anyTarget, targetUrls, updatesFor } from './manifest-urls.js'
import { checkPackageAsText } from './text-order.js'
import { ReasonError } from '../../error-text.js'
import { phrase, type Wording } from '../../messages/phrase.js'

/** Where a row holds its project.manifest, undefined where the project asks for none. */
export function manifestPlace (
  row: Row,
  baseline: InspectedBaseline | undefined,
  { packages }: Pick<ProjectFile, 'packages'>
): ManifestPlace | undefined {
  const { target, platform, channel, pairing } = row
  const parts = { target: target?.id, platform, channel, pairing }
  const found = packages.hotUpdate?.embedded?.findLast(({ when }) => isSelected(when, parts))
  if (found === undefined) return undefined
  const entry = found.root + found.path
  if (baseline === undefined || row.definition.exec !== undefined) {
    throw notEmbedded(row, entry, phrase('embedded.command', { platform }))
  }
  if (row.config.in === 'entry' && row.config.path === entry) {
    throw notEmbedded(row, entry, phrase('embedded.config'))
  }
  return { root: resolveName(found.root, baseline), path: found.path }
}

/** What players of a row have before their first update: all of the hot update that its package holds. */
export async function embeddedManifest (
  row: Row,
  { root, path }: ManifestPlace,
  version: string,
  package_: { baseline: InspectedBaseline, changes: Changes },
  { file, project, assets: digests }: { file: ProjectFile, project: string, assets: AssetDigests }
): Promise<Buffer> {
  const definition = file.packages.hotUpdate
  if (definition === undefined) throw new ReasonError(phrase('manifest.noHotUpdates', { row: row.id }))
  const target = updatesFor(row, file)
  checkPackageAsText(version, definition, join(project, definition.output), target.id)
  const sources = sourcesOf(definition, target === anyTarget ? undefined : target.id, project)
  const names = [...sources.keys()].filter(each => each !== path).map(each => root + each)
  const held = await digests.of(package_.baseline, package_.changes, names)
  if (held.size === 0) {
    throw notEmbedded(row, root + path, phrase('embedded.noneBelow', { root }))
  }
  const assets = new Map<string, Asset>([...held].map(([name, asset]) => [name.slice(root.length), asset]))
  const urls = targetUrls(definition, target, version)
  return Buffer.from(formatManifest(projectManifest(version, assets, urls.packageUrl, urls, definition)))
}

function notEmbedded ({ id }: Row, entry: string, reason: Wording): PacklineError {
  return new PacklineError('HOT_UPDATE_NOT_EMBEDDED', { row: id, entry, reason })
}
