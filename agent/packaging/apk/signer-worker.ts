import { createInterface } from 'node:readline'
import { Socket } from 'node:net'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { startProgram } from '../../processes/process-group.js'
import type { Environment, RunningProgram } from '../../processes/process-group.js'
import { LastOutput } from '../../processes/program-output.js'
import { phrase } from '../../messages/phrase.js'

interface WorkerSettings {
  java: string
  args: readonly string[]
  environment: Environment
  cwd: string
}

interface WorkerAnswer {
  outcome: 'ok' | 'failed' | 'memory'
  lines: string[]
}

/** What resources/packaging/ApkSig.java can do. */
export type SignerVerb = 'sign' | 'verify' | 'verify-jar' | 'certificate'

interface Waiting {
  resolve: (answer: WorkerAnswer) => void
  reject: (error: unknown) => void
}

const timeoutMs = 1_800_000
const keptErrorCharacters = 2000

/**
 * A JVM that stays: it signs many APKs, and is warm after the first. It ends with this process, whose end of
 * its input it sees, and keeps it from ending only while it has something to do.
 */
export class SignerWorker {
  readonly #program: RunningProgram
  readonly #errors = new LastOutput(keptErrorCharacters)
  readonly #waiting = new Map<string, Waiting>()
  #last = 0
  #isOver = false

  private constructor (program: RunningProgram) {
    this.#program = program
    const { stdin, stdout, stderr } = program.child
    if (stdin === null || stdout === null || stderr === null) throw new Error('the worker has no pipes')
    stdin.on('error', () => {/* Its end tells more. */})
    stderr.on('data', (chunk: Buffer) => {
      this.#errors.take(chunk)
    })
    createInterface({ input: stdout }).on('line', line => {
      this.#take(line)
    })
    program.child.once('close', () => {
      this.#end(
        new PacklineError('TOOL_FAILED', {
          tool: 'apksig',
          reason: this.#errors.text.trim() || phrase('worker.ended')
        })
      )
    })
  }

  /** Once it is ready. Throws TOOL_FAILED when it does not come up: a Java without a compiler, for one. */
  static async start ({ java, args, environment, cwd }: WorkerSettings): Promise<SignerWorker> {
    const options = { cwd, env: environment, stdio: ['pipe' as const, 'pipe' as const, 'pipe' as const] }
    const program = await startProgram(java, args, options).catch((cause: unknown) => {
      throw new PacklineError('TOOL_FAILED', { tool: java, reason: errorText(cause) }, { cause })
    })
    const worker = new SignerWorker(program)
    await worker.#answerTo('0', AbortSignal.timeout(timeoutMs))
    return worker
  }

  /** Rejects with the reason of an abort, which ends the worker, or with TOOL_FAILED. */
  async ask (
    verb: SignerVerb,
    fields: ReadonlyArray<readonly [name: string, value: string]>,
    signal: AbortSignal
  ): Promise<WorkerAnswer> {
    signal.throwIfAborted()
    const id = String(++this.#last)
    const words = fields.map(([name, value]) => `${name}=${Buffer.from(value).toString('base64')}`)
    this.#program.child.stdin?.write(`${[id, verb, ...words].join(' ')}\n`)
    return await this.#answerTo(id, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))
  }

  get isOver (): boolean {
    return this.#isOver
  }

  async close (): Promise<void> {
    this.#end(new PacklineError('TOOL_FAILED', { tool: 'apksig', reason: phrase('worker.closed') }))
    this.#program.child.ref()
    this.#program.signal('SIGKILL')
    await this.#program.exited
  }

  async #answerTo (id: string, signal: AbortSignal): Promise<WorkerAnswer> {
    const onAbort = (): void => {
      this.#end(signal.reason)
      this.#program.signal('SIGKILL')
    }
    signal.addEventListener('abort', onAbort)
    try {
      return await new Promise((resolve, reject) => {
        if (this.#isOver) {
          reject(new PacklineError('TOOL_FAILED', { tool: 'apksig', reason: phrase('worker.ended') }))
          return
        }
        this.#waiting.set(id, { resolve, reject })
        this.#hold()
      })
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#waiting.delete(id)
      this.#hold()
    }
  }

  #take (line: string): void {
    const [id = '', outcome, ...lines] = line.split(' ')
    if (outcome !== 'ok' && outcome !== 'failed' && outcome !== 'memory' && outcome !== 'ready') return
    this.#waiting.get(id)?.resolve({
      outcome: outcome === 'ready' ? 'ok' : outcome,
      lines: lines.map(each => Buffer.from(each, 'base64').toString())
    })
  }

  #end (reason: unknown): void {
    this.#isOver = true
    for (const { reject } of this.#waiting.values()) reject(reason)
  }

  /** Keeps this process alive while an answer is awaited, and no longer. */
  #hold (): void {
    const { child } = this.#program
    const isBusy = this.#waiting.size > 0
    if (isBusy) child.ref()
    else child.unref()
    for (const stream of [child.stdin, child.stdout, child.stderr]) {
      if (!(stream instanceof Socket)) continue
      if (isBusy) stream.ref()
      else stream.unref()
    }
  }
}
