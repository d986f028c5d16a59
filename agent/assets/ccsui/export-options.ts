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

export type ReferenceKind =
  | 'picture'
  | 'frame'
  | 'plist'
  | 'particle'
  | 'font'
  | 'map'
  | 'audio'
  | 'armature'
  | 'model'
  | 'csb'

/** Something that a csd names. Paths are as in the csd, without prefixes; a `csb` is named by its csd. */
export interface Reference {
  kind: ReferenceKind
  path: string
  /** The sheet that holds the frame. */
  plist?: string
  nodePath: string
  line: number
  column: number
}

/** A reference of which only the offset in its csd is known. */
export type FoundReference = Omit<Reference, 'line' | 'column'> & { offset: number }

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
