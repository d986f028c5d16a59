import type { Target } from '../config/target-schema.js'
import { PacklineError } from '../errors.js'
import { wordedLater } from '../messages/message.js'
import { nativeOf } from './hot-update-line.js'
import { releaseKey } from './registry-model.js'
import type { Release } from './registry-model.js'
import { canGo } from './target-content.js'
import type { Content } from './target-content.js'
import { compareVersions } from './game-version.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface FlipSituation {
  from: Target
  to: Target
  atFrom: Content
  atTo: Content
  release: Release
  live: Release | undefined
}

/** Why the flip must not happen; nothing when it may. */
export function flipProblems (situation: FlipSituation): Wording[] {
  const { from, atFrom } = situation
  return [
    ...atFrom.release?.state === 'in-review' ? [] : [phrase('flip.nothing', { target: from.id })],
    ...packageProblems(situation),
    ...versionProblems(situation),
    ...hotUpdateProblems(situation)
  ]
}

export function flipRefused (from: string, to: string, problems: readonly Wording[]): PacklineError {
  return new PacklineError('RELEASE_FLIP_REFUSED', {
    from,
    to,
    count: problems.length,
    problems: problems.map(each => `  ${each}`).join('\n'),
    list: problems
  })
}

/** Platforms that are live at `to`, or that it is for, and have no package among `packaged`. */
export function missingPlatforms (
  to: Target,
  live: Release | undefined,
  packaged: readonly string[]
): string[] {
  const needed = new Set([...to.match.platform ?? [], ...live?.targets[to.id]?.platforms ?? []])
  return [...needed].filter(platform => !packaged.includes(platform)).sort()
}

export function missingPlatformsProblem (
  to: Target,
  missing: readonly string[],
  release: Release,
  packaged: readonly string[]
): Wording {
  return phrase('flip.platforms', {
    target: to.id,
    missing: missing.join(', '),
    release: releaseKey(release),
    packaged: packaged.join(', ') || phrase('list.none')
  })
}

function packageProblems ({ from, to, release, live }: FlipSituation): Wording[] {
  const own = release.targets[to.id]
  const packaged = (own ?? release.targets[from.id])?.platforms ?? []
  const missing = missingPlatforms(to, live, packaged)
  const problems: Wording[] = []
  if (packaged.length === 0) problems.push(phrase('flip.noPackages', { release: releaseKey(release) }))
  else if (missing.length > 0) problems.push(missingPlatformsProblem(to, missing, release, packaged))
  if (own !== undefined && !canGo(release, to.id, 'live')) {
    const state = wordedLater(`board.state.${own.state}`)
    problems.push(phrase('flip.onlyState', { release: releaseKey(release), state, target: to.id }))
  }
  return problems
}

function versionProblems ({ to, release, live }: FlipSituation): Wording[] {
  return live === undefined || compareVersions(release.version, live.version) >= 0
    ? []
    : [
      phrase('flip.older', { release: releaseKey(release), live: releaseKey(live), target: to.id })
    ]
}

/** What was reviewed goes over with its line, unless the other target has something later of its own. */
function hotUpdateProblems ({ from, to, atFrom, atTo, release }: FlipSituation): Wording[] {
  const native = nativeOf(release.version)
  const reviewed = atFrom.lines?.[native]?.update ?? release.targets[from.id]?.hotUpdate
  const next = release.targets[to.id]?.hotUpdate
  const held = atTo.lines === undefined ? atTo.hotUpdate : atTo.lines[native]?.update?.version ?? null
  if (next === undefined) {
    return reviewed === undefined || atFrom.lines?.[native]?.update !== undefined
      ? []
      : [phrase('flip.noHotUpdate', { version: reviewed.version, target: to.id })]
  }
  if (held !== null && compareVersions(next.version, held) < 0) {
    return [phrase('flip.downward', { held, next: next.version })]
  }
  return reviewed === undefined || compareVersions(next.version, reviewed.version) >= 0
    ? []
    : [
      phrase('flip.lessHotUpdate', {
        target: to.id,
        version: next.version,
        from: from.id,
        reviewed: reviewed.version
      })
    ]
}
