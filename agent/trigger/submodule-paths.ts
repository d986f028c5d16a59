import { hash } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LinkChange } from './source.js'
import { checked, isHash, parseChanges } from './git-log.js'
import { runCommand, type CommandResult } from './repository-command.js'

interface SubmoduleOptions {
  /** For errors. */
  name: string
  /** Address of the repository that holds the submodules. */
  url: string
  /** Where bare copies of submodules are kept. */
  folder: string
  /** git over the repository that holds them. */
  git: (args: readonly string[]) => Promise<CommandResult>
  /** As for that repository: the same kind of address only. */
  environment: Readonly<Record<string, string | undefined>>
}

const fetchMs = 60_000
const mostRead = 50

interface SubmoduleReading {
  left: number
  unreachable: Set<string>
}

export function beginReading (): SubmoduleReading {
  return { left: mostRead, unreachable: new Set() }
}

/** What changed inside a submodule that moved, where its own repository can be read. */
export class SubmodulePaths {
  readonly #options: SubmoduleOptions

  constructor (options: SubmoduleOptions) {
    this.#options = options
  }

  /**
   * The paths as the outer repository sees them; the whole folder where the range cannot be had. `reading` is
   * of one look: a server that does not answer is asked once, and a thousand bumps are not read one by one.
   */
  async of (
    commit: string,
    link: LinkChange,
    reading: SubmoduleReading,
    signal?: AbortSignal
  ): Promise<string[]> {
    const whole = [`${link.path}/`]
    if (!isHash(link.from) || !isHash(link.to) || reading.left <= 0) return whole
    reading.left--
    try {
      const url = await this.#urlOf(commit, link.path)
      if (url === undefined || reading.unreachable.has(url)) return whole
      const paths = await this.#changesOf(url, link, signal)
      if (paths === undefined) reading.unreachable.add(url)
      return paths?.map(each => `${link.path}/${each}`) ?? whole
    } catch {
      signal?.throwIfAborted()
      return whole
    }
  }

  /** Undefined where the repository lacks one of the commits, or cannot be read. */
  async #changesOf (
    url: string,
    { from, to }: LinkChange,
    signal?: AbortSignal
  ): Promise<string[] | undefined> {
    const mirror = join(this.#options.folder, `${hash('sha256', url).slice(0, 32)}.git`)
    if (!existsSync(join(mirror, 'HEAD'))) {
      mkdirSync(mirror, { recursive: true })
      await this.#run(['init', '--quiet', '--bare', '--template=', '--', mirror])
    }
    const git = async (...args: string[]): Promise<CommandResult> =>
      await this.#run([`--git-dir=${mirror}`, ...args], signal)
    const hasBoth = async (): Promise<boolean> =>
      (await git('cat-file', '-e', `${checked(from)}^{commit}`)).status === 0 &&
      (await git('cat-file', '-e', `${checked(to)}^{commit}`)).status === 0
    // What no branch holds any more is asked for by itself, which some servers refuse.
    for (const wanted of [['+refs/heads/*:refs/heads/*'], [from, to]]) {
      if (await hasBoth()) break
      const fetch = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--filter=blob:none']
      await git(...fetch, '--no-recurse-submodules', '--', url, ...wanted)
    }
    const { status, stdout } = await git('diff', '--raw', '--no-renames', '--no-abbrev', '-z', from, to, '--')
    return status === 0 ? parseChanges(stdout.toString('utf8').split('\0')).paths : undefined
  }

  /** As .gitmodules of that commit has it, which may say nothing of a submodule. */
  async #urlOf (commit: string, path: string): Promise<string | undefined> {
    const blob = `${checked(commit)}:.gitmodules`
    const pattern = '^submodule\\..*\\.(path|url)$'
    const { status, stdout } = await this.#options.git([
      'config',
      '--blob',
      blob,
      '-z',
      '--get-regexp',
      pattern
    ])
    if (status !== 0) return undefined
    const settings = new Map(
      stdout.toString('utf8').split('\0').map(entry => {
        const end = entry.indexOf('\n')
        return [entry.slice(0, end), entry.slice(end + 1)]
      })
    )
    const [key] = [...settings].find(([key, value]) => key.endsWith('.path') && value === path) ?? []
    const url = key === undefined ? undefined : settings.get(`${key.slice(0, -'path'.length)}url`)
    return url === undefined ? undefined : submoduleUrl(this.#options.url, url)
  }

  async #run (args: readonly string[], signal?: AbortSignal): Promise<CommandResult> {
    const { name, environment } = this.#options
    return await runCommand({ what: name, program: 'git', args, environment, signal, timeoutMs: fetchMs })
  }
}

/** git-submodule(1): what begins with ./ or ../ is meant from the address of the repository around it. */
export function submoduleUrl (around: string, url: string): string {
  let base = around.replace(/\/+$/, '')
  let rest = url
  let separator = '/'
  for (let step = /^\.\.?\//.exec(rest)?.[0]; step !== undefined; step = /^\.\.?\//.exec(rest)?.[0]) {
    rest = rest.slice(step.length)
    if (step === './') continue
    const cut = Math.max(base.lastIndexOf('/'), base.lastIndexOf(':'))
    separator = base[cut] ?? '/'
    base = base.slice(0, Math.max(0, cut))
  }
  return rest === url ? url : `${base}${separator}${rest}`
}
