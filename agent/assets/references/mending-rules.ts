import { readdirSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { CheckReport, MendingRule } from '../ccsui/checks/check-report.js'
import { isCcs } from '../ccsui/file-names.js'
import { isGroupOf } from '../sources/group.js'
import type { Group } from '../sources/group.js'
import type { RuleOf } from '../../config/rule-schema.js'
import { outputOf } from '../sources/groups.js'
import { studioBeside, studioFolderOf } from '../sources/studio-folder.js'

/** What publishing cannot mend: a name, a circle of csd, a file that was not fetched. */
const toMendByHand = new Set(['case', 'cycle', 'lfs'])

/** In place of each rule whose csd name what no rule publishes, one that publishes that too. */
export function mendingRules (
  groups: readonly Group[],
  { missing }: Pick<CheckReport, 'missing'>,
  root: string
): MendingRule[] {
  const lacking = new Set(missing.filter(({ reason }) => !toMendByHand.has(reason)).map(({ file }) => file))
  return groups.filter(isGroupOf('ccsui')).flatMap(group => {
    const file = group.files.find(({ path }) => lacking.has(path))
    if (file === undefined) return []
    const studio = studioFolderOf(file.path) ?? group.base
    const project = projectBeside(studio, root)
    return [{
      name: group.rule.name,
      processor: 'cocos-publish',
      include: [project ?? `${studio}/`],
      output: outputOf(group),
      ...formOf(group.rule)
    }]
  })
}

/** What of a rule's csd the game loads, where that is not the csb of cocos2d-x. */
function formOf (rule: RuleOf<'ccsui'>): Pick<MendingRule, 'options'> {
  if (!('serializer' in rule.options)) return {}
  const { serializer, engine } = rule.options
  const options = { ...serializer !== 'csb' && { serializer }, ...engine !== 'cocos2d-x' && { engine } }
  return Object.keys(options).length === 0 ? {} : { options }
}

function projectBeside (studio: string, root: string): string | undefined {
  const above = posix.dirname(studio)
  const name = readdirSync(join(root, above)).find(isCcs)
  const path = name === undefined ? undefined : posix.join(above, name)
  return path !== undefined && studioBeside(path) === studio ? path : undefined
}
