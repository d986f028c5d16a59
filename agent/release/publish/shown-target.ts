import { phrase, type Wording } from '../../messages/phrase.js'

/** A hot-update version as it is shown under one address. */
export interface ShownLine {
  version: string
  digest: string
  /** Where its manifests were published for good, below hot-update/. */
  from: string
}

/**
 * What players of one target see at a publisher: `current/TARGET.json` there says the same. Nothing else
 * decides what is shown.
 */
export interface ShownTarget {
  project: string
  target: string
  /** Rises with every delivery; a lower one never replaces a higher. */
  number: number
  /** VERSION-BUILD. */
  release: string | null
  /** The folder of its packages. */
  packages: string | null
  /** By address below hot-update/: TARGET/NATIVE for each line, TARGET for the one of the release. */
  lines: Record<string, ShownLine>
}

/** Something that is not shown as it is recorded. */
export interface ShownDifference {
  target: string
  what: string
  expected: string | null
  found: Wording | null
}

/** For people: addresses are shown as they are. */
export function differenceWords (
  { target, what, expected, found }: ShownDifference
): Record<'target' | 'what' | 'expected' | 'found', Wording> {
  const isWord = what === 'release' || what === 'packages'
  return {
    target,
    what: isWord ? phrase(`shown.${what}`) : what,
    expected: expected ?? '–',
    found: found ?? '–'
  }
}

/** The list of a release's packages. It is put last and says that all of them are there. */
export const listName = 'release.json'

/** Leads to the packages, where links are. */
export function linkName (target: string): string {
  return `current/${target}`
}

export function pointerName (target: string): string {
  return `current/${target}.json`
}

export function packagesFolder (release: string, target: string): string {
  return `releases/${release}/${target}`
}

/** What clients of a line ask for, in the order in which it is written: the version comes last. */
export const manifestNames = ['deltas.json', 'project.manifest', 'version.manifest']
