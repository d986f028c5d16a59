import { realpath, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { sha256OfFile } from '../files/streamed-digest.js'
import { publishersKey } from '../release/publisher-record.js'
import type { PublisherRecords } from '../release/publisher-record.js'
import { packagesFolder } from '../release/publish/shown-target.js'
import type { Artifact } from '../release/registry-model.js'
import type { ReleaseStore } from '../release/release-store.js'
import type { Orders } from './orders.js'

export interface WantedPackage {
  artifact: Artifact
  /** VERSION-BUILD and the target whose package it is. */
  release: string
  target: string
}

const mostKnown = 1000

/** Where on this machine the bytes of packages lie: what was recorded and what lies there have to be one. */
export class PackagePlaces {
  readonly #orders: Orders | undefined
  /** Digests of files by path, size and time: a large package is read once for them. */
  readonly #digests = new Map<string, Promise<string>>()

  constructor (orders: Orders | undefined) {
    this.#orders = orders
  }

  /** In a folder that was published to, a checkout, or an artifact store that is a folder. */
  async find (store: ReleaseStore, wanted: WantedPackage): Promise<string | undefined> {
    for (const { root, name } of await this.#candidates(store, wanted)) {
      const path = await realpath(join(root, name)).catch(() => undefined)
      const top = await realpath(root).catch(() => undefined)
      // A link that leads out of its folder is no package.
      if (path === undefined || top === undefined || !path.startsWith(`${top}${sep}`)) continue
      if (await this.#isThat(path, wanted.artifact)) return path
    }
    return undefined
  }

  async #candidates (
    store: ReleaseStore,
    { artifact: { name, sha256 }, release, target }: WantedPackage
  ): Promise<Array<{ root: string, name: string }>> {
    const records = await store.read<PublisherRecords>(publishersKey) ?? {}
    const published = Object
      .values(records)
      .filter(({ reach, targets }) => reach === 'folder' && targets.includes(target))
      .map(({ place }) => ({ root: join(place, packagesFolder(release, target)), name }))
    const folders = await this.#orders?.checkouts(store.project) ?? []
    const kept = await Promise.all(folders.map(async folder => {
      const file = await this.#orders?.projectIn(store.project, folder).catch(() => undefined)
      const place = file?.file.packages.artifacts?.store
      return place === undefined || place.includes('://')
        ? []
        : [{ root: resolve(folder, place), name: `objects/${sha256}` }]
    }))
    return [...published, ...folders.map(root => ({ root, name })), ...kept.flat()]
  }

  async #isThat (path: string, { sizeBytes, sha256 }: Artifact): Promise<boolean> {
    const status = await stat(path).catch(() => undefined)
    if (status === undefined || !status.isFile() || status.size !== sizeBytes) return false
    const key = `${path}\0${status.size}\0${status.mtimeMs}\0${status.ino}`
    const digest = this.#digests.get(key) ?? sha256OfFile(path)
    this.#digests.set(key, digest)
    const [oldest] = this.#digests.keys()
    if (this.#digests.size > mostKnown && oldest !== undefined) this.#digests.delete(oldest)
    return await digest === sha256
  }
}
