import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PacklineError, toPacklineError } from '../../errors.js'
import type { CsdInput } from './csd-inputs.js'
import { unreadable } from './csd-inputs.js'
import { exportCsd } from './export-csd.js'
import type { ExportOptions, Warning } from './export-options.js'
import { nestedCsb } from './file-names.js'
import { letSignalsIn, writeFilesAtomically } from './write-files.js'

export interface ExportedFile { input: string, output: string, bytes: number, warnings: Warning[] }
export interface FailedFile { input: string, error: PacklineError }
export interface ExportReport { written: ExportedFile[], failed: FailedFile[] }

const batch = 16

/** Exports each input to its output. Nothing is written when any fails, unless `keepGoing`. */
export async function exportFiles (inputs: Array<CsdInput & { output: string }>, options: Partial<ExportOptions>, keepGoing: boolean, signal: AbortSignal): Promise<ExportReport> {
  refuseSameOutputs(inputs)
  const done: Array<ExportedFile & { csb: Uint8Array }> = []
  const failed: FailedFile[] = []
  for (const [index, input] of inputs.entries()) {
    if (index % batch === 0) await letSignalsIn(signal)
    try {
      const { csb, warnings } = exportCsd(readInput(input.file), input.file, options)
      done.push({ input: input.file, output: input.output, bytes: csb.byteLength, warnings, csb })
    } catch (error) {
      failed.push({ input: input.file, error: toPacklineError(error) })
    }
  }
  const isWritten = failed.length === 0 || keepGoing
  if (isWritten) await writeFilesAtomically(done.map(({ output, csb }) => ({ file: output, bytes: csb })), signal)
  return { written: isWritten ? done.map(({ csb, ...file }) => file) : [], failed }
}

function readInput (file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw unreadable(file, error)
  }
}

/** Where the csb of a csd goes below `folder`: the path is kept, only the extension changes. */
export function outputBelow (folder: string, relative: string): string {
  return join(folder, nestedCsb(relative))
}

/** Two inputs that differ only in case would fall together on a Mac or on Windows. */
function refuseSameOutputs (inputs: Array<CsdInput & { output: string }>): void {
  const byOutput = new Map<string, string>()
  for (const { file, output } of inputs) {
    const key = output.normalize('NFC').toLowerCase()
    const first = byOutput.get(key)
    if (first !== undefined) throw new PacklineError('CCSUI_DUPLICATE_OUTPUT', { first, second: file, output })
    byOutput.set(key, file)
  }
}
