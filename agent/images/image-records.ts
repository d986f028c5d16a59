import { PacklineError } from '../errors.js'
import { keepText, keptText } from '../release/kept-text.js'
import { releaseKey } from '../release/registry-model.js'
import type { Release } from '../release/registry-model.js'
import { releaseDocument } from '../release/registry.js'
import type { ReleaseName } from '../release/registry.js'
import type { Author, ReleaseStore } from '../release/release-store.js'
import type { ReleasedImage } from '../release/released-image.js'
import type { ActionInputs } from '../cache/action-cache.js'
import { newestFirst } from './image-retention.js'
import type { KeptImage } from './image-retention.js'

/** An image that was pushed and proved. */
export interface ImageRecord extends KeptImage {
  /** Of everything that it was built from. */
  key: string
  /** Names the list of that: see `inputsOf`. */
  inputs: string
  tags: string[]
  sizeBytes: number
  version?: string
  build?: number
  commit?: string
  /** When it was built. */
  at: string
  by: string
  machine: string
  /** Names its bill of materials. */
  bom: string
  packages: number
  /** Since then it is being pruned: no release takes it any more. */
  goingAt?: string
}

interface ImageDocument {
  builds: Record<string, ImageRecord>
}

/** What the document may hold; older ones stay in the registry and are forgotten here. */
const mostBuilds = 1000
/** One that takes longer was killed. */
const longestRemovalMs = 900_000

/** What was built of each image of a project, for all machines. */
export class ImageRecords {
  readonly #store: ReleaseStore

  constructor (store: ReleaseStore) {
    this.#store = store
  }

  /** The newest first. */
  async list (image: string): Promise<ImageRecord[]> {
    const document = await this.#store.read<ImageDocument>(documentOf(image))
    return newestFirst(Object.values(document?.builds ?? {}))
  }

  async inputsOf (record: ImageRecord): Promise<ActionInputs> {
    const inputs: ActionInputs = JSON.parse(await keptText(this.#store, 'image-inputs', record.inputs))
    return inputs
  }

  async bomOf (record: ImageRecord): Promise<string> {
    return await keptText(this.#store, 'image-boms', record.bom)
  }

  async keepInputs (inputs: ActionInputs, author: Author): Promise<string> {
    return await keepText(this.#store, 'image-inputs', JSON.stringify(inputs), author)
  }

  async keepBom (text: string, author: Author): Promise<string> {
    return await keepText(this.#store, 'image-boms', text, author)
  }

  /**
   * Of the same bytes with other tags, all tags are kept; a tag that went over is its new holder's alone.
   * Throws CONTAINER_RECORD_GONE for one that is being pruned at this moment.
   */
  async record (image: string, record: ImageRecord, author: Author): Promise<void> {
    await this.#change(image, author, 'image build', (document, now) => {
      const { [record.digest]: before, ...others } = document.builds
      if (Date.parse(now) - Date.parse(before?.goingAt ?? '') < longestRemovalMs) {
        throw new PacklineError('CONTAINER_RECORD_GONE', { image, digest: record.digest })
      }
      const builds = Object.fromEntries(
        Object.entries(others).map(([digest, each]) => [
          digest,
          { ...each, tags: each.tags.filter(tag => !record.tags.includes(tag)) }
        ])
      )
      const tags = [...new Set([...before?.tags ?? [], ...record.tags])].sort()
      const all = newestFirst([...Object.values(builds), { ...record, tags }])
      return { builds: Object.fromEntries(all.slice(0, mostBuilds).map(each => [each.digest, each])) }
    })
  }

  /** Says that no release may take it any more; false where one has. */
  async beginRemoval (image: string, { digest, repository }: ImageRecord, author: Author): Promise<boolean> {
    let isFree = false
    await this.#store.commit({ ...author, action: 'image prune', subject: image }, async draft => {
      const releases = await draft.list<Release>('releases')
      isFree = !imagesOfReleases([...releases.values()]).has(`${repository}@${digest}`)
      const document = await draft.read<ImageDocument>(documentOf(image))
      const record = document?.builds[digest]
      if (!isFree || document === undefined || record === undefined) return
      draft.write(documentOf(image), {
        builds: { ...document.builds, [digest]: { ...record, goingAt: draft.moment.at } }
      })
    })
    return isFree
  }

  async forget (image: string, digest: string, author: Author): Promise<void> {
    await this.#change(image, author, 'image prune', ({ builds: { [digest]: _, ...builds } }) => ({ builds }))
  }

  /** Makes images a part of a release. Throws CONTAINER_RECORD_GONE and RELEASE_ROW_FIXED. */
  async release (
    name: ReleaseName,
    images: Readonly<Record<string, ReleasedImage>>,
    author: Author
  ): Promise<void> {
    const subject = releaseKey(name)
    await this.#store.commit({ ...author, action: 'release images', subject }, async draft => {
      const release = await draft.read<Release>(releaseDocument(name))
      if (release === undefined) {
        throw new PacklineError('RELEASE_UNKNOWN', { project: this.#store.project, release: subject })
      }
      const fixed = Object.entries(release.targets).find(([, { state }]) =>
        state !== 'planned' && state !== 'packaged'
      )
      for (const [image, { digest }] of Object.entries(images)) {
        const document = await draft.read<ImageDocument>(documentOf(image))
        const record = document?.builds[digest]
        if (record === undefined || record.goingAt !== undefined) {
          throw new PacklineError('CONTAINER_RECORD_GONE', { image, digest })
        }
        const there = release.images?.[image]
        if (fixed !== undefined && there !== undefined && there.digest !== digest) {
          const [target, { state }] = fixed
          throw new PacklineError('RELEASE_ROW_FIXED', { release: subject, target, row: image, state })
        }
      }
      draft.write(releaseDocument(name), { ...release, images: { ...release.images, ...images } })
    })
  }

  async #change (
    image: string,
    author: Author,
    action: string,
    change: (document: ImageDocument, now: string) => ImageDocument
  ): Promise<void> {
    await this.#store.commit({ ...author, action, subject: image }, async draft => {
      const document = await draft.read<ImageDocument>(documentOf(image)) ?? { builds: {} }
      draft.write(documentOf(image), change(document, draft.moment.at))
    })
  }
}

/** REPOSITORY@DIGEST of every image that a release has. */
export function imagesOfReleases (releases: readonly Release[]): Set<string> {
  return new Set(
    releases.flatMap(({ images = {} }) =>
      Object.values(images).map(({ repository, digest }) => `${repository}@${digest}`)
    )
  )
}

function documentOf (image: string): string {
  return `images/${image}`
}
