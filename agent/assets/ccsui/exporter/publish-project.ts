import { join } from 'node:path'
import { makeFolder } from '../../../files/make-folder.js'
import { callTool } from './external-tool.js'
import type { ExternalRun } from './external-tool.js'
import { readResult } from './external-exporter.js'
import { nestedCsb } from '../file-names.js'

export interface PublishedProject {
  /** By their path relative to the output. */
  csbs: Map<string, Uint8Array>
  warnings: string[]
}

/**
 * Publishes a whole Cocos Studio project with Cocos.Tool into `out` of a private folder; it cannot export a
 * single csd. Every csd has to have its csb then; what else the tool writes (copies of pictures and fonts) is
 * left. Throws TOOL_FAILED.
 */
export async function publishProject (
  folder: string,
  ccs: string,
  csds: readonly string[],
  run: ExternalRun
): Promise<PublishedProject> {
  const output = join(folder, 'out')
  makeFolder(output)
  // Absolute, since the tool may work in a folder of its own.
  const warnings = await callTool(
    run,
    ['publish', '-f', ccs, '-o', output, '-d', 'Serializer_FlatBuffers'],
    folder
  )
  const csbs = new Map<string, Uint8Array>()
  for (const csd of csds) csbs.set(nestedCsb(csd), await readResult(folder, nestedCsb(csd), run))
  return { csbs, warnings }
}
