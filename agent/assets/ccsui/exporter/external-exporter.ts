import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { localFolderOf } from '../../../files/file-system-speed.js'
import { readCsb } from '../csb/csb-reader.js'
import type { ExportOptions } from '../export-options.js'
import { callTool, toolFailed } from './external-tool.js'
import type { ExternalRun } from './external-tool.js'
import { nestedCsb } from '../file-names.js'
import { phrase } from '../../../messages/phrase.js'

export interface ExternalExport {
  csb: Uint8Array
  warnings: string[]
}

/**
 * Exports the csd `in/NAME` of a private folder with CCSUIExporter. What it prints is its error when it
 * fails, else its warnings. Throws TOOL_FAILED; the result is read before it is handed back, so that no
 * damaged csb gets on.
 */
export async function exportInFolder (
  folder: string,
  name: string,
  options: ExportOptions,
  run: ExternalRun
): Promise<ExternalExport> {
  const output = nestedCsb(name)
  await mkdir(dirname(join(folder, 'out', output)), { recursive: true })
  const warnings = await callTool(run, [
    ...prefixArguments(options),
    '--output',
    `./out/${output}`,
    `./in/${name}`
  ], folder)
  return { csb: await readResult(folder, output, run), warnings }
}

/** The same for one csd outside of any build. */
export async function exportExternally (
  csd: Uint8Array,
  name: string,
  options: ExportOptions,
  run: ExternalRun
): Promise<ExternalExport> {
  return await withFolder(run, async folder => {
    await mkdir(dirname(join(folder, 'in', name)), { recursive: true })
    await writeFile(join(folder, 'in', name), csd)
    return await exportInFolder(folder, name, options, run)
  })
}

/** A folder for one use, removed in any case. */
export async function withFolder<T> (
  { environment }: Pick<ExternalRun, 'environment'>,
  use: (folder: string) => Promise<T>
): Promise<T> {
  const folder = await mkdtemp(join(localFolderOf(environment), 'packline-ccsui-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The csb `out/OUTPUT` of a private folder. Throws TOOL_FAILED when it is not there or cannot be read. */
export async function readResult (folder: string, output: string, run: ExternalRun): Promise<Uint8Array> {
  const csb = await readFile(join(folder, 'out', output)).catch((error: unknown) => {
    throw toolFailed(run, phrase('exporter.none', { output }), error)
  })
  try {
    readCsb(csb, output)
  } catch (error) {
    throw toolFailed(run, phrase('exporter.notCsb', { output }), error)
  }
  return csb
}

/** Options without a value are left out. */
function prefixArguments ({ texturePrefix, textureType, csbPrefix, fontPrefix }: ExportOptions): string[] {
  const values = {
    '--texture-prefix': texturePrefix,
    '--texture-type': textureType === 'keep' ? '' : textureType,
    '--csb-prefix': csbPrefix,
    '--font-prefix': fontPrefix
  }
  return Object.entries(values).flatMap(([option, value]) => value === '' ? [] : [option, value])
}
