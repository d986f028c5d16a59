import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TcpRelay } from '../../test/support/tcp-relay.js'

const agentFile = join(import.meta.dirname, 'chaos-agent.mjs')

/** A device: its agent, started again when it dies, behind a relay to each server. */
export class ChaosDevice extends EventEmitter<{ ready: [], error: [Error] }> {
  readonly name: string
  readonly relays: readonly TcpRelay[]
  readonly #settings: string
  readonly #log: number
  #isLeft = false
  #wasReady = false
  agent: ChildProcess
  guard: number | undefined
  /** One fault at a time: agent and guard both stopped for long is not promised to be survived. */
  isBusy = false
  ended: Promise<unknown> = Promise.resolve()

  constructor (name: string, relays: readonly TcpRelay[], settings: object, log: number) {
    super()
    this.name = name
    this.relays = relays
    this.#settings = JSON.stringify({
      ...settings,
      device: name,
      servers: relays.map(relay => relay.address).join(',')
    })
    this.#log = log
    this.agent = this.#launch()
  }

  /** The agent is not started again, and is ended. */
  async leave (): Promise<void> {
    this.#isLeft = true
    this.agent.kill('SIGKILL')
    await Promise.all(this.relays.map(async relay => {
      await relay.close()
    }))
  }

  #launch (): ChildProcess {
    const agent = spawn(process.execPath, [agentFile, this.#settings], { stdio: ['pipe', 'pipe', this.#log] })
    const { stdin, stdout } = agent
    if (stdin === null || stdout === null) throw new Error('the agent has no pipes')
    stdin.on('error', () => {})
    createInterface({ input: stdout }).on('line', line => {
      const [word, pid] = line.split(' ')
      if (word !== 'ready') this.guard = Number(pid)
      else {
        this.#wasReady = true
        this.emit('ready')
      }
    })
    this.ended = once(agent, 'exit').then(async ([code]) => {
      if (code === 0 || this.#isLeft) return
      // Nobody killed it: it cannot start, and would not the next time.
      if (typeof code === 'number' && !this.#wasReady) {
        this.emit('error', new Error(`${this.name}: the agent ended with ${code} before it was ready`))
        return
      }
      this.agent = this.#launch()
      await this.ended
    })
    return agent
  }
}

export interface ToolProcess {
  pid: number
  device: string
}

/** The tools that run now, of this run. */
export function runningTools (folder: string): ToolProcess[] {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 64 << 20 })
    .split('\n')
    .map(line => line.trim().split(/\s+/))
  return list.flatMap(([pid, ...args]) => {
    const script = args.findIndex(each => each.endsWith('chaos-tool.mjs'))
    // Not the shell that starts it, nor one that watches over it.
    const isTool = script === 1 && args[script + 1]?.startsWith(folder) === true &&
      args[script + 7] !== 'detached'
    return isTool ? [{ pid: Number(pid), device: args[script + 2] ?? '' }] : []
  })
}
