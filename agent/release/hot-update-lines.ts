import { PacklineError } from '../errors.js'
import { phrase } from '../messages/phrase.js'
import { compareVersions, versionAfter } from './game-version.js'
import { nativeOf, targetOfAddress } from './hot-update-line.js'
import type { Line, LineDownload } from './hot-update-line.js'
import type { HotUpdateHistory } from './registry-model.js'
import type { ReleaseStore } from './release-store.js'
import type { Current } from './resolve-document.js'
import { currentDocument } from './target-content.js'

export interface LineVersion {
  version: string
  at: string
  /** VERSION-BUILD that it was recorded for. */
  release: string
}

/** A line as people see it. */
export interface LineView {
  target: string
  native: string
  /** What its players get; null where nothing was delivered yet. */
  version: string | null
  isEnded: boolean
  /** Addresses of other targets at which packages ask that came from there. */
  also: readonly string[]
  /** What players of the last versions before download. */
  downloads: readonly LineDownload[]
  /** What was ever published for it below what its players get, the newest first. */
  earlier: readonly LineVersion[]
  /** Higher than every one before. */
  nextVersion: string
}

/** The lines of every target. */
export async function hotUpdateLines (store: ReleaseStore): Promise<LineView[]> {
  const [current, histories] = await Promise.all([
    store.list<Current>('current'),
    store.list<HotUpdateHistory>('hot-updates')
  ])
  return [...current].sort(([a], [b]) => a < b ? -1 : 1).flatMap(([target, { lines = {} }]) =>
    Object
      .entries(lines)
      .sort(([a], [b]) => compareVersions(b, a))
      .map(([native, line]) => lineView(target, native, line, histories))
  )
}

/** One line. Throws HOT_UPDATE_LINE_UNKNOWN. */
export async function hotUpdateLine (store: ReleaseStore, target: string, native: string): Promise<LineView> {
  const current = await store.read<Current>(currentDocument(target))
  const line = current?.lines?.[nativeOf(native)]
  if (line === undefined) throw lineUnknown(target, native, current?.lines)
  return lineView(target, nativeOf(native), line, await store.list<HotUpdateHistory>('hot-updates'))
}

export function lineUnknown (target: string, native: string, lines: Current['lines'] = {}): PacklineError {
  const known = Object.keys(lines).join(', ') || phrase('list.none')
  return new PacklineError('HOT_UPDATE_LINE_UNKNOWN', { target, native, known })
}

function lineView (
  target: string,
  native: string,
  { update, isEnded, also }: Line,
  histories: ReadonlyMap<string, HotUpdateHistory>
): LineView {
  // What a flip brought was published where it was reviewed.
  const targets = new Set([target, ...also.map(targetOfAddress)])
  const versions = new Map<string, LineVersion>()
  for (const each of targets) {
    for (const [version, { at, release }] of Object.entries(histories.get(each) ?? {})) {
      const isOfLine = nativeOf(release.slice(0, release.lastIndexOf('-'))) === native
      if (isOfLine) versions.set(version, { version, at, release })
    }
  }
  const all = [...versions.values()].sort((a, b) => compareVersions(b.version, a.version))
  const version = update?.version ?? null
  const highest = [...all.map(each => each.version), version ?? native].sort(compareVersions).at(-1)
  return {
    target,
    native,
    version,
    isEnded: isEnded === true,
    also,
    downloads: update?.downloads ?? [],
    earlier: version === null ? [] : all.filter(each => compareVersions(each.version, version) < 0),
    nextVersion: versionAfter(highest ?? native)
  }
}
