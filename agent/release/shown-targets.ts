import type { Draft } from './draft-documents.js'
import { lineAddress, nativeOf } from './hot-update-line.js'
import type { LineUpdate } from './hot-update-line.js'
import { packagesFolder } from './publish/shown-target.js'
import type { ShownLine, ShownTarget } from './publish/shown-target.js'
import { releaseKey } from './registry-model.js'
import type { Release } from './registry-model.js'
import { releaseDocument } from './registry.js'
import type { Content } from './target-content.js'

/** What publishers have to show when the targets hold `contents`. */
export async function shownTargets (
  documents: Pick<Draft, 'read'>,
  project: string,
  contents: Readonly<Record<string, Content>>,
  number: number
): Promise<ShownTarget[]> {
  const shown: ShownTarget[] = []
  for (const [target, content] of Object.entries(contents)) {
    const { release } = content
    const known = release === null ? undefined : await documents.read<Release>(releaseDocument(release))
    const from = release?.packagesOf ?? target
    const hasPackages = (known?.targets[target] ?? known?.targets[from])?.rows !== 0
    shown.push({
      project,
      target,
      number,
      release: release === null ? null : releaseKey(release),
      packages: release === null || !hasPackages ? null : packagesFolder(releaseKey(release), from),
      lines: linesOf(target, content)
    })
  }
  return shown
}

function linesOf (target: string, { release, lines = {} }: Content): Record<string, ShownLine> {
  const held = release === null ? undefined : nativeOf(release.version)
  return Object.fromEntries(
    Object.entries(lines).flatMap(([native, { update, also }]) => {
      const line = shownLine(update)
      if (line === undefined) return []
      const addresses = [lineAddress(target, native), ...also, ...native === held ? [target] : []]
      return addresses.map(address => [address, line] as const)
    })
  )
}

function shownLine (update: LineUpdate | undefined): ShownLine | undefined {
  if (update?.from === undefined) return undefined
  const { version, digest, from } = update
  return { version, digest, from }
}
