import { PacklineError } from '../../errors.js'
import { matcher } from '../../files/glob.js'
import { phrase } from '../../messages/phrase.js'
import { noTarget, releaseKey, rowKey } from '../registry-model.js'
import type { PackageRow, Release } from '../registry-model.js'
import type { Registry } from '../registry.js'
import type { AppStoreContext, AppUpload } from './app-store.js'

export interface ChosenPackage {
  target: string
  row: PackageRow
}

/** The one row of the release that goes to the store. Throws APP_STORE_NOT_ONE and APP_STORE_PACKAGE. */
export async function chosenPackage (
  registry: Registry,
  release: Release,
  { name: store, settings: { when } }: AppStoreContext,
  { target, row: glob }: { target: string | undefined, row: string | undefined }
): Promise<ChosenPackage> {
  const isMeant = glob === undefined ? () => true : matcher([glob])
  const found = (await fittingPackages(registry, release, when, target))
    .filter(({ target, row }) => isMeant(nameOfPackage(target, row)))
  const [chosen] = found
  if (chosen === undefined || found.length > 1 || chosen.row.artifacts.length !== 1) {
    throw new PacklineError('APP_STORE_NOT_ONE', {
      store,
      release: releaseKey(release),
      found: found.map(({ target, row }) => nameOfPackage(target, row)).join(', ') || phrase('list.none')
    })
  }
  const { signature, isFolder, artifacts: [{ name: file } = { name: '' }] } = chosen.row
  const reason = signature === 'unsigned'
    ? 'appStore.unsigned'
    : isFolder === true
    ? 'appStore.folder'
    : undefined
  if (reason !== undefined) {
    throw new PacklineError('APP_STORE_PACKAGE', { store, file, reason: phrase(reason) })
  }
  return chosen
}

/** The rows of a release that a store takes, by its `when`. */
export async function fittingPackages (
  registry: Registry,
  release: Release,
  when: AppStoreContext['settings']['when'],
  target?: string
): Promise<ChosenPackage[]> {
  const found: ChosenPackage[] = []
  for (const id of Object.keys(release.targets)) {
    if (target !== undefined ? id !== target : when.targets?.includes(id) === false) continue
    for (const row of await registry.rows(release, id)) {
      const fits = when.platforms?.includes(row.platform) !== false &&
        when.channels?.includes(row.channel) !== false && when.pairings?.includes(row.pairing) !== false
      if (fits) found.push({ target: id, row })
    }
  }
  return found
}

/** As "package plan" names it. */
export function nameOfPackage (target: string, row: PackageRow): string {
  return nameOfUpload({ target, row: rowKey(row) })
}

export function nameOfUpload ({ target, row }: { target: string, row: string }): string {
  return `${target === noTarget ? '' : `${target}/`}${row}`.replace(/\/+$/, '')
}

/** All of an upload but where its file is on this machine. */
export async function uploadOf (registry: Registry, row: PackageRow, notes: string): Promise<AppUpload> {
  const entries = await registry.entries(row) ?? []
  const abis = new Set(entries.flatMap(({ name }) => /^(?:base\/)?lib\/([^/]+)\//.exec(name)?.[1] ?? []))
  const [artifact = { name: '', sizeBytes: 0, sha256: '' }] = row.artifacts
  return {
    file: { ...artifact, path: '', isReplaced: false },
    application: row.application ?? { type: '', id: '' },
    channel: row.channel,
    abis: [...abis],
    notes
  }
}
