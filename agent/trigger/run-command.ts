import { spawn } from 'node:child_process'
import { PacklineError } from '../errors.js'

export interface CommandRun {
  /** What it is for, in an error's words. */
  what: string
  program: 'git' | 'svn'
  args: readonly string[]
  /** All that the program gets to see of the environment. */
  environment: Readonly<Record<string, string | undefined>>
  input?: string
  cwd?: string
  timeoutMs?: number
  maxBytes?: number
  signal?: AbortSignal | undefined
}

export interface CommandResult {
  status: number
  stdout: Buffer
  stderr: string
}

const keptErrorBytes = 4000
const gracePeriodMs = 2000

/**
 * Runs a program without a shell and returns what it wrote, whatever its status. It is ended when it takes
 * too long or writes too much.
 */
export async function runCommand (run: CommandRun): Promise<CommandResult> {
  const {
    program,
    args,
    environment,
    input = '',
    cwd,
    timeoutMs = 600_000,
    maxBytes = 256 * 1024 * 1024,
    signal
  } = run
  signal?.throwIfAborted()
  return await new Promise((resolve, reject) => {
    // A group of its own: git's helpers (ssh, git-remote-https) end with it.
    const child = spawn(program, args, {
      env: { ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      ...cwd !== undefined && { cwd }
    })
    const chunks: Buffer[] = []
    let size = 0
    let stderr = ''
    let failure: Error | undefined
    let killer: NodeJS.Timeout | undefined
    const end = (error: Error): void => {
      failure ??= error
      signalGroup(child.pid, 'SIGTERM')
      killer ??= setTimeout(() => {
        signalGroup(child.pid, 'SIGKILL')
      }, gracePeriodMs)
    }
    const fail = (reason: string): PacklineError =>
      new PacklineError('REPOSITORY_COMMAND_FAILED', {
        what: run.what,
        command: `${program} ${args[0] ?? ''}`,
        reason
      })
    const onAbort = (): void => {
      end(signal!.reason instanceof Error ? signal!.reason : new PacklineError('INTERRUPTED'))
    }
    const timer = setTimeout(() => {
      end(fail(`no end within ${timeoutMs} ms`))
    }, timeoutMs)
    signal?.addEventListener('abort', onAbort, { once: true })
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) end(fail(`more than ${maxBytes} bytes of output`))
      else chunks.push(chunk)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-keptErrorBytes)
    })
    child.stdin.on('error', () => {}).end(input)
    const settle = (done: () => void): void => {
      clearTimeout(timer)
      clearTimeout(killer)
      signal?.removeEventListener('abort', onAbort)
      done()
    }
    child.on('error', error => {
      settle(() => {
        reject(new PacklineError('REPOSITORY_TOOL_MISSING', { program, reason: error.message }))
      })
    })
    child.on('close', (code, killedBy) => {
      settle(() => {
        if (failure !== undefined) reject(failure)
        else if (code === null) reject(fail(`killed by ${killedBy}`))
        else resolve({ status: code, stdout: Buffer.concat(chunks), stderr })
      })
    })
  })
}

/** As runCommand, for a program that has to succeed. */
export async function runSuccessfully (run: CommandRun): Promise<Buffer> {
  const { status, stdout, stderr } = await runCommand(run)
  if (status === 0) return stdout
  throw new PacklineError('REPOSITORY_COMMAND_FAILED', {
    what: run.what,
    command: `${run.program} ${run.args[0] ?? ''}`,
    reason: lastLines(stderr) || `status ${status}`
  })
}

/** Without the user and password that somebody may have written into an address. */
function lastLines (stderr: string): string {
  return stderr.trim().split('\n').slice(-3).join(' ').replace(/:\/\/[^/\s@]+@/g, '://…@').slice(-600)
}

function signalGroup (pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch { /* it is gone already */ }
}
