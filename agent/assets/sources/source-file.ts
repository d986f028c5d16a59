/** One input of a group. */
export interface SourceFile {
  /** Relative to the project, forward slashes. */
  path: string
  /** Relative to the group's base. */
  name: string
  sha256: string
  size: number
}
