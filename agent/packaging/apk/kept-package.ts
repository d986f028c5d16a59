import type { ActionCache } from '../../cache/action-cache.js'
import type { BlobReference, ContentStore } from '../../cache/content-store.js'
import { sha256OfFile } from '../../files/streamed-digest.js'

/** A package that an earlier build kept under `key`, with its bytes looked at. */
export async function keptPackage (
  { cache, store }: { cache: ActionCache, store: ContentStore },
  key: string
): Promise<{ blob: BlobReference, value: unknown } | undefined> {
  const known = cache.get(key)
  const blob = known?.blobs.apk
  if (known === undefined || blob === undefined || !store.has(blob.sha256, blob.size)) return undefined
  if (await sha256OfFile(store.pathOf(blob.sha256)) !== blob.sha256) return undefined
  cache.touch(key, new Date())
  return { blob, value: known.value }
}
