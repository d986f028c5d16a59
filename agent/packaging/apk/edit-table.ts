import { addText, emptyTable } from '../../formats/android/add-text.js'
import { packageNameOf, ResourceTable } from '../../formats/android/resource-table.js'
import { readable, tableName } from '../application/read-application.js'
import type { EntryChange } from '../entry-change.js'

type TableEdit = Extract<EntryChange, { way: 'table' }>

/** Such names are the game's own; nothing asks for this one by its name. */
const labelKey = 'packline_label'

/**
 * The resource table of `file` under another package name, and with another label; `table` is undefined
 * where it has none. It may take half of the memory: the name is written in place. Throws
 * PACKAGE_MANIFEST_DAMAGED.
 */
export function editTable (table: Buffer | undefined, { renamed, label }: TableEdit, file: string): Buffer {
  return readable({ archive: { file } }, tableName, () => {
    const named = table ?? emptyTable(renamed.to)
    for (const { name, nameOffset } of new ResourceTable(named).packages) {
      if (name === renamed.from) packageNameOf(renamed.to).copy(named, nameOffset)
    }
    return label === undefined ? named : addText(named, labelKey, label)
  })
}
