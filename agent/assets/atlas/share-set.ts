import { hash } from 'node:crypto'
import type { ActionInputs } from '../../cache/action-cache.js'
import type { BlobReference } from '../../cache/content-store.js'
import { packlineVersion } from '../../version.js'
import type { BuildContext } from '../actions/build-context.js'
import type { AtlasGroup } from './atlas-group.js'
import { setSettings } from './record-set.js'
import type { SetRecord } from './set-record.js'

/** Meshes take so long that whoever changes such a set should find those of the pictures that stay. */
export function isShared ({ rule: { options } }: AtlasGroup): boolean {
  return !options.mesh
}

/** Raised whenever a set's record is written or read in another way. */
const version = 2
/** Its name among the blobs of the result. */
export const recordName = 'record'

/** What the outputs of a set depend on, besides its settings. */
export interface SetContents {
  names: readonly string[]
  /** Digests of the pictures, in the same order. */
  contents: Buffer
  /** Digest of the layout file that the set has, and keeps as it is. */
  layoutFile: string | undefined
}

/**
 * Keeps a set as one result for other machines: its record, and with it the pages and sheets that it names.
 * Its actions are shared beside it, for sets that are the same in part.
 */
export async function shareSet (
  group: AtlasGroup,
  scale: number,
  record: SetRecord,
  context: BuildContext
): Promise<void> {
  if (!isShared(group)) return
  const { header: { kept, layout, sprites, pages }, names, contents } = record
  const parts = [layout, sprites, ...pages.flatMap(({ page, sheet }) => [page, sheet])]
  await context.runner.share(() => ({
    inputs: setInputs(group, scale, { names, contents, layoutFile: kept?.sha256 }, context),
    costMs: parts.reduce((sum, { costMs }) => sum + costMs, 0),
    blobs: { ...blobsOf(record), [recordName]: record.format() }
  }))
}

/** By which a whole set is asked for. */
export function setInputs (
  group: AtlasGroup,
  scale: number,
  { names, contents, layoutFile }: SetContents,
  context: BuildContext
): ActionInputs {
  return {
    kind: 'set record',
    version,
    options: {
      settings: setSettings(group, scale, context),
      packline: packlineVersion,
      names: hash('sha256', JSON.stringify(names), 'hex'),
      contents: hash('sha256', contents, 'hex'),
      layoutFile: layoutFile ?? null
    },
    inputs: []
  }
}

/** What lies in the store of all that the record names. */
export function blobsOf ({ header: { pages } }: SetRecord): Record<string, BlobReference> {
  return Object.fromEntries(
    pages.flatMap(({ page, sheet }, number) =>
      Object.entries({ ...page.blobs, ...sheet.blobs }).map(([name, blob]) => [`${number} ${name}`, blob])
    )
  )
}
