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
  /** A picture that the Studio itself brings, below Default. */
  isDefault?: boolean
  nodePath: string
  line: number
  column: number
}

/** What a csd is published as: for the engine's loader, for JavaScript, or a script that builds the nodes. */
export type Serializer = 'csb' | 'json' | 'lua'
