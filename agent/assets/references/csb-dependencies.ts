import type { Rule } from '../../config/project-schema.js'
import { nestedCsb } from '../ccsui/file-names.js'
import type { FileReferences } from './file-references.js'

/** Files and sheets that a csb needs, as it names them. */
export interface CsbDependencies {
  path: string
  needs: string[]
}

/** Whether some rule wants dependencies in the report. */
export function reportsDependencies (rules: readonly Rule[]): boolean {
  return rules.some(({ options }) => options.reportDependencies === true)
}

/**
 * What each csb needs, of rules that want it reported; of those that are not built in this run what the last
 * one told.
 */
export function dependenciesOf (
  references: readonly FileReferences[],
  before: readonly CsbDependencies[],
  outputs: ReadonlySet<string>
): CsbDependencies[] {
  const built = references.filter(({ rule }) => rule.options.reportDependencies === true).map((
    { output, references }
  ) => ({
    path: output,
    needs: [
      ...new Set(
        references
          .map(({ kind, path, plist }) =>
            kind === 'frame' ? plist ?? '' : kind === 'csb' ? nestedCsb(path) : path
          )
          .filter(need => need !== '')
      )
    ]
      .sort()
  }))
  const kept = before.filter(({ path }) =>
    outputs.has(path) && !references.some(({ output }) => output === path)
  )
  return [...kept, ...built].sort((a, b) => a.path < b.path ? -1 : 1)
}
