import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { PacklineError, toPacklineError } from '../../../errors.js'
import type { CsdInput } from '../project/csd-inputs.js'
import { exportShare } from './export-share.js'
import type { ExportShare, ShareResult } from './export-share.js'
import { exportInThread } from './export-thread.js'
import type { ExportOptions, Warning } from '../export-options.js'
import { publishedName } from '../file-names.js'
import type { Serializer } from '../file-names.js'
import { discardFiles, makeFolders, renameFiles } from './write-files.js'

export interface ExportedFile {
  input: string
  output: string
  bytes: number
  warnings: Warning[]
}
export interface FailedFile {
  input: string
  error: PacklineError
}
export interface ExportReport {
  written: ExportedFile[]
  failed: FailedFile[]
}

type Target = CsdInput & { output: string }

interface ExportChoice {
  serializer?: Serializer
  options?: Partial<ExportOptions>
  /** Write what can be written when other files fail. */
  keepGoing?: boolean
}

/**
 * With fewer files a second thread gains nothing: it has modules to load and its own code to warm up, and
 * takes a third more processor time.
 */
const worthOneThread = 750
const mostThreads = 4

/**
 * Exports each input to its output, many of them on several cores. Nothing is written when any fails, unless
 * `keepGoing`: each result lies beside its place until all of them are there.
 */
export async function exportFiles (
  inputs: readonly Target[],
  { serializer = 'csb', options = {}, keepGoing = false }: ExportChoice,
  signal: AbortSignal,
  filesPerThread = worthOneThread
): Promise<ExportReport> {
  refuseSameOutputs(inputs)
  const mark = randomBytes(4).toString('hex')
  const files = inputs.map(({ file, relative, output }) => ({
    input: file,
    name: relative,
    file: output,
    temporary: join(dirname(output), `.${basename(output)}.${mark}.tmp`)
  }))
  const made = makeFolders(files)
  let leftovers = files
  try {
    const results = await exportOnCores(
      { files, serializer, options, taken: new Int32Array(new SharedArrayBuffer(4)) },
      signal,
      filesPerThread
    )
    const failed = results.flatMap(({ input, error }) =>
      error === undefined ? [] : [{ input, error: toPacklineError(error) }]
    )
    const done = results.filter(({ error }) => error === undefined)
    if (failed.length > 0 && !keepGoing) return { written: [], failed }
    renameFiles(done.map(({ index }) => files[index]!))
    leftovers = results.filter(({ error }) => error !== undefined).map(({ index }) => files[index]!)
    return {
      written: done.map(({ input, index, bytes, warnings }) => ({
        input,
        output: files[index]!.file,
        bytes,
        warnings
      })),
      failed
    }
  } finally {
    discardFiles(leftovers, made)
  }
}

/** Every thread takes the next files as it has done the last ones; this one takes part. */
async function exportOnCores (
  share: ExportShare,
  signal: AbortSignal,
  filesPerThread: number
): Promise<Array<ShareResult & { input: string }>> {
  const threadCount =
    Math.min(mostThreads, availableParallelism(), Math.floor(share.files.length / filesPerThread)) - 1
  const threads = Array.from({ length: Math.max(0, threadCount) }, () => exportInThread(share))
  try {
    const own = await exportShare(share, signal)
    const others = await Promise.all(threads.map(async thread => await thread.results))
    signal.throwIfAborted()
    return [...own, ...others.flat()].sort((a, b) => a.index - b.index).map(result => ({
      ...result,
      input: share.files[result.index]!.input
    }))
  } finally {
    await Promise.all(threads.map(async thread => {
      await thread.close()
    }))
  }
}

/** Where a csd is published below `folder`: the path is kept, only the extension changes. */
export function outputBelow (folder: string, relative: string, serializer: Serializer = 'csb'): string {
  return join(folder, publishedName(relative, serializer))
}

/** Two inputs that differ only in case would fall together on a Mac or on Windows. */
function refuseSameOutputs (inputs: readonly Target[]): void {
  const byOutput = new Map<string, string>()
  for (const { file, output } of inputs) {
    const key = output.normalize('NFC').toLowerCase()
    const first = byOutput.get(key)
    if (first !== undefined) {
      throw new PacklineError('CCSUI_DUPLICATE_OUTPUT', { first, second: file, output })
    }
    byOutput.set(key, file)
  }
}
