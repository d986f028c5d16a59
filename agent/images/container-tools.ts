import { errorText } from '../error-text.js'
import { hasCode, PacklineError } from '../errors.js'
import { findExecutable } from '../processes/find-executable.js'
import type { Environment } from '../processes/process-group.js'
import { LastOutput, OutputLines, WholeOutput } from '../processes/program-output.js'
import { runProgram } from '../processes/run-program.js'

const usualTimeoutMs = 600_000
const mostOutputBytes = 16_000_000
/** Pulls go through the proxies of the machine; neither of these is kept in an image. */
const passedOn =
  /^(?:PATH|HOME|USER|LOGNAME|TZ|XDG_RUNTIME_DIR|SSL_CERT_(?:FILE|DIR)|(?:https?|no|all)_proxy)$/i

export interface ToolAnswer {
  status: number | null
  out: Buffer
  /** The end of what it said on standard error. */
  said: string
}

interface ToolCall {
  work: string
  signal: AbortSignal
  timeoutMs?: number
  /** Each line that it says while it works, of either output. */
  onLine?: ((line: string) => void) | undefined
}

/** The programs that build and move images: without a shell, and with a part of the environment only. */
export class ContainerTools {
  readonly #environment: Environment

  /** `temporary` is where they put what is large. */
  constructor (environment: Environment, temporary: string) {
    const own = Object.fromEntries(Object.entries(environment).filter(([name]) => passedOn.test(name)))
    const path = `${environment.PATH ?? '/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin:/sbin`
    this.#environment = { ...own, PATH: path, TMPDIR: temporary, LC_ALL: 'C.UTF-8' }
  }

  /** Throws CONTAINER_BUILDER_MISSING and CONTAINER_BUILDER_FAILED. */
  async run (tool: string, args: readonly string[], call: ToolCall): Promise<ToolAnswer> {
    const { work, signal, timeoutMs = usualTimeoutMs, onLine } = call
    const stdout = new WholeOutput(mostOutputBytes)
    const stderr = new LastOutput(4000)
    const lines = onLine === undefined ? undefined : new OutputLines(onLine)
    try {
      const { status, killedBy } = await runProgram({
        file: this.#file(tool),
        args,
        environment: this.#environment,
        cwd: this.#environment.TMPDIR,
        stdout: lines ?? stdout,
        stderr: {
          take: chunk => {
            stderr.take(chunk)
            lines?.take(chunk)
          },
          end: () => lines?.end()
        },
        timeoutMs,
        signal
      })
      return { status, out: stdout.bytes, said: stderr.text.trim() || (killedBy ?? `exit ${status}`) }
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof PacklineError) throw error
      throw new PacklineError('CONTAINER_BUILDER_FAILED', { tool, work, reason: errorText(error) }, {
        cause: error
      })
    }
  }

  #file (tool: string): string {
    try {
      return findExecutable(tool, this.#environment.PATH ?? '')
    } catch (error) {
      if (!hasCode(error, 'TOOL_NOT_FOUND')) throw error
      throw new PacklineError('CONTAINER_BUILDER_MISSING', { tool }, { cause: error })
    }
  }
}
