import { PacklineError } from '../../errors.js'
import { describeError } from '../../messages/message.js'
import { throwAll } from '../actions/throw-all.js'
import { foldedPath } from '../outputs/output-collisions.js'
import { checkGroups } from '../processors/processors.js'
import type { Group } from '../sources/group.js'
import { groupsOf } from '../sources/groups.js'
import type { RunResources } from './run-resources.js'
import type { ScannedRun } from './run-settings.js'

export interface RunPlan {
  /** Groups of all rules. */
  all: readonly Group[]
  /** Those that this run builds. */
  groups: readonly Group[]
}

/** What there is to build. Throws every error that can be seen before any work is done. */
export async function planRun ({ settings: { only }, run, context }: RunResources): Promise<RunPlan> {
  const all = await run.phases.during('plan', () => groupsToBuild(run))
  for (const { name } of run.project.file.assets.rules) {
    if ((only ?? name) === name && !all.some(group => group.rule.name === name)) {
      context.warn(describeError('en', new PacklineError('PLAN_NOTHING_MATCHES', { rule: name })).message)
    }
  }
  return { all, groups: only === undefined ? all : all.filter(group => group.rule.name === only) }
}

function groupsToBuild ({ project, scanned }: ScannedRun): Group[] {
  const groups = project.matchers.flatMap(matcher => groupsOf(matcher, scanned.table))
  throwAll([...caseErrors(scanned.table.paths), ...checkGroups(groups)])
  return groups
}

function caseErrors (paths: readonly string[]): PacklineError[] {
  const byFolded = new Map<string, string>()
  return paths.flatMap(path => {
    const key = foldedPath(path)
    const other = byFolded.get(key)
    byFolded.set(key, path)
    return other === undefined
      ? []
      : [new PacklineError('SCAN_NAMES_DIFFER_IN_CASE', { files: `${other}, ${path}` })]
  })
}
