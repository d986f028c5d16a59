import { PacklineError } from '../errors.js'
import { ProgramError } from './program-error.js'
import { OutputLines } from './program-output.js'
import { runProgram } from './run-program.js'
import type { ProgramEnd, ProgramRun } from './run-program.js'

export interface ToolRun
  extends Required<Pick<ProgramRun, 'file' | 'args' | 'cwd' | 'environment' | 'timeoutMs' | 'signal'>> {
  /** `lease.spawn` for a licensed tool. */
  start?: ProgramRun['start']
  /** Each line of both outputs, cut at a length that no sensible line has. */
  onLine: (line: string, from: 'stdout' | 'stderr') => void
}

export interface ToolEnd extends ProgramEnd {
  isTimeout: boolean
}

/**
 * Runs an external tool, without input, for what it says line by line. Its end, also one for time, is the
 * caller's to judge. Throws TOOL_FAILED when it cannot be started, or the reason of an abort.
 */
export async function runTool ({ onLine, start, ...run }: ToolRun): Promise<ToolEnd> {
  const lines = (from: 'stdout' | 'stderr'): OutputLines =>
    new OutputLines(line => {
      onLine(line, from)
    })
  try {
    const end = await runProgram({
      ...run,
      ...start !== undefined && { start },
      stdout: lines('stdout'),
      stderr: lines('stderr')
    })
    return { ...end, isTimeout: false }
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error
    if (error.problem === 'timed-out') return { status: null, killedBy: null, isTimeout: true }
    throw new PacklineError('TOOL_FAILED', { tool: run.file, reason: error.message }, { cause: error })
  }
}
