import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * Runs packline in one project with a home of its own and the configuration that a machine without one has,
 * and shows the command lines.
 */
export class Packline {
  readonly project: string
  readonly home: string

  constructor (project: string, home: string) {
    this.project = project
    this.home = home
  }

  /** The JSON answer of a command; `remark` is shown behind its line. */
  run<T> (args: readonly string[], remark = ''): T {
    process.stderr.write(`$ packline ${args.map(shown).join(' ')}${remark === '' ? '' : `   # ${remark}`}\n`)
    const output = execFileSync(join(import.meta.dirname, '../packline'), [...args, '--json'], {
      cwd: this.project,
      // Who runs the demo works at a desk: in CI a layout file would be frozen.
      env: {
        ...process.env,
        CI: '',
        PACKLINE_HOME: this.home,
        PACKLINE_CONFIG: '',
        XDG_CONFIG_HOME: this.home
      },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 1 << 28
    })
    return JSON.parse(output) as T
  }
}

function shown (argument: string): string {
  return /^[\w./:=-]+$/.test(argument) ? argument : `'${argument}'`
}
