import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RepositoryConfig } from '../config/repository-schema.js'
import { hasCode } from '../errors.js'
import { branchMatcher, isSafeBranch } from './branch-name.js'
import { gitEnvironment } from './git-environment.js'
import type { GitAccess } from './git-environment.js'
import { checked, isHash, parseChanges, parseLog, UnreadableLog, type Changes } from './git-log.js'
import { runCommand, runSuccessfully } from './repository-command.js'
import type { CommandResult } from './repository-command.js'
import type { Commit, Heads, RangeOptions, Source } from './source.js'
import { beginReading, SubmodulePaths } from './submodule-paths.js'
import { unreadableRange } from './unreadable-range.js'

interface GitSourceOptions extends GitAccess {
  /** For errors. */
  name: string
  config: Pick<RepositoryConfig, 'url' | 'branches' | 'user' | 'forge'>
  /** Where the bare copy is kept. */
  mirror: string
  /** Whether working copies are made from it, so that it needs every file's content. */
  needsFiles: boolean
}

const attributesFiles = [':(glob)**/.gitattributes']

/** As `git lfs install` says it, which nobody may have run for the user of the agent. */
const lfsFilter = Object
  .entries({
    clean: 'git-lfs clean -- %f',
    smudge: 'git-lfs smudge -- %f',
    process: 'git-lfs filter-process',
    required: 'true'
  })
  .flatMap(([key, value]) => ['-c', `filter.lfs.${key}=${value}`])

/** The newest ones of a range; only the first look at a long history is longer. */
const maxCommits = 20_000

/**
 * A git repository and the bare copy of it that this machine keeps. Every name that git gets is a full ref or
 * a hash, never an option.
 */
export class GitSource implements Source {
  readonly #options: GitSourceOptions
  readonly #isWatched: (branch: string) => boolean
  readonly #environment: Record<string, string | undefined>
  readonly #submodules: SubmodulePaths
  #isPrepared = false

  constructor (options: GitSourceOptions) {
    this.#options = options
    this.#isWatched = branchMatcher(options.config.branches)
    this.#environment = gitEnvironment(options)
    this.#submodules = new SubmodulePaths({
      name: options.name,
      url: options.config.url,
      folder: `${options.mirror}.modules`,
      environment: this.#environment,
      git: async args => await this.#look(args)
    })
  }

  async heads (signal?: AbortSignal): Promise<Heads> {
    const listed = await this.#git(['ls-remote', '--heads', '--', this.#options.config.url], signal)
    return this.#headsIn(listed.toString('utf8'))
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
    return this.#headsIn(listed.toString('utf8'))
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
    return await this.#logged(head, [
      'log',
      '--reverse',
      '--topo-order',
      ...merges,
      '--raw',
      '--no-abbrev',
      '--root',
      '--no-renames',
      '--no-show-signature',
      '--encoding=UTF-8',
      `--max-count=${maxCommits}`,
      '-z',
      '--format=%x00%H%x00%B%x00',
      checked(head),
      ...known.map(each => `^${each}`),
      '--'
    ], signal)
  }

  /** The log is on this disk: what cannot be read now cannot be read later. */
  async #logged (head: string, args: readonly string[], signal?: AbortSignal): Promise<Commit[]> {
    try {
      const text = await this.#git(args, signal)
      const reading = beginReading()
      const commits: Commit[] = []
      for (const { id, message, ...changes } of parseLog(text.toString('utf8').split('\0'))) {
        commits.push({ id, message, paths: await this.#inside(id, changes, reading, signal) })
      }
      return commits
    } catch (error) {
      signal?.throwIfAborted()
      const isUnreadable = error instanceof UnreadableLog || hasCode(error, 'REPOSITORY_COMMAND_FAILED')
      if (!isUnreadable) throw error
      throw unreadableRange(this.#options.name, head, error)
    }
  }

  async paths (from: string, to: string): Promise<string[]> {
    const listed = await this.#git([
      'diff',
      '--raw',
      '--no-abbrev',
      '--no-renames',
      '--ignore-submodules=none',
      '-z',
      checked(from),
      checked(to),
      '--'
    ])
    return await this.#inside(to, parseChanges(listed.toString('utf8').split('\0')), beginReading())
  }

  async readFile (commit: string, path: string): Promise<Buffer | undefined> {
    const { status, stdout } = await this.#look(['cat-file', 'blob', `${checked(commit)}:${path}`])
    return status === 0 ? stdout : undefined
  }

  nameOf (commit: string): string {
    return commit
  }

  async checkOut (
    commit: string,
    folder: string,
    signal: AbortSignal,
    say: (line: string) => void = () => {}
  ): Promise<void> {
    if (!existsSync(join(folder, '.git'))) {
      await this.#git(['worktree', 'prune'])
      await this.#git(['worktree', 'add', '--quiet', '--force', '--detach', folder, checked(commit)], signal)
    }
    // Also mends a working copy that a kill left half made.
    await this.#git(['-C', folder, 'reset', '--quiet', '--hard', checked(commit)], signal)
    // By the repository's own protocol only; what .gitmodules says to run instead git does not run.
    if (existsSync(join(folder, '.gitmodules'))) {
      await this.#git(
        ['-C', folder, 'submodule', '--quiet', 'update', '--init', '--recursive', '--force'],
        signal
      )
    }
    await this.#checkOutLfs(folder, signal, say)
  }

  /** The files themselves in place of Git LFS's pointers, in submodules too. */
  async #checkOutLfs (folder: string, signal: AbortSignal, say: (line: string) => void): Promise<void> {
    const search = ['grep', '--quiet', '--recurse-submodules', '-e', 'filter=lfs', '--', ...attributesFiles]
    if ((await this.#look(['-C', folder, ...search])).status !== 0) return
    if ((await this.#look(['-C', folder, 'lfs', 'version'])).status !== 0) {
      say('git-lfs is not installed on this machine: files under Git LFS stay pointers, which no build takes')
      return
    }
    await this.#git(['-C', folder, ...lfsFilter, 'lfs', 'pull'], signal)
    if (!existsSync(join(folder, '.gitmodules'))) return
    await this.#git(
      ['-C', folder, ...lfsFilter, 'submodule', '--quiet', 'foreach', '--recursive', 'git lfs pull'],
      signal
    )
  }

  /** With what moved inside of submodules in the place of these, where that can be read. */
  async #inside (
    commit: string,
    { paths, links }: Changes,
    reading: ReturnType<typeof beginReading>,
    signal?: AbortSignal
  ): Promise<string[]> {
    if (links.length === 0) return paths
    const found = paths.filter(path => !links.some(link => path === `${link.path}/`))
    for (const link of links) found.push(...await this.#submodules.of(commit, link, reading, signal))
    return found
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

  /** Each line is a hash, a tab and a ref. */
  #headsIn (lines: string): Heads {
    const heads: Heads = { branches: new Map(), refused: [] }
    for (const line of lines.split('\n')) {
      const [id = '', ref = ''] = line.split('\t')
      const branch = ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : ''
      if (branch === '' || !isHash(id) || !this.#isWatched(branch)) continue
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
