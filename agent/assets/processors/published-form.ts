import { posix } from 'node:path'
import { blobOf } from '../actions/action-runner.js'
import type { BuildContext } from '../actions/build-context.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import { referencesIn } from '../ccsui/export/export-csd.js'
import type { Serializer } from '../ccsui/file-names.js'
import { partsOfReferences } from '../ccsui/project/used-parts.js'
import type { SourceFile } from '../sources/source-file.js'
import type { PublishedAs } from './export-action.js'

/**
 * What a csd becomes in place of a csb. JSON lists what belongs to the files that the csd names, so it
 * depends on those; `fileAt` has them by their paths below the Studio's folder.
 */
export async function publishedAs (
  serializer: Serializer,
  csd: SourceFile,
  fileAt: (path: string) => SourceFile | undefined,
  { readSource }: BuildContext
): Promise<PublishedAs | undefined> {
  if (serializer !== 'json') return serializer === 'csb' ? undefined : { serializer, parts: {} }
  const references = referencesIn(await readSource(csd), csd.path)
  const parts = await partsOfReferences(references, async path => {
    const file = fileAt(path)
    return file === undefined ? undefined : await readSource(file)
  })
  return { serializer, parts }
}

/** What each Lua script asks for. */
export async function luaModule (
  rule: string,
  output: string,
  { runner }: BuildContext
): Promise<PlannedOutput[]> {
  const { luaExtend } = await import('../ccsui/lua/lua-extend.js')
  const path = posix.join(output, 'LuaExtend.lua')
  const result = await runner.run({
    id: `${rule} ${path}`,
    rule,
    inputs: { kind: 'lua-extend', version: 1, options: { luaExtend }, inputs: [] },
    run: async () => ({ blobs: { module: Buffer.from(luaExtend) } })
  })
  return result === undefined ? [] : [{ path, blob: blobOf(result, 'module') }]
}
