import { once } from 'node:events'
import { StringDecoder } from 'node:string_decoder'
import type { Readable } from 'node:stream'
import { PacklineError } from '../errors.js'
import { startGroup } from './process-group.js'
import type { StartProgram } from './process-group.js'

export interface ToolRun {
  /** `lease.spawn` for a licensed tool, else startTool. */
  start: StartProgram
  /** A path, never a name to look up. */
  file: string
  args: readonly string[]
  cwd: string
  /** All that the tool gets to see of the environment. */
  environment: Readonly<Record<string, string | undefined>>
  /** Each line of both outputs, cut at longestLine. */
  onLine: (line: string, from: 'stdout' | 'stderr') => void
  timeoutMs: number
  signal: AbortSignal
}

export interface ToolExit {
  status: number | null
  killedBy: NodeJS.Signals | null
  isTimeout: boolean
}

const longestLine = 4096
const gracePeriodMs = 2000

/**
 * Runs an external tool without a shell and without input, in a process group of its own; what it started
 * dies with it. When `signal` is aborted the whole group is ended, and killed if it does not follow; the
 * abort's reason is thrown once it is dead.
 */
export async function runTool (run: ToolRun): Promise<ToolExit> {
  const { signal, timeoutMs } = run
  signal.throwIfAborted()
  const tool = await run.start(run.file, run.args, {
    cwd: run.cwd,
    env: run.environment,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const { child } = tool
  const outputs = (['stdout', 'stderr'] as const).flatMap(from => {
    const stream = child[from]
    return stream === null ? [] : [readLines(stream, line => {
      run.onLine(line, from)
    })]
  })
  let isTimeout = false
  let killer: NodeJS.Timeout | undefined
  const end = (): void => {
    tool.signal('SIGTERM')
    killer ??= setTimeout(() => {
      tool.signal('SIGKILL')
    }, gracePeriodMs)
  }
  const timer = setTimeout(() => {
    isTimeout = true
    end()
  }, timeoutMs)
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  try {
    const { code, signal: killedBy } = await tool.exited
    await Promise.all(outputs)
    signal.throwIfAborted()
    return { status: code, killedBy, isTimeout }
  } finally {
    clearTimeout(timer)
    clearTimeout(killer)
    signal.removeEventListener('abort', end)
  }
}

/** Starts a tool that needs no licence; what it leaves behind in its process group is killed when it ends. */
export const startTool: StartProgram = async (file, args, options) => {
  const { started, ...program } = startGroup(file, args, options)
  try {
    await started
  } catch (error) {
    throw new PacklineError('TOOL_FAILED', { tool: file, reason: (error as Error).message }, { cause: error })
  }
  return program
}

/** Bounded: the rest of an overlong line is dropped. Resolves when the stream has ended. */
async function readLines (stream: Readable, onLine: (line: string) => void): Promise<void> {
  const decoder = new StringDecoder('utf8')
  let open = ''
  stream.on('data', (chunk: Buffer) => {
    const [first = '', ...rest] = decoder.write(chunk).split(/\r?\n|\r/)
    open = (open + first).slice(0, longestLine)
    for (const line of rest) {
      onLine(open)
      open = line.slice(0, longestLine)
    }
  })
  await once(stream, 'close')
  if (open !== '') onLine(open)
}
