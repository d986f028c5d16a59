import { sha256OfFile } from '../files/streamed-digest.js'
import { PacklineError } from '../errors.js'
import { archiveFor, digestListName, parseDigestList } from './digest-list.js'
import { checkSignature } from './release-key.js'
import type { ReleaseKeys } from './release-key.js'
import type { ReleasePlace } from './release-place.js'

export interface ArchiveChoice {
  /** The digest that the operator demands: it stands for a signature. */
  sha256: string | undefined
  /** Throws UPDATE_NO_KEY where there are none. */
  keys: () => ReleaseKeys
  platform: string
  /** The flavour with a Node of its own, when a folder is named. */
  hasNode: boolean
}

export interface VerifiedArchive {
  name: string
  sha256: string
}

/**
 * Fetches an archive to the file `to`, and looks at nothing in it before its digest is the one that was
 * demanded, or that a signed list says.
 */
export async function fetchVerified (
  place: ReleasePlace,
  choice: ArchiveChoice,
  to: string,
  signal: AbortSignal
): Promise<VerifiedArchive> {
  const { name, sha256 } = await chosen(place, choice, signal)
  await place.fetch(name, to, signal)
  const found = await sha256OfFile(to)
  if (found !== sha256) {
    throw new PacklineError('UPDATE_DIGEST_DIFFERS', { archive: place.at(name), found, expected: sha256 })
  }
  return { name, sha256 }
}

async function chosen (
  place: ReleasePlace,
  { sha256, keys, platform, hasNode }: ArchiveChoice,
  signal: AbortSignal
): Promise<VerifiedArchive> {
  if (sha256 !== undefined && place.archive !== undefined) return { name: place.archive, sha256 }
  const digests = await digestsOf(place, sha256 === undefined ? keys : undefined, signal)
  const name = place.archive ?? archiveFor(digests, platform, hasNode)
  const listed = name === undefined ? undefined : digests.get(name)
  if (name === undefined || listed === undefined) {
    const archive = name ?? `packline-*-${platform}${hasNode ? '-node' : ''}.tar.gz`
    throw new PacklineError('UPDATE_NOT_LISTED', { place: place.at(digestListName), archive })
  }
  return { name, sha256: sha256 ?? listed }
}

/** Without keys the list only tells names. */
async function digestsOf (
  place: ReleasePlace,
  keys: (() => ReleaseKeys) | undefined,
  signal: AbortSignal
): Promise<Map<string, string>> {
  const trusted = keys?.()
  const file = place.at(digestListName)
  const bytes = await place.read(digestListName, signal)
  if (bytes === undefined) throw new PacklineError('UPDATE_UNSIGNED', { file })
  if (trusted !== undefined) {
    const signature = await place.read(`${digestListName}.sig`, signal)
    if (signature === undefined) throw new PacklineError('UPDATE_UNSIGNED', { file: `${file}.sig` })
    checkSignature(bytes, signature, trusted, file)
  }
  return parseDigestList(bytes.toString('utf8'))
}
