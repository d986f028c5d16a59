import { readFileSync, writeFileSync } from 'node:fs'
import { setImmediate as letEventsIn } from 'node:timers/promises'
import { toPacklineError } from '../../../errors.js'
import type { PacklineError } from '../../../errors.js'
import { unreadable } from '../project/csd-inputs.js'
import type { ExportOptions, Warning } from '../export-options.js'
import type { Serializer } from '../file-names.js'
import { partsBeside } from '../project/used-parts.js'
import { publisherOf } from './publish-csd.js'
import type { PublishedCsd } from './publish-csd.js'
import type { StagedFile } from './write-files.js'

/** The files of an export, and a counter in shared memory of those that some thread has taken. */
export interface ExportShare {
  /** The name is that of the csd in its project. */
  files: ReadonlyArray<StagedFile & { input: string, name: string }>
  serializer: Serializer
  options: Partial<ExportOptions>
  taken: Int32Array
}

export interface ShareResult {
  index: number
  bytes: number
  warnings: Warning[]
  error?: PacklineError
}

const filesAtOnce = 8

/** Exports files as long as there are some that no thread has taken, each csb into its temporary place. */
export async function exportShare (
  { files, serializer, options, taken }: ExportShare,
  signal?: AbortSignal
): Promise<ShareResult[]> {
  const results: ShareResult[] = []
  const publish = await publisherOf(serializer)
  for (
    let first = Atomics.add(taken, 0, filesAtOnce);
    first < files.length;
    first = Atomics.add(taken, 0, filesAtOnce)
  ) {
    if (signal !== undefined) {
      await letEventsIn()
      signal.throwIfAborted()
    }
    for (let index = first; index < Math.min(first + filesAtOnce, files.length); index++) {
      const file = files[index]!
      const place = { name: file.name, partsOf: partsBeside(file.input, file.name) }
      results.push(exportOne(file, index, bytes => publish(bytes, file.input, place, options)))
    }
  }
  return results
}

/** The calls are synchronous: for a thousand small files that takes a third of the time. */
function exportOne (
  { input, temporary }: ExportShare['files'][number],
  index: number,
  publish: (bytes: Uint8Array) => PublishedCsd
): ShareResult {
  try {
    const { bytes, warnings } = publish(readInput(input))
    writeFileSync(temporary, bytes)
    return { index, bytes: bytes.byteLength, warnings }
  } catch (error) {
    return { index, bytes: 0, warnings: [], error: toPacklineError(error) }
  }
}

function readInput (file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw unreadable(file, error)
  }
}
