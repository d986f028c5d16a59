import type { ProcessorName, Rule, RuleOf } from '../../config/rule-schema.js'
import type { SourceFile } from './source-file.js'
import type { Variant } from './variants.js'

/** Inputs that belong together: the files of a folder, or all files that a rule's file patterns name. */
export interface Group<R = Rule> {
  /** Rule and the folder's name, as people know it. */
  id: string
  rule: R
  variant?: Variant
  /** The project-relative folder that names are relative to. */
  base: string
  /** What {dir} stands for. */
  dir: string
  files: SourceFile[]
  /** What options of the rule name. */
  beside?: SourceFile[]
}

/** The name of a group that no other of its run has: two folders may be called the same. */
export function setOf ({ id, base }: Pick<Group, 'id' | 'base'>): string {
  return `${id} (${base})`
}

/** Asks a group whether a rule of this processor made it. */
export function isGroupOf<Name extends ProcessorName> (
  name: Name
): (group: Group) => group is Group & Group<RuleOf<Name>> {
  return (group): group is Group & Group<RuleOf<Name>> => group.rule.processor === name
}
