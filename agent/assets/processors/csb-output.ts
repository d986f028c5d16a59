import type { BlobReference } from '../../cache/content-store.js'
import type { RuleOf } from '../../config/rule-schema.js'
import type { FileReferences, PlannedOutput } from '../actions/planned-output.js'
import { publishedName } from '../ccsui/file-names.js'

/** What a csd is published as below a rule's output, with what the csd names. */
export function csbOutput (
  { options }: RuleOf<'ccsui'> | RuleOf<'cocos-publish'>,
  folder: string,
  name: string,
  blob: BlobReference,
  references: FileReferences
): PlannedOutput {
  return {
    path: `${folder === '' ? '' : `${folder}/`}${publishedName(name, references.serializer ?? 'csb')}`,
    blob,
    references,
    ...options.reportDependencies && { needs: needsOf(references) }
  }
}

/** The files and sheets that a csb needs, as it names them. */
function needsOf ({ references, serializer = 'csb' }: FileReferences): string[] {
  const needs = references.map(({ kind, path, plist = '' }) =>
    kind === 'frame' ? plist : kind === 'csb' ? publishedName(path, serializer) : path
  )
  return [...new Set(needs.filter(need => need !== ''))].sort()
}
