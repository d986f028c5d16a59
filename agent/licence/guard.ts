import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PacklineError } from '../errors.js'
import { ReasonError, errorText } from '../error-text.js'
import { findExecutable } from '../processes/find-executable.js'
import { signalGroup, startGroup } from '../processes/process-group.js'
import type { Environment, RunningProgram, StartOptions } from '../processes/process-group.js'
import { markCommand } from './container-command.js'
import { leaseVariable } from './lease-mark.js'
import { MarkedWork } from './marked-work.js'
import { phrase, allReasons } from '../messages/phrase.js'

export interface GuardOptions {
  /** Monotonic milliseconds, as all processes of this machine see them. */
  now: () => number
  validUntil: () => number
  /** An open file whose lock has to last until the tools are dead. */
  inheritedFd?: () => number | undefined
}

const scriptFile = join(import.meta.dirname, 'guard-process.mjs')
const sweepFile = join(import.meta.dirname, 'lease-sweep.mjs')
const tickMs = 50
/** A guard that does not answer this long is stopped: it is replaced. */
const silenceMs = 2000
/**
 * The tool starts only when the guard knows of it; an agent that dies before that closes the pipe. From
 * then on a shell in the tool's own process group waits for the same end: so that the agent's death is
 * noticed even while a guard is being replaced. It is nobody's child, lest a tool wait for it. Where the
 * guard is dead too, it sweeps in its place.
 */
const onAgentsEnd = 'read -r end <&3; kill -KILL $$; "$1" "$2" "$3" "$4"; kill -KILL 0'
const gate = `read -r go <&3 || exit 125; ( (${onAgentsEnd}) </dev/null >/dev/null 2>&1 & )
shift 4; exec 3<&-; exec "$@"`

/**
 * Runs tools in process groups that a second small process kills when this one dies, hangs or loses its seat.
 */
export class Guard {
  readonly #options: GuardOptions
  readonly #groups = new Map<number, RunningProgram>()
  readonly #confirmed = new Map<number, () => void>()
  readonly #marks = new MarkedWork(line => {
    this.#tell(line)
  })
  #process: ChildProcess | undefined
  #ready: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #heardAt = 0
  #closing: Promise<void> | undefined
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

  /** Starts a tool under the lease that `marker` stands for. */
  async spawn (
    file: string,
    args: readonly string[],
    options: StartOptions,
    marker: string
  ): Promise<RunningProgram> {
    const env: Environment = { ...options.env, [leaseVariable]: marker }
    const path = findExecutable(file, env.PATH ?? '', options.cwd)
    const marked = markCommand(path, args, marker)
    await this.start()
    this.#marks.add(marker, env, marked.runtime)
    const [stdin = 'ignore', stdout = 'pipe', stderr = 'pipe'] = options.stdio ?? []
    const runtimes = JSON.stringify(marked.runtime === undefined ? [] : [marked.runtime])
    const { child, signal, started, ...program } = startGroup(
      '/bin/sh',
      ['-c', gate, 'packline', process.execPath, sweepFile, marker, runtimes, path, ...marked.args],
      { ...options, env, stdio: [stdin, stdout, stderr, 'pipe'] }
    )
    const group = child.pid
    if (group === undefined) throw await failureOf(started, file)
    const exited = program.exited.then(exit => {
      this.#groups.delete(group)
      this.#confirmed.delete(group)
      this.#tell(`forget ${group}`)
      this.#restUnlessNeeded()
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

  /**
   * Kills what still bears the marker, once the lease's tools are dead; `isOver` says that they ended by
   * themselves. Throws LICENCE_GUARD_FAILED for what cannot be killed.
   */
  async sweep (marker: string, isOver: boolean): Promise<void> {
    const left = await this.#marks.sweep(marker, isOver)
    this.#restUnlessNeeded()
    if (left.length > 0) {
      throw new PacklineError('LICENCE_GUARD_FAILED', {
        reason: phrase('guard.notKilled', { what: allReasons(left, 'names.both') })
      })
    }
  }

  /** Kills every tool that still runs, and ends the guard. */
  async close (): Promise<void> {
    await (this.#closing ??= this.#close())
  }

  async #close (): Promise<void> {
    const running = [...this.#groups.values()]
    for (const each of running) each.signal('SIGKILL')
    await Promise.all(running.map(async each => await each.exited))
    // A guard that is stopped is still replaced.
    await this.#marks.sweepAll()
    this.#isClosed = true
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
        _reject(new PacklineError('LICENCE_GUARD_FAILED', { reason: errorText(error) }, { cause: error }))
      })
      child.on('exit', (code, signal) => {
        _reject(
          new PacklineError('LICENCE_GUARD_FAILED', {
            reason: phrase('guard.ended', {
              how: signal ?? phrase('program.status', { status: String(code) })
            })
          })
        )
        this.#replace(child)
      })
      if (stdout === null) return
      createInterface({ input: stdout }).on('line', line => {
        this.#heardAt = this.#options.now()
        const [verb = '', group] = line.split(' ')
        if (verb === 'ready') _resolve()
        else if (verb === 'watching') this.#confirm(Number(group))
        else if (verb === 'swept') this.#marks.swept(line.slice(verb.length))
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
    if (this.#groups.size + this.#marks.size === 0) return
    this.start().then(() => {
      for (const group of this.#groups.keys()) this.#watch(group)
      this.#marks.tellAgain()
    }, (error: unknown) => {
      for (const group of this.#groups.keys()) signalGroup(group, 'SIGKILL')
      this.#marks.giveUp(errorText(error))
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

  #restUnlessNeeded (): void {
    if (this.#groups.size + this.#marks.size === 0) this.#rest()
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
  const error = await started.then(() => new ReasonError(phrase('guard.noNumber')), (error: Error) => error)
  return new PacklineError('TOOL_FAILED', { tool, reason: error.message }, { cause: error })
}
