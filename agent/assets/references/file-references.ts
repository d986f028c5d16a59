import type { Rule } from '../../config/project-schema.js'
import type { Reference } from '../ccsui/export-options.js'
import type { SourceFile } from '../sources/source-file.js'

/** What a csd names, with paths relative to `base`, and the csb that it becomes. */
export interface FileReferences {
  file: SourceFile
  base: string
  output: string
  rule: Rule
  references: Reference[]
}
