import { packageNameOf, ResourceTable } from '../../formats/android/resource-table.js'
import { readable, tableName } from '../application/read-application.js'

/**
 * The resource table of `file` with another name for its package, in place: it may take half of the memory.
 * Throws PACKAGE_MANIFEST_DAMAGED.
 */
export function renameTable (
  table: Buffer,
  { from, to }: { from: string, to: string },
  file: string
): Buffer {
  return readable({ archive: { file } }, tableName, () => {
    for (const { name, nameOffset } of new ResourceTable(table).packages) {
      if (name === from) packageNameOf(to).copy(table, nameOffset)
    }
    return table
  })
}
