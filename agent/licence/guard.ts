import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PacklineError } from '../errors.js'
import { findExecutable } from '../processes/find-executable.js'
import { signalGroup, startGroup } from '../processes/process-group.js'
import type { RunningProgram, StartOptions } from '../processes/process-group.js'

export interface GuardOptions {
  /** Monotonic milliseconds, as all processes of this machine see them. */
  now: () => number
  validUntil: () => number
  /** An open file whose lock has to last until the tools are dead. */
  inheritedFd?: () => number | undefined
}

const scriptFile = join(import.meta.dirname, 'guard-process.mjs')
const tickMs = 50
/** A guard that does not answer this long is stopped: it is replaced. */
const silenceMs = 2000
/**
 * The tool starts only when the guard knows of it; an agent that dies before that closes the pipe. From then
 * on a shell in the tool's own process group waits for the same end: so that the agent's death is noticed
 * even while a guard is being replaced. It is nobody's child, lest a tool wait for it.
 */
const gate =
  'read -r go <&3 || exit 125; ( (read -r end <&3; kill -KILL 0) </dev/null >/dev/null 2>&1 & ); exec ' +
  '3<&-; exec "$@"'

/**
 * Runs tools in process groups that a second small process kills when this one dies, hangs or loses its seat.
 */
export class Guard {
  readonly #options: GuardOptions
  readonly #groups = new Map<number, RunningProgram>()
  readonly #confirmed = new Map<number, () => void>()
  #process: ChildProcess | undefined
  #ready: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #heardAt = 0
  #isClosed = false

  constructor (options: GuardOptions) {
    this.#options = options
  }

  /** The guarding process, for tests that stop it. */
  get pid (): number | undefined {
    return this.#process?.pid
  }

  /** Starts the guard ahead of its first tool, while a seat is being waited for. */
  async start (): Promise<void> {
    this.#ready ??= this.#launch()
    await this.#ready
  }

  async spawn (file: string, args: readonly string[], options: StartOptions): Promise<RunningProgram> {
    const path = findExecutable(file, options.env?.PATH ?? '', options.cwd)
    await this.start()
    const [stdin = 'ignore', stdout = 'pipe', stderr = 'pipe'] = options.stdio ?? []
    const { child, signal, started, ...program } = startGroup(
      '/bin/sh',
      ['-c', gate, 'packline', path, ...args],
      { ...options, stdio: [stdin, stdout, stderr, 'pipe'] }
    )
    const group = child.pid
    if (group === undefined) throw await failureOf(started, file)
    const exited = program.exited.then(exit => {
      this.#groups.delete(group)
      this.#confirmed.delete(group)
      this.#tell(`forget ${group}`)
      if (this.#groups.size === 0) this.#rest()
      return exit
    })
    const guarded: RunningProgram = { child, exited, signal }
    this.#groups.set(group, guarded)
    this.#work()
    await Promise.race([
      exited,
      new Promise<void>(_resolve => {
        this.#confirmed.set(group, _resolve)
        this.#watch(group)
      })
    ])
    const [, , , pipe] = child.stdio
    if (pipe !== null && pipe !== undefined && 'end' in pipe) {
      pipe.on('error', () => {})
      pipe.write('go\n')
      exited.then(() => {
        pipe.destroy()
      }, () => {})
    }
    return guarded
  }

  /** Kills every tool that still runs, and ends the guard. */
  async close (): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    const running = [...this.#groups.values()]
    for (const each of running) each.signal('SIGKILL')
    await Promise.all(running.map(async each => await each.exited))
    this.#rest()
    const process = this.#process
    if (process === undefined || process.exitCode !== null || process.signalCode !== null) return
    process.ref()
    // One that is stopped would not see the end of its input.
    const killer = setTimeout(() => process.kill('SIGKILL'), silenceMs)
    await new Promise(_resolve => {
      process.on('exit', _resolve)
      process.stdin?.end()
    })
    clearTimeout(killer)
  }

  async #launch (): Promise<void> {
    const inheritedFd = this.#options.inheritedFd?.()
    const child = spawn(process.execPath, ['--max-semi-space-size=1', scriptFile], {
      detached: true,
      env: {},
      stdio: ['pipe', 'pipe', 'ignore', ...inheritedFd === undefined ? [] : [inheritedFd]]
    })
    this.#process = child
    this.#heardAt = this.#options.now()
    const { stdin, stdout } = child
    stdin?.on('error', () => {})
    const isReady = new Promise<void>((_resolve, _reject) => {
      child.on('error', error => {
        _reject(new PacklineError('LICENCE_GUARD_FAILED', { reason: error.message }, { cause: error }))
      })
      child.on('exit', (code, signal) => {
        _reject(
          new PacklineError('LICENCE_GUARD_FAILED', { reason: `it ended with ${signal ?? `status ${code}`}` })
        )
        this.#replace(child)
      })
      if (stdout === null) return
      createInterface({ input: stdout }).on('line', line => {
        this.#heardAt = this.#options.now()
        const [verb, group] = line.split(' ')
        if (verb === 'ready') _resolve()
        else if (verb === 'watching') this.#confirm(Number(group))
      })
    })
    await isReady
    // Neither the guard nor its pipes keep the agent alive: the end of the agent is what it waits for.
    child.unref()
    for (const stream of [stdin, stdout]) if (stream instanceof Socket) stream.unref()
  }

  /**
   * A guard that died is followed by another one; until it stands, this process is the only one that can
   * kill.
   */
  #replace (dead: ChildProcess): void {
    if (this.#process !== dead || this.#isClosed) return
    this.#process = undefined
    this.#ready = undefined
    if (this.#groups.size === 0) return
    this.start().then(() => {
      for (const group of this.#groups.keys()) this.#watch(group)
    }, () => {
      for (const group of this.#groups.keys()) signalGroup(group, 'SIGKILL')
    })
  }

  #watch (group: number): void {
    this.#tell(`until ${this.#options.validUntil()}`)
    this.#tell(`watch ${group}`)
  }

  #confirm (group: number): void {
    this.#confirmed.get(group)?.()
    this.#confirmed.delete(group)
  }

  #tell (line: string): void {
    if (this.#process?.stdin?.writable === true) this.#process.stdin.write(`${line}\n`)
  }

  #work (): void {
    this.#heardAt = this.#options.now()
    this.#timer ??= setInterval(() => {
      this.#tick()
    }, tickMs)
  }

  #rest (): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #tick (): void {
    const validUntil = this.#options.validUntil()
    const now = this.#options.now()
    if (now >= validUntil) { for (const group of this.#groups.keys()) signalGroup(group, 'SIGKILL') }
    this.#tell(`until ${validUntil}`)
    this.#tell(`ping ${Math.round(now)}`)
    if (now - this.#heardAt > silenceMs) {
      this.#heardAt = now
      this.#process?.kill('SIGKILL')
    }
  }
}

async function failureOf (started: Promise<void>, tool: string): Promise<PacklineError> {
  const error = await started.then(() => new Error('it has no process number'), (error: Error) => error)
  return new PacklineError('TOOL_FAILED', { tool, reason: error.message }, { cause: error })
}
