import type { ParameterValue } from '../config/parameter-schema.js'
import type { ReleaseDefinition } from '../config/release-schema.js'
import { PacklineError } from '../errors.js'
import { keepText, keptText } from './kept-text.js'
import { packEntries, unpackEntries } from './entry-lists.js'
import type { PackageEntry } from './entry-lists.js'
import {
  beginRelease,
  checkHotUpdate,
  checkNewName,
  recordHotUpdate,
  recordRows,
  releaseKey,
  rowKey
} from './registry-model.js'
import type { Counter, HotUpdateHistory, NewRelease, PackageRow, Release } from './registry-model.js'
import type { LineUpdate } from './hot-update-line.js'
import type { Author, ReleaseStore } from './release-store.js'
import { compareVersions } from './game-version.js'

/** A release as people and programs name it. */
export interface ReleaseName {
  version: string
  build: number
}

/** sha256 of each asset, by path. */
export type AssetList = Record<string, { sha256: string, sizeBytes: number }>

type ListedAsset = [path: string, sha256: string, sizeBytes: number]

/**
 * Every version and build that was ever made, with its packages. agent/packaging records what it made here:
 * `begin`, then per target `recordRows` and `recordHotUpdate`; `noTarget` of registry-model stands for the
 * target in a project that declares none.
 */
export class Registry {
  readonly #store: ReleaseStore

  constructor (store: ReleaseStore) {
    this.#store = store
  }

  /** Opens a release: the version has to be one there was, or the highest; the build number rises. */
  async begin (given: NewRelease, author: Author): Promise<Release> {
    const entry = await this.#store.commit(
      { ...author, action: 'release begin', subject: given.version },
      async draft => {
        const counter = await draft.read<Counter>('counter')
        const isKnown = hasVersion((await draft.list<Release>('releases')).values(), given.version)
        const begun = beginRelease(counter, isKnown, given, draft.moment)
        await draft.read(releaseDocument(begun.release))
        draft.write('counter', begun.counter)
        draft.write(releaseDocument(begun.release), begun.release)
      }
    )
    // A request that came again finds the release that it began the first time.
    const document = entry?.changes.map(change => change.document).find(each => each.startsWith('releases/'))
    const { version, build = 0 } = given
    const begun = document === undefined ? undefined : await this.#store.read<Release>(document)
    return this.#found(begun, { version, build })
  }

  /** Whether packages of that name could be recorded: throws what `begin` throws, before they are made. */
  async checkName (name: ReleaseName): Promise<void> {
    if (await this.#store.read<Release>(releaseDocument(name)) !== undefined) return
    const isKnown = hasVersion(await this.list(), name.version)
    checkNewName(await this.#store.read<Counter>('counter'), isKnown, name)
  }

  /** Records packages of `name` at `target`. Throws RELEASE_ROW_FIXED for other bytes than were released. */
  async recordRows (
    name: ReleaseName,
    target: string,
    rows: readonly PackageRow[],
    author: Author
  ): Promise<Release> {
    await this.#store.commit(
      { ...author, action: 'rows', subject: `${releaseKey(name)} ${target}` },
      async draft => {
        const document = rowsDocument(name, target)
        const before = await draft.read<{ rows: PackageRow[] }>(document)
        const recorded = recordRows(
          this.#found(await draft.read<Release>(releaseDocument(name)), name),
          target,
          before?.rows ?? [],
          rows,
          draft.moment
        )
        draft.write(releaseDocument(name), recorded.release)
        draft.write(document, { rows: recorded.rows })
      }
    )
    return await this.get(name)
  }

  /**
   * Records a hot update that `name` brings to `target`. Throws HOT_UPDATE_VERSION_REUSED and
   * HOT_UPDATE_VERSION_DOWN.
   */
  async recordHotUpdate (
    name: ReleaseName,
    target: string,
    update: LineUpdate,
    author: Author
  ): Promise<void> {
    await this.#store.commit({
      ...author,
      action: 'hot update',
      subject: `${releaseKey(name)} ${target} ${update.version}`
    }, async draft => {
      const document = `hot-updates/${target}`
      const recorded = recordHotUpdate(
        this.#found(await draft.read<Release>(releaseDocument(name)), name),
        target,
        await draft.read<HotUpdateHistory>(document) ?? {},
        update,
        draft.moment
      )
      draft.write(releaseDocument(name), recorded.release)
      draft.write(document, recorded.history)
    })
  }

  /** Whether `update` may be published to `target`. Throws as `recordHotUpdate` does. */
  async checkHotUpdate (
    target: string,
    update: Pick<LineUpdate, 'version' | 'digest'>,
    native?: string
  ): Promise<void> {
    checkHotUpdate(target, await this.hotUpdates(target), update, native)
  }

  /** Keeps the list of assets inside a release, for comparing. */
  async recordAssets (name: ReleaseName, assets: AssetList, author: Author): Promise<void> {
    const sorted = Object
      .entries(assets)
      .sort(([a], [b]) => a < b ? -1 : 1)
      .map(([path, { sha256, sizeBytes }]): ListedAsset => [path, sha256, sizeBytes])
    const digest = await keepText(this.#store, 'asset-lists', JSON.stringify(sorted), author)
    await this.#store.commit({ ...author, action: 'assets', subject: releaseKey(name) }, async draft => {
      const release = this.#found(await draft.read<Release>(releaseDocument(name)), name)
      if (isReleased(release) && release.assets !== undefined && release.assets.digest !== digest) {
        throw new PacklineError('RELEASE_ROW_FIXED', {
          release: releaseKey(name),
          target: '*',
          row: 'assets',
          state: 'released'
        })
      }
      draft.write(releaseDocument(name), {
        ...release,
        assets: {
          digest,
          files: sorted.length,
          sizeBytes: sorted.reduce((sum, each) => sum + each[2], 0)
        }
      })
    })
  }

  /**
   * Keeps the values of the parameters that packages are made with, until a package is released; after that
   * they are edited.
   */
  async recordParameters (
    name: ReleaseName,
    parameters: Record<string, ParameterValue>,
    author: Author
  ): Promise<void> {
    await this.#store.commit({ ...author, action: 'parameters', subject: releaseKey(name) }, async draft => {
      const release = this.#found(await draft.read<Release>(releaseDocument(name)), name)
      if (!isReleased(release)) draft.write(releaseDocument(name), { ...release, parameters })
    })
  }

  /**
   * Keeps the definition that rows were made by, so that they can be made again; returns the digest that
   * names it.
   */
  async recordOrder (order: ReleaseDefinition, author: Author): Promise<string> {
    return await keepText(this.#store, 'orders', JSON.stringify(order), author)
  }

  /** Keeps what is inside the packages of rows, by row; returns the digest that names it. */
  async recordEntries (rows: ReadonlyMap<string, readonly PackageEntry[]>, author: Author): Promise<string> {
    return await keepText(this.#store, 'entry-lists', packEntries(rows), author)
  }

  /** What is inside a row's package; undefined where that was not recorded. */
  async entries (row: PackageRow): Promise<PackageEntry[] | undefined> {
    if (row.entries === undefined) return undefined
    return unpackEntries(await keptText(this.#store, 'entry-lists', row.entries), rowKey(row))
  }

  async order (digest: string): Promise<ReleaseDefinition> {
    const order: ReleaseDefinition = JSON.parse(await keptText(this.#store, 'orders', digest))
    return order
  }

  async list (): Promise<Release[]> {
    const releases = [...(await this.#store.list<Release>('releases')).values()]
    return releases.sort((a, b) => compareVersions(a.version, b.version) || a.build - b.build)
  }

  async get (name: ReleaseName): Promise<Release> {
    return this.#found(await this.#store.read<Release>(releaseDocument(name)), name)
  }

  async rows (name: ReleaseName, target: string): Promise<PackageRow[]> {
    return (await this.#store.read<{ rows: PackageRow[] }>(rowsDocument(name, target)))?.rows ?? []
  }

  async assets (release: Release): Promise<AssetList> {
    if (release.assets === undefined) return {}
    const text = await keptText(this.#store, 'asset-lists', release.assets.digest)
    const list: ListedAsset[] = JSON.parse(text)
    return Object.fromEntries(list.map(([path, sha256, sizeBytes]) => [path, { sha256, sizeBytes }]))
  }

  async hotUpdates (target: string): Promise<HotUpdateHistory> {
    return await this.#store.read<HotUpdateHistory>(`hot-updates/${target}`) ?? {}
  }

  #found (release: Release | undefined, name: ReleaseName): Release {
    if (release === undefined) {
      throw new PacklineError('RELEASE_UNKNOWN', { project: this.#store.project, release: releaseKey(name) })
    }
    return release
  }
}

function isReleased ({ targets }: Release): boolean {
  return Object.values(targets).some(({ state }) => state !== 'planned' && state !== 'packaged')
}

export function releaseDocument (name: ReleaseName): string {
  return `releases/${releaseKey(name)}`
}

function rowsDocument (name: ReleaseName, target: string): string {
  return `rows/${releaseKey(name)}/${target}`
}

function hasVersion (releases: Iterable<Release>, version: string): boolean {
  return [...releases].some(each => compareVersions(each.version, version) === 0)
}
