import { resolve } from 'node:path'
import { readCsb } from '../../assets/ccsui/csb/csb-reader.js'
import { readNamedFile } from '../../assets/ccsui/project/csd-inputs.js'
import type { TableValue } from '../../assets/ccsui/tables/table-model.js'

export async function readCsbFile (cwd: string, file: string): Promise<TableValue> {
  return readCsb(await readNamedFile(resolve(cwd, file), file), file)
}
