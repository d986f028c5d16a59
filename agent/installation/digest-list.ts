/** The file that lists what a release holds, as sha256sum writes it; `.sig` beside it signs it. */
export const digestListName = 'SHA256SUMS'

/** Digests by the names of files. Lines of another kind are left out. */
export function parseDigestList (text: string): Map<string, string> {
  const lines = text.matchAll(/^([0-9a-f]{64}) [ *]([\w.+-]+)$/gm)
  return new Map([...lines].map(([, digest = '', name = '']) => [name, digest]))
}

/** What an archive is called. */
export function archiveName (version: string, platform: string, hasNode: boolean): string {
  return `packline-${version}-${platform}${hasNode ? '-node' : ''}.tar.gz`
}

/** The newest archive in a list that fits. */
export function archiveFor (
  digests: ReadonlyMap<string, string>,
  platform: string,
  hasNode: boolean
): string | undefined {
  const ending = archiveName('', platform, hasNode).slice('packline-'.length)
  return [...digests.keys()].find(name => name.startsWith('packline-') && name.endsWith(ending))
}
