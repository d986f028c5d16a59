import type { ProcessorName, RuleOf } from '../../config/rule-schema.js'
import type { Group } from '../sources/group.js'
import type { BuildContext } from './build-context.js'
import type { BuiltOutput, PlannedOutput } from './planned-output.js'

/** What is there when all groups are built and nothing is published yet. */
export interface BuiltRun {
  /** Of all rules, whether this run built them or not. */
  groups: readonly Group[]
  /** What this run built. */
  outputs: readonly BuiltOutput[]
  /** The only rule that this run builds, when it is not to build all. */
  only?: string
  /** Outputs of the run before; those of rules that are not built now stay. */
  published: ReadonlyArray<{ path: string, rule: string }>
  /** Absolute path of the folder that they lie in. */
  outputFolder: string
}

/** Turns the groups of its rules into outputs. In a dry run it plans as far as the cache reaches. */
export interface Processor<Name extends ProcessorName> {
  /** Errors that need no work to be seen, over all of its groups in the project. */
  check?: (groups: ReadonlyArray<Group<RuleOf<Name>>>) => Error[]
  build: (group: Group<RuleOf<Name>>, context: BuildContext) => Promise<PlannedOutput[]>
  /** Throws for what can be seen only when all groups of all processors are built. */
  after?: (built: BuiltRun, context: BuildContext) => Promise<void>
}
