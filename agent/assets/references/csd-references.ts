import { join } from 'node:path'
import type { RuleOf } from '../../config/rule-schema.js'
import { PacklineError } from '../../errors.js'
import type { BuildContext } from '../actions/build-context.js'
import type { BuiltOutput } from '../actions/planned-output.js'
import type { BuiltRun } from '../actions/processor.js'
import type { Reference } from '../actions/reference.js'
import { checkGame, wantedBy } from '../ccsui/checks/game-check.js'
import type { CheckedCsb, MissingReference } from '../ccsui/checks/game-check.js'
import { diskFile, GameTree } from '../ccsui/checks/game-tree.js'
import type { TreeFile } from '../ccsui/checks/game-tree.js'
import { referencesIn } from '../ccsui/export/export-csd.js'
import { isCsd, publishedName } from '../ccsui/file-names.js'
import { serializerOfRule } from '../ccsui/rule-serializer.js'
import { isGroupOf } from '../sources/group.js'
import type { Group } from '../sources/group.js'
import { outputOf } from '../sources/groups.js'
import type { SourceFile } from '../sources/source-file.js'
import { checkedCsb, isCsbRule } from './checked-csbs.js'
import { plannedFiles, sourceFile } from './planned-files.js'
import { checkedStudioCsbs } from './studio-csbs.js'

/**
 * Throws CCSUI_MISSING_REFERENCE for what the csb files of this run name in vain among all that is published
 * with them, and for what this run would take from the csb of other rules.
 */
export async function checkCsdReferences (built: BuiltRun, context: BuildContext): Promise<void> {
  const tree = new GameTree(await treeOf(built, context))
  const own = built.outputs.flatMap(({ group: { rule }, output: { path, references } }) =>
    'checkReferences' in rule.options && rule.options.checkReferences && references !== undefined &&
      isCsbRule(rule)
      ? [checkedCsb(rule, path, references)]
      : []
  )
  const missing = [...checkGame(own, tree), ...await lostByOthers(built, tree, context)]
  const defaults = new Set(missing.filter(({ reason }) => reason === 'default').map(({ path }) => path))
  if (defaults.size > 0) {
    context.warn('ccsui.defaultsMissing', { list: [...defaults].sort().join(', ') })
  }
  const failing = missing.filter(({ reason }) => reason !== 'default')
  if (failing.length === 0) return
  throw new PacklineError('CCSUI_MISSING_REFERENCE', {
    count: failing.length,
    missing: failing.map(each => ({
      ...each,
      place: `${each.file}:${each.line}:${each.column}`,
      key: `ccsui.missing.${each.reason}`
    }))
  })
}

/** What is there after this run; of rules that it does not build, also what they would make. */
async function treeOf (built: BuiltRun, context: BuildContext): Promise<Map<string, TreeFile>> {
  const { groups, outputs, published, only, outputFolder } = built
  const others = only === undefined ? [] : groups.filter(group => group.rule.name !== only)
  const kept = only === undefined ? [] : published.filter(file => file.rule !== only)
  const places = { project: context.project, output: outputFolder }
  return new Map([
    ...kept.map(({ path }) => [path, diskFile(join(outputFolder, path))] as const),
    ...await plannedFiles(others, kept, places),
    ...outputs.map(({ output }) => [output.path, treeFile(output, context)] as const)
  ])
}

function treeFile (output: BuiltOutput['output'], { project, runner }: BuildContext): TreeFile {
  const { sheet } = output
  return {
    ...'source' in output ? sourceFile(project, output.source) : {
      sizeBytes: output.blob.size,
      read: () => runner.read(output.blob)
    },
    ...sheet !== undefined && { frames: sheet.frames }
  }
}

/**
 * What the csb of rules that are not built now name of the rule that is: frames of its sheets, and files that
 * it no longer makes. What else they lack is not this run's doing.
 */
async function lostByOthers (
  { groups, outputs, published, only }: BuiltRun,
  tree: GameTree,
  context: BuildContext
): Promise<MissingReference[]> {
  if (only === undefined) return []
  const made = new Set(outputs.map(({ output }) => output.path))
  const touched = new Set([...made, ...published.filter(file => file.rule === only).map(file => file.path)])
  if (touched.size === 0) return []
  const checked = groups.filter(isGroupOf('ccsui')).filter(({ rule }) =>
    rule.name !== only && rule.options.checkReferences
  )
  const csbs: CheckedCsb[] = []
  for (const group of checked) {
    for (const file of group.files.filter(file => isCsd(file.path))) {
      const csb = await csbOf(group, file, context)
      csbs.push(csb)
    }
  }
  for (const group of groups.filter(isGroupOf('cocos-publish'))) {
    if (group.rule.name === only || !group.rule.options.checkReferences) continue
    csbs.push(...await checkedStudioCsbs(group, context.project))
  }
  const ours = csbs.map(csb => ({
    ...csb,
    references: csb.references.filter(reference => {
      const wanted = wantedBy(csb, reference)
      return csb.searchPaths.some(folder => touched.has(folder === '' ? wanted : `${folder}/${wanted}`))
    })
  }))
  return checkGame(ours, tree)
}

async function csbOf (
  group: Group<RuleOf<'ccsui'>>,
  file: SourceFile,
  context: BuildContext
): Promise<CheckedCsb> {
  const root = outputOf(group)
  const serializer = serializerOfRule(group.rule)
  const path = `${root === '' ? '' : `${root}/`}${publishedName(file.name, serializer)}`
  const references = await referencesOf(group, file, context)
  return checkedCsb(group.rule, path, { file, root, references, serializer })
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
