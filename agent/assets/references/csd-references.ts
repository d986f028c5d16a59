import type { RuleOf } from '../../config/rule-schema.js'
import type { BuildContext } from '../actions/build-context.js'
import type { FileReferences } from '../actions/planned-output.js'
import type { BuiltRun } from '../actions/processor.js'
import type { Reference } from '../actions/reference.js'
import { referencesIn } from '../ccsui/export/export-csd.js'
import { isCsd } from '../ccsui/file-names.js'
import { isGroupOf } from '../sources/group.js'
import type { Group } from '../sources/group.js'
import type { SourceFile } from '../sources/source-file.js'
import { checkBuiltReferences } from './built-references.js'
import { sheetsOfOthers } from './known-sheets.js'

/** What there is after a run of one rule: of that rule and of the others. */
interface AfterRun {
  /** Frames of the sheets that this run makes, by path. */
  sheets: ReadonlyMap<string, readonly string[]>
  /** Paths of all outputs. */
  outputs: ReadonlySet<string>
}

/**
 * Throws CCSUI_MISSING_REFERENCE for what the csd files of this run name in vain, and for what this run would
 * take from others.
 */
export async function checkCsdReferences (built: BuiltRun, context: BuildContext): Promise<void> {
  const after = afterRun(built)
  const own = built.outputs.flatMap(({ group: { rule }, output: { references } }) =>
    rule.processor === 'ccsui' && rule.options.checkReferences && references !== undefined ? [references] : []
  )
  const ofOthers = sheetsOfOthers(built).map(({ path, names }) => [path, names] as const)
  checkBuiltReferences([...own, ...await lostReferences(built, after, context)], {
    project: context.project,
    sheets: new Map([...ofOthers, ...after.sheets]),
    outputs: after.outputs
  })
}

function afterRun ({ outputs, published, only }: BuiltRun): AfterRun {
  const kept = only === undefined ? [] : published.filter(file => file.rule !== only)
  return {
    sheets: new Map(
      outputs.flatMap(({ output: { path, sheet } }) => sheet === undefined ? [] : [[path, sheet.frames]])
    ),
    outputs: new Set([...outputs.map(({ output }) => output.path), ...kept.map(file => file.path)])
  }
}

/**
 * What the csd files of rules that are not built now name of the rule that is: frames of its sheets, and
 * files that it no longer makes. What else they lack is not this run's doing.
 */
async function lostReferences (
  { groups, published, only }: BuiltRun,
  { sheets, outputs }: AfterRun,
  context: BuildContext
): Promise<FileReferences[]> {
  if (only === undefined) return []
  const removed = new Set(
    published.filter(file => file.rule === only && !outputs.has(file.path)).map(file => file.path)
  )
  if (sheets.size === 0 && removed.size === 0) return []
  const isOurs = ({ kind, path, plist = '' }: Reference): boolean =>
    kind === 'frame' ? sheets.has(plist) || removed.has(plist) : removed.has(path)
  const checked = groups.filter(isGroupOf('ccsui')).filter(({ rule }) =>
    rule.name !== only && rule.options.checkReferences
  )
  const found: FileReferences[] = []
  for (const group of checked) {
    for (const file of group.files.filter(file => isCsd(file.path))) {
      const references = (await referencesOf(group, file, context)).filter(isOurs)
      if (references.length > 0) found.push({ file, base: group.base, references })
    }
  }
  return found
}

async function referencesOf (
  group: Group<RuleOf<'ccsui'>>,
  file: SourceFile,
  context: BuildContext
): Promise<readonly Reference[]> {
  const known = context.runner.previous(`${group.id} ${file.name}`)
  if (known?.inputs.inputs[0]?.[1] === file.sha256) {
    return (known.value as { references: Reference[] }).references
  }
  try {
    return referencesIn(await context.readSource(file), file.path)
  } catch {
    // A csd that cannot be read fails the run that builds it.
    return []
  }
}
