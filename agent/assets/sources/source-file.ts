import type { FileTable } from '../../files/file-table.js'

/** One input of a group. */
export interface SourceFile {
  /** Relative to the project, forward slashes. */
  path: string
  /** Relative to the group's base. */
  name: string
  sha256: string
  size: number
}

/** A file of a scanned table, as `name` in its group. */
export function sourceFileAt (table: FileTable, index: number, path: string, name = path): SourceFile {
  return { path, name, sha256: table.sha256At(index), size: table.sizeAt(index) }
}
