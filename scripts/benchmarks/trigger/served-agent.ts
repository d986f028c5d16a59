import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type LogLine = Record<string, unknown>

/** A real agent in a process of its own, which can be killed and started again over the same home. */
export class ServedAgent {
  readonly home: string
  readonly lines: LogLine[] = []
  readonly #program: readonly string[]
  readonly #configFile: string
  #child: ChildProcess | undefined
  address = ''

  constructor (folder: string, program: readonly string[], config: Record<string, unknown>) {
    this.home = join(folder, 'home')
    this.#program = program
    mkdirSync(this.home, { recursive: true })
    this.#configFile = join(folder, 'agent.json')
    writeFileSync(this.#configFile, JSON.stringify(config))
  }

  /** Resolves when it listens. */
  async start (): Promise<void> {
    const [file = '', ...args] = this.#program
    const child = spawn(file, [...args, 'serve', '--config', this.#configFile, '--listen', '127.0.0.1:0'], {
      env: {
        ...process.env,
        PACKLINE_HOME: this.home,
        PACKLINE_DEVICE_ID: 'bench',
        GIT_CONFIG_GLOBAL: '/dev/null'
      },
      stdio: ['ignore', 'ignore', 'pipe']
    })
    this.#child = child
    let tell = (_: LogLine): void => {}
    const listening = new Promise<LogLine>((resolve, reject) => {
      tell = resolve
      child.on('exit', status => {
        reject(new Error(`the agent ended with ${status}: ${JSON.stringify(this.lines.slice(-3))}`))
      })
    })
    createInterface({ input: child.stderr! }).on('line', text => {
      const line = text.startsWith('{') ? JSON.parse(text) as LogLine : { msg: text }
      this.lines.push(line)
      if (line.msg === 'listening') tell(line)
    })
    this.address = String((await listening).address)
  }

  async kill (): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop (): Promise<void> {
    await this.#end('SIGTERM')
  }

  async #end (signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
}
