import { parseProjectFile } from '../../config/project-file.js'
import { projectFileName } from '../../config/project-file-name.js'
import { FileTable } from '../../files/file-table.js'
import { frameName } from '../atlas/frame-names.js'
import { isGroupOf } from '../sources/group.js'
import { groupsOf, ruleMatchers } from '../sources/groups.js'
import type { ProposedRule } from './proposal.js'

/** What makes a rule's frame names differ from others: the folder in the name, then sheets of their own. */
const remedies = [{ frameName: '{dir}/{path}' }, { frameScope: 'set' }]

/** The rules, so that no two sprites that a game may load together have one name. */
export function withUniqueFrames (rules: readonly ProposedRule[], paths: readonly string[]): ProposedRule[] {
  let current = [...rules]
  for (const remedy of remedies) {
    const repeated = rulesThatRepeat(current, paths)
    if (repeated.size === 0) return current
    current = current.map(rule =>
      repeated.has(rule.name) ? { ...rule, options: { ...rule.options, ...remedy } } : rule
    )
  }
  return current
}

function rulesThatRepeat (rules: readonly ProposedRule[], paths: readonly string[]): ReadonlySet<string> {
  const { assets } = parseProjectFile(
    projectFileName,
    Buffer.from(JSON.stringify({ project: 'proposed', assets: { rules } }))
  )
  const table = FileTable.allocate([...paths])
  const groups = ruleMatchers(assets).flatMap(matcher => groupsOf(matcher, table)).filter(isGroupOf('atlas'))
  const owners = new Map<string, { source: string, rule: string }>()
  const repeated = new Set<string>()
  for (const group of groups) {
    for (const file of group.files) {
      const name = frameName(group.rule.options.frameName, group, file)
      const owner = owners.get(name)
      if (owner !== undefined && owner.source !== file.path) repeated.add(owner.rule).add(group.rule.name)
      owners.set(name, owner ?? { source: file.path, rule: group.rule.name })
    }
  }
  return repeated
}
