import type { BlobReference } from '../../cache/content-store.js'
import type { RuleOf } from '../../config/rule-schema.js'
import type { FileReferences, PlannedOutput } from '../actions/planned-output.js'
import type { Reference } from '../actions/reference.js'
import { nestedCsb } from '../ccsui/file-names.js'

/** The csb of a csd below a rule's output, with what the csd names. */
export function csbOutput (
  { options }: RuleOf<'ccsui'> | RuleOf<'cocos-publish'>,
  folder: string,
  name: string,
  blob: BlobReference,
  references: FileReferences
): PlannedOutput {
  return {
    path: `${folder === '' ? '' : `${folder}/`}${nestedCsb(name)}`,
    blob,
    references,
    ...options.reportDependencies && { needs: needsOf(references.references) }
  }
}

/** The files and sheets that a csb needs, as it names them. */
function needsOf (references: readonly Reference[]): string[] {
  const needs = references.map(({ kind, path, plist = '' }) =>
    kind === 'frame' ? plist : kind === 'csb' ? nestedCsb(path) : path
  )
  return [...new Set(needs.filter(need => need !== ''))].sort()
}
