import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { runCommandLine } from '../../agent/cli/run-command-line.js'

/**
 * Runs packline in one project with a home of its own and the configuration that a machine without one has,
 * and shows the command lines.
 */
export class Packline {
  readonly project: string
  readonly home: string
  readonly #environment: Record<string, string | undefined>

  constructor (project: string, home: string) {
    this.project = project
    this.home = home
    // Who runs the demo works at a desk: in CI a layout file would be frozen.
    const here = { CI: '', PACKLINE_HOME: home, PACKLINE_CONFIG: '', XDG_CONFIG_HOME: home }
    this.#environment = { ...process.env, ...here }
  }

  /** The JSON answer of a command in a process of its own, whose time is a user's; `remark` is shown behind its line. */
  runAlone<T> (args: readonly string[], remark = ''): T {
    show(args, remark)
    const output = execFileSync(join(import.meta.dirname, '../packline'), [...args, '--json'], {
      cwd: this.project,
      env: this.#environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 1 << 28
    })
    return JSON.parse(output) as T
  }

  /** What a command says in JSON. In this process: thirty starts would be most of the time of the demo. */
  async run<T> (args: readonly string[], remark = ''): Promise<T> {
    return JSON.parse(await this.say([...args, '--json'], remark)) as T
  }

  /** What a command says. */
  async say (args: readonly string[], remark = ''): Promise<string> {
    show(args.filter(arg => arg !== '--json'), remark)
    const stdout = new PassThrough()
    const said = text(stdout)
    const status = await runCommandLine([...args], {
      cwd: this.project,
      environment: this.#environment,
      signal: new AbortController().signal,
      stdout,
      stderr: process.stderr
    })
    stdout.end()
    if (status !== 0) throw new Error(`"packline ${args.join(' ')}" ended with ${status}`)
    return await said
  }
}

function show (args: readonly string[], remark: string): void {
  process.stderr.write(`$ packline ${args.map(shown).join(' ')}${remark === '' ? '' : `   # ${remark}`}\n`)
}

function shown (argument: string): string {
  return /^[\w./:=-]+$/.test(argument) ? argument : `'${argument}'`
}
