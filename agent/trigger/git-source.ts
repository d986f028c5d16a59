import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RepositoryConfig } from '../config/repository-schema.js'
import { branchMatcher, isSafeBranch } from './branch-name.js'
import { runCommand, runSuccessfully } from './repository-command.js'
import type { CommandResult } from './repository-command.js'
import type { Commit, Heads, RangeOptions, Source } from './source.js'

export interface GitSourceOptions {
  /** For errors. */
  name: string
  config: Pick<RepositoryConfig, 'url' | 'branches' | 'user' | 'forge'>
  /** Where the bare copy is kept. */
  mirror: string
  /** Whether working copies are made from it, so that it needs every file's content. */
  needsFiles: boolean
  token?: string
  environment: Readonly<Record<string, string | undefined>>
}

const tokenUsers: Partial<Record<RepositoryConfig['forge'], string>> = { github: 'x-access-token' }
/** The newest ones of a range; only the first look at a long history is longer. */
const maxCommits = 20_000
const hash = /^[0-9a-f]{40}([0-9a-f]{24})?$/

/**
 * A git repository and the bare copy of it that this machine keeps. Every name that git gets is a full ref or
 * a hash, never an option.
 */
export class GitSource implements Source {
  readonly #options: GitSourceOptions
  readonly #isWatched: (branch: string) => boolean
  readonly #environment: Record<string, string | undefined>
  #isPrepared = false

  constructor (options: GitSourceOptions) {
    this.#options = options
    this.#isWatched = branchMatcher(options.config.branches)
    this.#environment = gitEnvironment(options)
  }

  async heads (signal?: AbortSignal): Promise<Heads> {
    const listed = await this.#git(['ls-remote', '--heads', '--', this.#options.config.url], signal)
    return this.#headsIn(
      listed.toString('utf8').split('\n').map(line => line.split('\t') as [string, string])
    )
  }

  async fetch (signal?: AbortSignal): Promise<Heads> {
    await this.#prepare()
    const filter = this.#options.needsFiles ? [] : ['--filter=blob:none']
    await this.#git([
      'fetch',
      '--quiet',
      '--force',
      '--prune',
      '--no-tags',
      '--no-write-fetch-head',
      '--no-recurse-submodules',
      ...filter,
      'origin',
      '+refs/heads/*:refs/heads/*'
    ], signal)
    const listed = await this.#git(['for-each-ref', '--format=%(objectname)\t%(refname)', 'refs/heads/'])
    return this.#headsIn(
      listed.toString('utf8').split('\n').map(line => line.split('\t') as [string, string])
    )
  }

  async isInPast (commit: string, head: string): Promise<boolean> {
    // Status 1 says no; 128 that one of them is gone, as after a force push and a cleaning.
    return (await this.#look(['merge-base', '--is-ancestor', checked(commit), checked(head)])).status === 0
  }

  async commits (
    since: readonly string[],
    head: string,
    { isMainLine, signal }: RangeOptions
  ): Promise<Commit[]> {
    const known = await this.#existing(since)
    const merges = isMainLine ? ['--first-parent', '--diff-merges=first-parent'] : ['--diff-merges=combined']
    // A rename is two files here: rules ask for both names, and finding renames would need the files'
    // content.
    const text = await this.#git([
      'log',
      '--reverse',
      '--topo-order',
      ...merges,
      '--name-only',
      '--no-renames',
      `--max-count=${maxCommits}`,
      '-z',
      '--format=%x00%H%x00%B%x00',
      checked(head),
      ...known.map(each => `^${each}`),
      '--'
    ], signal)
    return parseLog(text.toString('utf8').split('\0'))
  }

  async paths (from: string, to: string): Promise<string[]> {
    const listed = await this.#git([
      'diff',
      '--name-only',
      '--no-renames',
      '-z',
      checked(from),
      checked(to),
      '--'
    ])
    return listed.toString('utf8').split('\0').filter(path => path !== '')
  }

  async readFile (commit: string, path: string): Promise<Buffer | undefined> {
    const { status, stdout } = await this.#look(['cat-file', 'blob', `${checked(commit)}:${path}`])
    return status === 0 ? stdout : undefined
  }

  nameOf (commit: string): string {
    return commit
  }

  async checkOut (commit: string, folder: string, signal: AbortSignal): Promise<void> {
    if (!existsSync(join(folder, '.git'))) {
      await this.#git(['worktree', 'prune'])
      await this.#git(['worktree', 'add', '--quiet', '--force', '--detach', folder, checked(commit)], signal)
    }
    // Also mends a working copy that a kill left half made.
    await this.#git(['-C', folder, 'reset', '--quiet', '--hard', checked(commit)], signal)
  }

  async #prepare (): Promise<void> {
    if (this.#isPrepared) return
    const { mirror, config } = this.#options
    if (!existsSync(join(mirror, 'HEAD'))) {
      mkdirSync(mirror, { recursive: true })
      await runSuccessfully({
        what: this.#options.name,
        program: 'git',
        args: ['init', '--quiet', '--bare', '--template=', '--', mirror],
        environment: this.#environment
      })
    }
    // Set each time: a kill may have come between the steps, and the address may have changed.
    for (
      const [key, value] of Object.entries({
        'remote.origin.url': config.url,
        'core.hooksPath': '/dev/null',
        'core.logAllRefUpdates': 'false',
        'core.quotePath': 'false'
      })
    ) {
      await this.#git(['config', '--replace-all', key, value])
    }
    this.#isPrepared = true
  }

  async #existing (commits: readonly string[]): Promise<string[]> {
    const found = await Promise.all(
      commits.map(async each =>
        (await this.#look(['cat-file', '-e', `${checked(each)}^{commit}`])).status === 0
      )
    )
    return commits.filter((_, index) => found[index])
  }

  #headsIn (rows: ReadonlyArray<[string, string]>): Heads {
    const heads: Heads = { branches: new Map(), refused: [] }
    for (const [id, ref] of rows) {
      const branch = ref?.startsWith('refs/heads/') === true ? ref.slice('refs/heads/'.length) : ''
      if (branch === '' || !hash.test(id) || !this.#isWatched(branch)) continue
      if (isSafeBranch(branch)) heads.branches.set(branch, id)
      else heads.refused.push(branch)
    }
    return heads
  }

  async #git (args: readonly string[], signal?: AbortSignal): Promise<Buffer> {
    return await runSuccessfully(this.#run(args, signal))
  }

  async #look (args: readonly string[]): Promise<CommandResult> {
    return await runCommand(this.#run(args))
  }

  #run (args: readonly string[], signal?: AbortSignal): Parameters<typeof runCommand>[0] {
    const { name, mirror } = this.#options
    const needsMirror = args[0] !== 'ls-remote'
    return {
      what: name,
      program: 'git',
      args: needsMirror && args[0] !== '-C' ? [`--git-dir=${mirror}`, ...args] : args,
      environment: this.#environment,
      signal
    }
  }
}

/** Hash, message, and the paths up to an empty token; the first path comes after a line break. */
function parseLog (tokens: readonly string[]): Commit[] {
  const commits: Commit[] = []
  let at = 0
  while (at < tokens.length) {
    if (tokens[at] === '') {
      at++
      continue
    }
    const [id = '', message = '', separator, first] = tokens.slice(at, at + 4)
    const commit: Commit = { id: checked(id), message: message.trim(), paths: [] }
    commits.push(commit)
    at += 2
    if (separator === '' && first?.startsWith('\n') === true) {
      for (at++; at < tokens.length && tokens[at] !== ''; at++) {
        commit.paths.push(commit.paths.length === 0 ? tokens[at]!.slice(1) : tokens[at]!)
      }
    }
  }
  return commits
}

/**
 * The token goes by the environment, where other users of the machine do not see it; only the configured kind
 * of address is followed.
 */
function gitEnvironment (
  { config, token, environment }: GitSourceOptions
): Record<string, string | undefined> {
  const scheme = /^([a-z+]+):\/\//.exec(config.url)?.[1] ?? 'ssh'
  const user = config.user ?? tokenUsers[config.forge] ?? 'oauth2'
  const settings: Array<[string, string]> = [
    ['core.fsmonitor', 'false'],
    ['http.followRedirects', 'false'],
    ...token !== undefined && /^https?$/.test(scheme)
      ? [
        [
          `http.${config.url}.extraHeader`,
          `Authorization: Basic ${
            Buffer
              .from(`${user}:${token}`)
              .toString('base64')
          }`
        ] as [string, string]
      ]
      : []
  ]
  return {
    ...environment,
    GIT_ALLOW_PROTOCOL: scheme,
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_SSH_COMMAND: environment.GIT_SSH_COMMAND ?? 'ssh -o BatchMode=yes',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap((
        [key, value],
        index
      ) => [[`GIT_CONFIG_KEY_${index}`, key], [`GIT_CONFIG_VALUE_${index}`, value]])
    )
  }
}

/** A revision is a hash and nothing else, so that none can be read as an option or a range. */
function checked (commit: string): string {
  if (!hash.test(commit)) throw new TypeError(`"${commit}" is no commit`)
  return commit
}
