import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Test } from 'tap'

const root = join(import.meta.dirname, '../..')

/** Builds packline once, so that processes start at once. */
export function buildPackline (): void {
  execFileSync(join(root, 'scripts/packline'), ['--version'], { stdio: ['ignore', 'ignore', 'inherit'] })
}

export interface Ended {
  status: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/**
 * A machine with a home, a configuration and workspaces of its own, whose agent and commands are real
 * processes.
 */
export class Machine {
  readonly folder: string
  readonly environment: NodeJS.ProcessEnv
  readonly #children = new Set<ChildProcess>()

  constructor (t: Test, config: Record<string, unknown> = {}) {
    this.folder = mkdtempSync(join(tmpdir(), 'packline-machine-'))
    mkdirSync(join(this.folder, 'work'))
    this.environment = {
      ...process.env,
      PACKLINE_HOME: join(this.folder, 'home'),
      PACKLINE_CONFIG: join(this.folder, 'agent.json'),
      PACKLINE_LANG: 'en',
      PACKLINE_JOB_KEY: '',
      PACKLINE_AGENT: ''
    }
    this.configure(config)
    t.teardown(async () => {
      for (const child of this.#children) {
        child.kill('SIGKILL')
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      }
      // Jobs outlive their agent, and may write for a moment.
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    })
  }

  configure (config: Record<string, unknown>): void {
    writeFileSync(
      join(this.folder, 'agent.json'),
      JSON.stringify({
        device: 'test',
        listen: '127.0.0.1:0',
        workspaces: [join(this.folder, 'work')],
        // Builds after the first are jobs too.
        resident: { projects: 0 },
        ...config
      })
    )
  }

  /** A game that takes seconds to build for the first time. */
  addGame (name = 'game'): string {
    const game = join(this.folder, 'work', name)
    cpSync(join(root, 'resources/sample-game'), game, {
      recursive: true,
      filter: source => !/\/(?:build|\.packline)$/.test(source)
    })
    return game
  }

  start (
    words: string[],
    options: { cwd?: string, environment?: NodeJS.ProcessEnv } = {}
  ): { child: ChildProcess, ended: Promise<Ended> } {
    const child = spawn(process.execPath, [join(root, 'dist/start.cjs'), ...words], {
      cwd: options.cwd ?? this.folder,
      env: { ...this.environment, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    this.#children.add(child)
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    return {
      child,
      ended: new Promise((resolve, reject) => {
        child.once('error', reject).once('close', (status, signal) => {
          resolve({ status, signal, stdout, stderr })
        })
      })
    }
  }

  async run (words: string[], options: Parameters<Machine['start']>[1] = {}): Promise<Ended> {
    return await this.start(words, options).ended
  }

  /** Starts the agent and waits until it listens. */
  async serve (): Promise<{ child: ChildProcess, address: string, ended: Promise<Ended> }> {
    const { child, ended } = this.start(['serve'])
    const address = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stderr! }).on('line', line => {
        // Node itself may warn there, in words.
        if (!line.startsWith('{')) {
          process.stderr.write(`the agent says: ${line}\n`)
          return
        }
        const { address } = JSON.parse(line) as { address?: string }
        if (address !== undefined) resolve(address)
      })
      ended.then(({ stderr }) => {
        reject(new Error(`the agent ended: ${stderr}`))
      }, reject)
    })
    return { child, address, ended }
  }
}
