import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { runCommandLine } from '../run-command-line.js'

export interface Answer { status: number, stdout: string, stderr: string, json: () => any }

export interface ProjectHere {
  folder: string
  home: string
  /** Runs a command line of packline in this process, as ann. */
  packline: (...argv: string[]) => Promise<Answer>
  write: (files: Record<string, string | Uint8Array>) => void
}

/** A project in `folder` with a packline home beside it; `home` may be another project's, as of one machine, or one farm. */
export function projectHere (folder: string, document: object, home = join(folder, '.home')): ProjectHere {
  const environment = { PATH: process.env.PATH ?? '', PACKLINE_HOME: home, PACKLINE_CONFIG: join(folder, 'agent.json'), PACKLINE_LANG: 'en', BUILD_USER_ID: 'ann' }
  const write = (files: Record<string, string | Uint8Array>): void => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
    }
  }
  write({ 'agent.json': '{}', 'packline.json': JSON.stringify(document) })
  return {
    folder,
    home,
    write,
    packline: async (...argv) => {
      const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
      const status = await runCommandLine(argv, { environment, cwd: folder, signal: new AbortController().signal, stdin, stdout, stderr })
      stdout.end()
      stderr.end()
      const [out, err] = [await text(stdout), await text(stderr)]
      return { status, stdout: out, stderr: err, json: () => JSON.parse(out) }
    }
  }
}
