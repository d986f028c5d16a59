import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { PacklineError } from '../errors.js'
import { errorText } from '../error-text.js'
import type { Wording } from '../messages/phrase.js'
import { findExecutable } from '../processes/find-executable.js'
import { startProgram } from '../processes/process-group.js'
import type { Environment } from '../processes/process-group.js'
import { LastOutput, WholeOutput } from '../processes/program-output.js'
import { runProgram } from '../processes/run-program.js'

const dayMs = 86_400_000
const startsWithinMs = 30_000

interface ToolCall {
  /** In words, for the error. */
  work: Wording
  cwd?: string
  input?: string
  /** Added to what every tool gets: for passwords, which are no arguments. */
  environment?: Environment
}

/** The programs of the services, and their answers. Everything ends with `signal`. */
export class BackupTools {
  readonly #environment: Environment
  readonly #signal: AbortSignal

  constructor (environment: Environment, signal: AbortSignal) {
    const { PATH, HOME, USER, TZ, SSH_AUTH_SOCK } = environment
    // Those of administrators are not on everybody's PATH.
    const path = `${PATH ?? '/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin:/sbin`
    this.#environment = { PATH: path, HOME, USER, TZ, SSH_AUTH_SOCK, LC_ALL: 'C.UTF-8' }
    this.#signal = signal
  }

  get signal (): AbortSignal {
    return this.#signal
  }

  /** What the tool printed. Throws TOOL_NOT_FOUND and BACKUP_TOOL_FAILED. */
  async ask (tool: string, args: readonly string[], call: ToolCall): Promise<string> {
    return (await this.#bytes(tool, args, call)).toString('utf8')
  }

  /** The sha256 of what the tool printed. */
  async digest (tool: string, args: readonly string[], call: ToolCall): Promise<string> {
    return createHash('sha256').update(await this.#bytes(tool, args, call)).digest('hex')
  }

  async #bytes (tool: string, args: readonly string[], call: ToolCall): Promise<Buffer> {
    const { status, out, said } = await this.run(tool, args, call)
    if (status === 0) return out
    throw new PacklineError('BACKUP_TOOL_FAILED', { tool, work: call.work, reason: said })
  }

  /** The same for a tool whose exit status says something. */
  async run (
    tool: string,
    args: readonly string[],
    { work, cwd, input, environment = {} }: ToolCall
  ): Promise<{ status: number | null, out: Buffer, said: string }> {
    const stdout = new WholeOutput(256_000_000)
    const stderr = new LastOutput(16_000)
    const env = { ...this.#environment, ...environment }
    const file = findExecutable(tool, env.PATH ?? '')
    try {
      const { status, killedBy } = await runProgram({
        file,
        args,
        cwd,
        input,
        environment: env,
        stdout,
        stderr,
        timeoutMs: dayMs,
        signal: this.#signal
      })
      const said = stderr.text.trim() || stdout.text.trim().slice(-1000)
      return { status, out: stdout.bytes, said: said || (killedBy ?? `exit ${status}`) }
    } catch (error) {
      this.#signal.throwIfAborted()
      throw new PacklineError('BACKUP_TOOL_FAILED', { tool, work, reason: errorText(error) }, {
        cause: error
      })
    }
  }

  /** Starts a service that lives for `ask` only, which begins once `isUp` says so. */
  async serve<T> (
    tool: string,
    args: readonly string[],
    { cwd, isUp }: { cwd: string, isUp: () => Promise<boolean> },
    ask: () => Promise<T>
  ): Promise<T> {
    const work = 'start'
    const said = new LastOutput(4000)
    const program = await startProgram(findExecutable(tool, this.#environment.PATH ?? ''), args, {
      cwd,
      env: this.#environment,
      stdio: ['ignore', 'ignore', 'pipe']
    })
    program.child.stderr?.on('data', (chunk: Buffer) => {
      said.take(chunk)
    })
    let hasEnded = false
    const ended = program.exited.then(() => {
      hasEnded = true
    })
    try {
      const untilMs = performance.now() + startsWithinMs
      while (!await isUp()) {
        this.#signal.throwIfAborted()
        if (hasEnded || performance.now() > untilMs) {
          throw new PacklineError('BACKUP_TOOL_FAILED', {
            tool,
            work,
            reason: said.text.trim() || 'no answer'
          })
        }
        await delay(50)
      }
      return await ask()
    } finally {
      program.signal('SIGTERM')
      const killer = setTimeout(() => {
        program.signal('SIGKILL')
      }, 5000)
      await ended
      clearTimeout(killer)
    }
  }

  /** Whether a tool succeeds, whatever it says. */
  async succeeds (tool: string, args: readonly string[], environment: Environment = {}): Promise<boolean> {
    return (await this.run(tool, args, { work: 'ask', environment })).status === 0
  }
}
