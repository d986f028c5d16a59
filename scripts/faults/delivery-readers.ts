/** The package of a release; half of one would show. */
export function gameOf (release: string): string {
  return `game ${release} whole`
}

/** A file of a hot update. */
export function contentOf (version: string): string {
  return `content ${version} whole`
}

/** A file that all hot updates have. */
export const alwaysContent = 'the same in all'

/**
 * What is wrong with what players see at a place: half of something, or of somebody else's release or line.
 * Yields each name that they read and gets what is there, so that a folder and a server are read alike.
 */
export function* seenWrong (): Generator<string, string[], string | undefined> {
  const wrong: string[] = []
  for (const target of ['live', 'review-1']) {
    const linked = yield `current/${target}/game`
    if (linked !== undefined && !/^game \d+\.\d+-\d+ whole$/.test(linked)) {
      wrong.push(`current/${target} leads to ${JSON.stringify(linked)}`)
    }
    const text = yield `current/${target}.json`
    if (text === undefined) continue
    const pointer = parsed<{ release: string, packages: string | null, lines: Record<string, unknown> }>(text)
    if (pointer === undefined) {
      wrong.push(`current/${target}.json holds ${JSON.stringify(text)}`)
      continue
    }
    const { release, packages, lines } = pointer
    const game = packages === null ? undefined : yield `${packages}/game`
    if (packages !== null && game !== gameOf(release)) {
      wrong.push(`current/${target}.json says ${release}, where ${JSON.stringify(game)} lies`)
    }
    for (const address of Object.keys(lines)) wrong.push(...yield* seenLine(address))
  }
  return wrong
}

/** As a client asks: its version, then the manifest, then what that names. */
function* seenLine (address: string): Generator<string, string[], string | undefined> {
  const wrong: string[] = []
  const native = address.split('/')[1]
  for (const name of ['version.manifest', 'project.manifest'].map(each => `hot-update/${address}/${each}`)) {
    const text = yield name
    // A line that is taken back goes after the pointer that named it.
    if (text === undefined) continue
    const manifest = parsed<{ version: string, digest?: string }>(text)
    const isOwn = native === undefined || manifest?.version.startsWith(`${native}.`) === true
    if (manifest === undefined || !isOwn) {
      wrong.push(`${name} shows ${manifest?.version ?? JSON.stringify(text)}`)
    } else if (manifest.digest !== undefined) {
      const content = yield `hot-update/content/${manifest.digest}/level`
      if (content !== contentOf(manifest.version)) {
        wrong.push(`${name} names content that is ${JSON.stringify(content)}`)
      }
      const always = yield `hot-update/content/${manifest.digest}/always`
      if (always !== alwaysContent) wrong.push(`${name} names what never changes: ${JSON.stringify(always)}`)
    }
  }
  return wrong
}

function parsed<T> (text: string): T | undefined {
  try {
    const document: T = JSON.parse(text)
    return document
  } catch {
    return undefined
  }
}
