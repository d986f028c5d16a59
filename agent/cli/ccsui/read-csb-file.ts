import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readCsb } from '../../assets/ccsui/csb/csb-reader.js'
import { unreadable } from '../../assets/ccsui/project/csd-inputs.js'
import type { TableValue } from '../../assets/ccsui/tables/table-model.js'

export async function readCsbFile (cwd: string, file: string): Promise<TableValue> {
  const path = resolve(cwd, file)
  return readCsb(
    await readFile(path).catch((error: unknown) => {
      throw unreadable(file, error)
    }),
    file
  )
}
