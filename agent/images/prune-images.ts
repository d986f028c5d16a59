import type { ProjectFile } from '../config/project-schema.js'
import type { Release } from '../release/registry-model.js'
import type { Author } from '../release/release-store.js'
import type { ContainerRegistry } from './container-registry.js'
import { imagesOfReleases } from './image-records.js'
import type { ImageRecord, ImageRecords } from './image-records.js'
import { oldImages } from './image-retention.js'

export interface PrunedImage {
  image: string
  digest: string
  tags: string[]
  at: string
  /** A tag that packline did not give: it stays. */
  keptBy?: string
}

interface PruneOptions {
  records: ImageRecords
  registry: ContainerRegistry
  releases: readonly Release[]
  sites: ProjectFile['sites']
  author: Author | undefined
}

/**
 * Removes what nobody needs from the registry, or tells what would go where there is no author. Only what
 * packline pushed goes, and nothing that a tag of somebody else names: deleting takes all tags along.
 */
export async function pruneImages (
  image: string,
  { repository, keep }: { repository: string, keep: number },
  { records, registry, releases, sites, author }: PruneOptions
): Promise<PrunedImage[]> {
  const images = (await records.list(image)).filter(each => each.repository === repository)
  const needed = new Set([...imagesOfReleases(releases), ...imagesOfSites(sites)])
  const old = oldImages({ images, keep, needed })
  if (old.length === 0) return []
  const holders = await foreignTags(registry, repository, images)
  const pruned: PrunedImage[] = []
  for (const record of old) {
    const { digest, tags, at } = record
    const keptBy = holders.get(digest)
    if (keptBy === undefined && author !== undefined) {
      if (!await records.beginRemoval(image, record, author)) continue
      await registry.remove(repository, digest)
      await records.forget(image, digest, author)
    }
    pruned.push({ image, digest, tags, at, ...keptBy !== undefined && { keptBy } })
  }
  return pruned
}

/** Digests that tags name which no record of that digest has, each with one of these tags. */
async function foreignTags (
  registry: ContainerRegistry,
  repository: string,
  images: readonly ImageRecord[]
): Promise<Map<string, string>> {
  const own = new Map(images.flatMap(({ tags, digest }) => tags.map(tag => [tag, digest] as const)))
  const found = new Map<string, string>()
  for (const tag of await registry.tags(repository)) {
    const digest = await registry.digestOf(repository, `:${tag}`)
    if (digest !== undefined && own.get(tag) !== digest) found.set(digest, tag)
  }
  return found
}

/** Images that sites run by digest. */
function imagesOfSites (sites: ProjectFile['sites']): string[] {
  return Object.values(sites).flatMap(({ services }) =>
    Object.values(services).flatMap(({ image }) => image?.includes('@sha256:') === true ? [image] : [])
  )
}
