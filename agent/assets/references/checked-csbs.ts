import type { Rule, RuleOf } from '../../config/rule-schema.js'
import { matcher } from '../../files/glob.js'
import type { FileReferences } from '../actions/planned-output.js'
import type { Reference } from '../actions/reference.js'
import type { CheckedCsb } from '../ccsui/checks/game-check.js'
import { prefixed } from '../ccsui/tables/resource-data.js'

/** Rules that export csd files. */
export type CsbRule = RuleOf<'ccsui'> | RuleOf<'cocos-publish'>

export function isCsbRule (rule: Rule): rule is CsbRule {
  return rule.processor === 'ccsui' || rule.processor === 'cocos-publish'
}

/** A csb of a rule as the game loads it. */
export function checkedCsb (
  rule: CsbRule,
  path: string,
  { file, root, references, serializer = 'csb' }: FileReferences
): CheckedCsb {
  const { searchPaths, external } = rule.options
  return {
    file: file.path,
    path,
    serializer,
    searchPaths: [...new Set([root, '', ...searchPaths])],
    references: references.map(reference => asWritten(reference, rule)),
    isExternal: matcher(external)
  }
}

/** A reference with the prefixes that the csb has. */
function asWritten (reference: Reference, rule: CsbRule): Reference {
  if (rule.processor === 'cocos-publish' || rule.tool === 'cocos-tool') return reference
  const { texturePrefix, fontPrefix, csbPrefix } = rule.options
  const { kind, path, plist } = reference
  if (kind === 'frame') return { ...reference, plist: prefixed(texturePrefix, plist ?? '') }
  const prefix = kind === 'font' ? fontPrefix : kind === 'csb' ? csbPrefix : texturePrefix
  return { ...reference, path: prefixed(prefix, path) }
}
