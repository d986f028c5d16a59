import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

/** The environment that tests give to git and svn: none of the developer's settings. */
export const plainEnvironment: Record<string, string | undefined> = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@example',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@example'
}

export interface FastCommit {
  message: string
  files?: Record<string, string | null>
  /** Submodules: path to commit. */
  links?: Record<string, string>
  branch?: string
  from?: string
  merge?: string
}

/** A bare repository on this disk that commits are imported into. */
export class TestRepository {
  readonly url: string
  readonly folder: string

  constructor (folder: string) {
    this.folder = folder
    this.url = `file://${folder}`
    mkdirSync(folder, { recursive: true })
    this.git('init', '--quiet', '--bare', '--initial-branch=main', '.')
    this.git('config', 'uploadpack.allowFilter', 'true')
  }

  git (...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.folder,
      env: plainEnvironment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe']
    })
      .trim()
  }

  /**
   * Adds commits on top of their branches in one process, thousands in a second, and returns the last one.
   */
  commit (...commits: FastCommit[]): string {
    const started = new Set<string>()
    const lines = commits.map(({ message, files = {}, links = {}, branch = 'main', from, merge }, index) => {
      const ref = `refs/heads/${branch}`
      const base = from ?? (started.has(ref) ? undefined : this.head(branch))
      started.add(ref)
      return [
        `commit ${ref}\nmark :${index + 1}\ncommitter Ann <ann@example> ${1_700_000_000 + index} +0000\n${
          data(message)
        }`,
        base === undefined ? '' : `from ${base}\n`,
        merge === undefined ? '' : `merge ${merge}\n`,
        ...Object.entries(files).map(([path, content]) =>
          content === null
            ? `D ${JSON.stringify(path)}\n`
            : `M 100644 inline ${quoted(path)}\n${data(content)}`
        ),
        ...Object.entries(links).map(([path, commit]) => `M 160000 ${commit} ${quoted(path)}\n`)
      ]
        .join('')
    })
    const { status, stderr } = spawnSync('git', ['fast-import', '--quiet', '--force'], {
      cwd: this.folder,
      env: plainEnvironment,
      input: `${lines.join('\n')}\n`,
      encoding: 'utf8'
    })
    if (status !== 0) throw new Error(stderr)
    return this.head(commits.at(-1)?.branch ?? 'main')!
  }

  head (branch = 'main'): string | undefined {
    const { status, stdout } = spawnSync(
      'git',
      ['rev-parse', '--quiet', '--verify', `refs/heads/${branch}`],
      { cwd: this.folder, env: plainEnvironment, encoding: 'utf8' }
    )
    return status === 0 ? stdout.trim() : undefined
  }
}

/** Why svn cannot be tested here, or false when it can. */
export function whyNoSvn (): string | false {
  return spawnSync('svnadmin', ['--version']).error === undefined
    ? false
    : 'Subversion is needed (Debian: subversion)'
}

function data (text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}

function quoted (path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`
}
