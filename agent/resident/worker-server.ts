import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { standIn } from '../config/process-place.js'
import { withSocket, workerName, workersFolder } from './worker-place.js'
import { lineReader, messageIn } from './worker-request.js'
import type { StreamLook, WorkerAnswer, WorkerRefusal, WorkerRequest } from './worker-request.js'
import type { WorkerStatus } from './worker-status.js'

export interface WorkerLimits {
  memoryBytes: number
  ageMs: number
  idleMs: number
}

/** What a run gets from whoever asked for it. */
export interface HandedRun extends Pick<WorkerRequest, 'words' | 'environment' | 'cwd' | 'isJob'> {
  stdout: Writable & StreamLook
  stderr: Writable & StreamLook
  signal: AbortSignal
  onSignal: (listener: (signal: NodeJS.Signals) => void) => () => void
}

export interface WorkerOptions {
  home: string
  project: string
  build: string
  mounts: string
  limits: WorkerLimits
  run: (run: HandedRun) => Promise<number>
  /** Called when the caller has its answer. */
  afterRun?: () => void
  /** The agent that started it is still there. */
  isWanted: () => boolean
  now: () => number
  /** Ages are told by a count that nobody sets; on a machine that sleeps, it sleeps too. */
  steadyMs: () => number
  memoryBytes: () => number
}

/** Why a worker ended: `limit` when another one is to take its place. */
export type WorkerEnd = 'limit' | 'idle' | 'unwanted'

const lookEveryMs = 1000

/** Takes runs of one project, one at a time, until it is too old, too large, idle or unwanted. */
export class WorkerServer {
  readonly #options: WorkerOptions
  readonly #server: Server
  readonly #name: string
  readonly #startedAt: number
  readonly #startedMs: number
  readonly ended: Promise<WorkerEnd>
  #lastRunAt: number
  #lastRunMs: number
  #runs = 0
  #isBusy = false
  #end: WorkerEnd | undefined
  /** Between runs it stands in nobody's way who wants to remove or unmount a folder. */
  #leave = (): void => {}
  #inode = 0n
  #close: (end: WorkerEnd) => void = () => {}

  constructor (options: WorkerOptions) {
    this.#options = options
    this.#name = workerName(options.project)
    this.#startedAt = this.#lastRunAt = options.now()
    this.#startedMs = this.#lastRunMs = options.steadyMs()
    this.#server = createServer(socket => {
      this.#serve(socket)
    })
    this.ended = new Promise(resolve => {
      this.#close = resolve
    })
  }

  /** Takes the place of whoever was there before. */
  async open (): Promise<void> {
    const folder = workersFolder(this.#options.home)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700)
    rmSync(this.#socket, { force: true })
    const umask = process.umask(0o177)
    try {
      await new Promise<void>((resolve, reject) => {
        this.#server.once('error', reject)
        withSocket(this.#options.home, this.#name, path => this.#server.listen(path, resolve))
      })
    } finally {
      process.umask(umask)
    }
    this.#inode = this.#inodeNow()
    this.#tell()
    const timer = setInterval(() => {
      this.#look()
    }, lookEveryMs)
    this.ended.then(() => {
      clearInterval(timer)
      if (this.#inodeNow() === this.#inode) {
        rmSync(this.#socket, { force: true })
        rmSync(this.#statusFile, { force: true })
      }
      this.#server.close()
    }, () => {})
  }

  /** Ends when the run that goes on has. */
  stop (end: WorkerEnd): void {
    this.#end ??= end
    if (!this.#isBusy) this.#close(this.#end)
  }

  get #socket (): string {
    return join(workersFolder(this.#options.home), `${this.#name}.sock`)
  }

  get #statusFile (): string {
    return join(workersFolder(this.#options.home), `${this.#name}.json`)
  }

  #inodeNow (): bigint {
    return statSync(this.#socket, { bigint: true, throwIfNoEntry: false })?.ino ?? 0n
  }

  #look (): void {
    const { limits, isWanted, steadyMs, memoryBytes } = this.#options
    const nowMs = steadyMs()
    if (!isWanted() || this.#inodeNow() !== this.#inode) this.stop('unwanted')
    else if (nowMs - this.#startedMs > limits.ageMs || memoryBytes() > limits.memoryBytes) this.stop('limit')
    else if (!this.#isBusy && nowMs - this.#lastRunMs > limits.idleMs) this.stop('idle')
  }

  #serve (socket: Socket): void {
    const answer = (words: WorkerAnswer): void => {
      if (socket.writable) socket.write(`${JSON.stringify(words)}\n`)
    }
    const interrupt = new AbortController()
    const listeners = new Set<(signal: NodeJS.Signals) => void>()
    const receive = (signal: NodeJS.Signals): void => {
      interrupt.abort()
      for (const listen of listeners) listen(signal)
    }
    const begin = (request: WorkerRequest): void => {
      const refused = this.#refusal(request)
      if (refused !== undefined) {
        answer({ refused })
        socket.end()
        return
      }
      answer({ taken: true })
      this
        .#run(request, answer, {
          signal: interrupt.signal,
          onSignal: listener => {
            listeners.add(listener)
            return () => listeners.delete(listener)
          }
        })
        .then(exit => {
          answer({ exit })
          socket.end()
          setImmediate(() => {
            this.#options.afterRun?.()
          })
        }, (error: unknown) => {
          // As an uncaught one of a process: the caller does the work itself.
          socket.destroy()
          throw error
        })
    }
    let isBegun = false
    socket.on('error', () => {})
    socket.on('close', () => {
      receive('SIGHUP')
    })
    socket.on(
      'data',
      lineReader(line => {
        const message = messageIn<WorkerRequest & { signal?: NodeJS.Signals }>(line)
        if (message === undefined) socket.destroy()
        else if (message.signal !== undefined) receive(message.signal)
        else if (!isBegun) begin(message)
        isBegun = true
      })
    )
  }

  /** Also takes over the folder and the umask of the caller, until the run has ended. */
  #refusal ({ build, mounts, cwd, umask }: WorkerRequest): WorkerRefusal | undefined {
    if (this.#end !== undefined) return 'ending'
    if (this.#isBusy) return 'busy'
    if (build !== this.#options.build) return 'other-build'
    if (mounts !== this.#options.mounts) return 'other-mounts'
    try {
      this.#leave = standIn(cwd, umask)
      return undefined
    } catch {
      return 'no-folder'
    }
  }

  async #run (
    { words, environment, cwd, isJob, stdout, stderr }: WorkerRequest,
    answer: (words: WorkerAnswer) => void,
    signals: Pick<HandedRun, 'signal' | 'onSignal'>
  ): Promise<number> {
    this.#isBusy = true
    try {
      return await this.#options.run({
        words,
        environment,
        cwd,
        ...isJob !== undefined && { isJob },
        stdout: sink(stdout, text => {
          answer({ stdout: text })
        }),
        stderr: sink(stderr, text => {
          answer({ stderr: text })
        }),
        ...signals
      })
    } finally {
      this.#isBusy = false
      this.#leave()
      this.#runs++
      this.#lastRunAt = this.#options.now()
      this.#lastRunMs = this.#options.steadyMs()
      this.#tell()
      this.#look()
      if (this.#end !== undefined) this.#close(this.#end)
    }
  }

  /** For the agent, `packline doctor` and whoever else asks. */
  #tell (): void {
    const { project, build, memoryBytes } = this.#options
    const status: WorkerStatus = {
      pid: process.pid,
      project,
      build,
      startedAt: this.#startedAt,
      lastRunAt: this.#lastRunAt,
      runs: this.#runs,
      memoryBytes: memoryBytes()
    }
    try {
      writeFileSync(this.#statusFile, JSON.stringify(status), { mode: 0o600 })
    } catch {
      // A disk that takes nothing is the next run's to tell.
    }
  }
}

function sink (look: StreamLook, write: (text: string) => void): Writable & StreamLook {
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      write(String(chunk))
      done()
    }
  })
  return Object.assign(stream, look)
}
