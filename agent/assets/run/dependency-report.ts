import type { Rule } from '../../config/rule-schema.js'
import type { BuiltOutput } from '../actions/planned-output.js'

/** Files and sheets that an output needs, as it names them. */
export interface OutputDependencies {
  path: string
  needs: readonly string[]
}

/** Whether some rule wants dependencies in the report. */
export function reportsDependencies (rules: readonly Rule[]): boolean {
  return rules.some(({ options }) => 'reportDependencies' in options && options.reportDependencies === true)
}

/** What each output needs; of those that are not built in this run what the last one told. */
export function dependenciesAfter (
  built: readonly BuiltOutput[],
  before: readonly OutputDependencies[],
  outputs: ReadonlySet<string>
): OutputDependencies[] {
  const told = built.flatMap(({ output: { path, needs } }) => needs === undefined ? [] : [{ path, needs }])
  const isBuilt = new Set(built.map(({ output }) => output.path))
  const kept = before.filter(({ path }) => outputs.has(path) && !isBuilt.has(path))
  return [...kept, ...told].sort((a, b) => a.path < b.path ? -1 : 1)
}
