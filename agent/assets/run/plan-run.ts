import { PacklineError } from '../../errors.js'
import { throwAll } from '../actions/throw-all.js'
import { foldedPath } from '../outputs/output-collisions.js'
import { checkGroups } from '../processors/processors.js'
import type { Group } from '../sources/group.js'
import { emptyIncludes, groupsOf } from '../sources/groups.js'
import { pointerErrors } from '../sources/lfs-pointers.js'
import type { RunResources } from './run-resources.js'
import type { ScannedRun } from './run-settings.js'

export interface RunPlan {
  /** Groups of all rules. */
  all: readonly Group[]
  /** Those that this run builds. */
  groups: readonly Group[]
}

/** What there is to build. Throws every error that can be seen before any work is done. */
export async function planRun ({ settings: { only }, run }: RunResources): Promise<RunPlan> {
  const all = await run.phases.during('plan', async () => await groupsToBuild(run, only))
  return { all, groups: only === undefined ? all : all.filter(group => group.rule.name === only) }
}

async function groupsToBuild ({ project, scanned }: ScannedRun, only: string | undefined): Promise<Group[]> {
  const { paths } = scanned.table
  const groups = project.matchers.flatMap(matcher => groupsOf(matcher, scanned.table))
  const wanted = project.matchers.filter(({ rule }) => (only ?? rule.name) === rule.name)
  const empty = wanted.flatMap(matcher =>
    matcher.rule.allowEmpty === true
      ? []
      : emptyIncludes(matcher, paths).map(include => ({ rule: matcher.rule.name, include }))
  )
  const missing = empty.length === 0
    ? []
    : (await import('../sources/nothing-matches.js')).nothingMatches(project.root, empty)
  // A rule that isn't built stands by what it published.
  const pointers = scanned.pointers.size === 0 ? [] : wanted.flatMap(({ rule: { name } }) => {
    const taken = groups.filter(({ rule }) => rule.name === name).flatMap(group => group.files)
    return pointerErrors(name, taken.map(({ path }) => path), scanned.pointers)
  })
  throwAll([...missing, ...twins(paths), ...pointers, ...checkGroups(groups)])
  return groups
}

/** Names that a Mac or Windows takes for one. */
function twins (paths: readonly string[]): PacklineError[] {
  // Of two names, one is not in small ASCII letters.
  if (!paths.some(path => /[^ -@[-~]/.test(path))) return []
  const byFolded = new Map<string, string>()
  return paths.flatMap(path => {
    const key = foldedPath(path)
    const other = byFolded.get(key)
    byFolded.set(key, path)
    if (other === undefined) return []
    const files = `${other}, ${path}`
    return [
      other.normalize('NFC') === path.normalize('NFC')
        ? new PacklineError('SCAN_NAMES_DIFFER_IN_FORM', { files })
        : new PacklineError('SCAN_NAMES_DIFFER_IN_CASE', { files })
    ]
  })
}
