import type { RuleOf } from '../../config/rule-schema.js'
import { PacklineError } from '../../errors.js'
import { namesCsi } from '../sources/companion-files.js'
import type { Group } from '../sources/group.js'

/** A rule takes sheets of Cocos Studio or pictures: which pictures are whose could not be told otherwise. */
export function checkCsiInputs (groups: ReadonlyArray<Group<RuleOf<'atlas'>>>): PacklineError[] {
  const rules = new Map(groups.map(({ rule }) => [rule.name, rule]))
  return [...rules.values()].flatMap(({ name, tool, include }) => {
    if (!include.some(namesCsi)) return []
    if (tool !== 'embedded') return [new PacklineError('CCSUI_CSI_TOOL', { rule: name, tool })]
    const other = include.find(pattern => !namesCsi(pattern))
    return other === undefined ? [] : [new PacklineError('CCSUI_CSI_MIXED', { rule: name, include: other })]
  })
}
