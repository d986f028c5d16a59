/** What is known of a pushed image when the old ones go. */
export interface KeptImage {
  repository: string
  digest: string
  tags: readonly string[]
  /** When a build was last given it. */
  usedAt: string
}

export interface RetentionFacts<Image extends KeptImage> {
  images: readonly Image[]
  keep: number
  /** REPOSITORY@DIGEST of releases and sites. */
  needed: ReadonlySet<string>
}

/**
 * Those that nobody needs, the oldest first: the newest stay, and what a release or a site names. Whatever a
 * tag of somebody else names stays too, but that only the registry knows.
 */
export function oldImages<Image extends KeptImage> (
  { images, keep, needed }: RetentionFacts<Image>
): Image[] {
  return newestFirst(images)
    .slice(keep)
    .filter(({ repository, digest }) => !needed.has(`${repository}@${digest}`))
    .reverse()
}

export function newestFirst<Image extends KeptImage> (images: readonly Image[]): Image[] {
  return images.toSorted((a, b) =>
    a.usedAt < b.usedAt ? 1 : a.usedAt > b.usedAt ? -1 : a.digest < b.digest ? -1 : 1
  )
}
