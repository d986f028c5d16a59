import { cp, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { diffJson } from '../csb/csb-diff.js'
import type { Difference } from '../csb/csb-diff.js'
import { tableJson } from '../csb/csb-json.js'
import { readCsb } from '../csb/csb-reader.js'
import { unreadable } from '../project/csd-inputs.js'
import type { CsdInput, CsdInputs } from '../project/csd-inputs.js'
import { exportCsd } from '../export/export-csd.js'
import { defaultExportOptions } from '../export-options.js'
import { exportExternally, withFolder } from '../exporter/external-exporter.js'
import type { ExternalExport } from '../exporter/external-exporter.js'
import type { ExternalRun } from '../exporter/external-tool.js'
import { nestedCsb } from '../file-names.js'
import { publishProject } from '../exporter/publish-project.js'

export interface Verified {
  file: string
  relative: string
  warnings: string[]
  differences: Difference[]
}

/**
 * Exports each csd with the embedded exporter and an external one, and tells where they differ. Throws
 * TOOL_FAILED.
 */
export async function verifyExternally (
  path: string,
  { inputs, root }: CsdInputs,
  run: ExternalRun,
  onFile: (verified: Verified) => void
): Promise<Verified[]> {
  const exporter = run.tool === 'cocos-tool'
    ? await publishedProject(path, root, inputs, run)
    : async (csd: Uint8Array, name: string) => await exportExternally(csd, name, defaultExportOptions, run)
  const results: Verified[] = []
  for (const { file, relative } of inputs) {
    run.signal.throwIfAborted()
    const csd = await readFile(file).catch((error: unknown) => {
      throw unreadable(file, error)
    })
    const { csb, warnings } = await exporter(csd, relative)
    const verified = {
      file,
      relative,
      warnings,
      differences: diffJson(decoded(exportCsd(csd, file).csb, file), decoded(csb, file))
    }
    results.push(verified)
    onFile(verified)
  }
  return results
}

/** The whole project, published once on a copy: the tool may write beside its input. */
async function publishedProject (
  ccs: string,
  studio: string,
  inputs: readonly CsdInput[],
  run: ExternalRun
): Promise<(csd: Uint8Array, name: string) => Promise<ExternalExport>> {
  const { csbs, warnings } = await withFolder(run, async folder => {
    const place = join(folder, 'in')
    await cp(ccs, join(place, basename(ccs)))
    await cp(studio, join(place, basename(studio)), { recursive: true })
    const settings = ccs.replace(/\.ccs$/i, '.cfg')
    await cp(settings, join(place, basename(settings))).catch(() => {/* not every project has one */})
    return await publishProject(
      folder,
      join(place, basename(ccs)),
      inputs.map(({ relative }) => relative),
      run
    )
  })
  let isFirst = true
  return async (_csd, name) => {
    const told = isFirst ? warnings : []
    isFirst = false
    return { csb: csbs.get(nestedCsb(name))!, warnings: told }
  }
}

function decoded (csb: Uint8Array, file: string): ReturnType<typeof tableJson> {
  return tableJson(readCsb(csb, file))
}
