import type { Reference, ReferenceKind } from '../actions/reference.js'

export type { Reference, ReferenceKind } from '../actions/reference.js'

/** What `ccsui export` may change about the mapping. */
export interface ExportOptions {
  texturePrefix: string
  textureType: 'keep' | 'normal' | 'plist'
  csbPrefix: string
  fontPrefix: string
  unknownClass: 'error' | 'node'
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
}
