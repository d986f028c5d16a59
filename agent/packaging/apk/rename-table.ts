import { packageNameOf, ResourceTable } from '../../formats/android/resource-table.js'

/** The resource table with another name for its package; everything else stays where it is. */
export function renamedTable (table: Buffer, { from, to }: { from: string, to: string }): Buffer {
  const renamed = Buffer.from(table)
  for (const { name, nameOffset } of new ResourceTable(table).packages) {
    if (name === from) packageNameOf(to).copy(renamed, nameOffset)
  }
  return renamed
}
