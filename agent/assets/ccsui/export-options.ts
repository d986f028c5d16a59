import type { Reference, ReferenceKind } from '../actions/reference.js'

export type { Reference, ReferenceKind } from '../actions/reference.js'

/** What `ccsui export` may change about the mapping. */
export interface ExportOptions {
  texturePrefix: string
  textureType: 'keep' | 'normal' | 'plist'
  csbPrefix: string
  fontPrefix: string
  unknownClass: 'error' | 'node'
  /** Whose classes and slots a csb has; cocos2d-x's when nothing is said. */
  engine?: 'axmol'
  /** In place of the csd's own. */
  texts?: readonly NodeText[]
}

/** A text of one csd in the language that it is exported for. */
export interface NodeText {
  node: string
  /** The attribute. */
  field: string
  text: string
  state: '' | 'changed' | 'stale'
  /** Of which text it is the translation. */
  check: string
}

/** How many texts have no translation, one of an older text, and translations that no node shows. */
export interface TextGaps {
  missing: number
  changed: number
  stale: number
}

export const defaultExportOptions: ExportOptions = {
  texturePrefix: '',
  textureType: 'keep',
  csbPrefix: '',
  fontPrefix: '',
  unknownClass: 'error'
}

/** A reference of which only the offset in its csd is known; all have one shape. */
export interface FoundReference {
  kind: ReferenceKind
  path: string
  plist: string | undefined
  isDefault: boolean
  nodePath: string
  offset: number
}

export interface Warning {
  code: 'CCSUI_BAD_NUMBER' | 'CCSUI_UNKNOWN_CLASS' | 'CCSUI_FRAME_AS_FILE'
  file: string
  line: number
  column: number
  nodePath: string
  details: Record<string, unknown>
}

export interface ExportResult {
  csb: Uint8Array
  references: () => Reference[]
  warnings: Warning[]
  textGaps?: TextGaps
}
