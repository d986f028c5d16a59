import { referencesIn } from '../ccsui/export-csd.js'
import { checkBuiltReferences } from './built-references.js'
import type { BuiltResources } from './built-references.js'
import { isCsd, nestedCsb } from '../ccsui/file-names.js'
import type { Reference } from '../ccsui/export-options.js'
import type { KnownSheet } from './known-sheets.js'
import type { FileReferences } from './file-references.js'
import type { BuildContext, Group } from '../actions/processor.js'
import type { SourceFile } from '../sources/source-file.js'
import type { PublishedFile } from '../outputs/published-tree.js'

export interface ReferenceCheck {
  context: BuildContext
  /** Paths of all outputs after this run. */
  outputs: ReadonlySet<string>
  /** What is not built in this run, when it builds one rule only. */
  others?: {
    groups: readonly Group[]
    sheets: readonly KnownSheet[]
    published: readonly PublishedFile[]
    only: string
  }
}

/**
 * Throws CCSUI_MISSING_REFERENCE for what the csd files of this run name in vain, and for what this run would
 * take from others.
 */
export async function checkRunReferences ({ context, outputs, others }: ReferenceCheck): Promise<void> {
  const own = context.references.filter(({ rule }) => rule.options.checkReferences === true)
  const sheets = new Map([
    ...(others?.sheets ?? []).map(({ path, names }) => [path, names] as const),
    ...context.sheets
  ])
  const built: BuiltResources = { project: context.project, sheets, outputs }
  const fromOthers = others === undefined ? [] : await lostReferences(others, context, outputs)
  checkBuiltReferences([...own, ...fromOthers], built)
}

/**
 * What the csd files of rules that are not built now name of the rule that is: frames of its sheets, and
 * files that it no longer makes. What else they lack is not this run's doing.
 */
async function lostReferences (
  { groups, published, only }: NonNullable<ReferenceCheck['others']>,
  context: BuildContext,
  outputs: ReadonlySet<string>
): Promise<FileReferences[]> {
  const removed = new Set(
    published.filter(file => file.rule === only && !outputs.has(file.path)).map(file => file.path)
  )
  const isOurs = (reference: Reference): boolean =>
    reference.kind === 'frame'
      ? context.sheets.has(reference.plist ?? '') || removed.has(reference.plist ?? '')
      : removed.has(reference.path)
  if (context.sheets.size === 0 && removed.size === 0) return []
  const checked = groups.filter(({ rule }) =>
    rule.processor === 'ccsui' && rule.options.checkReferences === true
  )
  const found: FileReferences[] = []
  for (const group of checked) {
    for (const file of group.files.filter(file => isCsd(file.path))) {
      const references = await referencesOf(group, file, context)
      const ours = references.filter(isOurs)
      if (ours.length > 0) {
        found.push({
          file,
          base: group.base,
          output: nestedCsb(file.name),
          rule: group.rule,
          references: ours
        })
      }
    }
  }
  return found
}

async function referencesOf (group: Group, file: SourceFile, context: BuildContext): Promise<Reference[]> {
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
