import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RepositoryConfig } from '../config/repository-schema.js'
import { hasCode } from '../errors.js'
import { branchMatcher, isSafeBranch } from './branch-name.js'
import { checkOutWorkingCopy } from './git-checkout.js'
import { gitEnvironment } from './git-environment.js'
import type { GitAccess } from './git-environment.js'
import { checked, isHash, parseChanges, parseLog, UnreadableLog, type Changes } from './git-log.js'
import { LastResults } from './last-results.js'
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

/** The newest ones of a range; only the first look at a long history is longer. */
const maxCommits = 20_000
/** Between two times that git may tidy the copy up: asking whether it has to starts two processes. */
const fetchesPerTidying = 50
/** What a look has read is asked again when its batch begins, and for its statuses. */
const kept = { commitLists: 4, paths: 2000, files: 4, fileBytes: 65_536, pasts: 8 }

/** `isFinal`: nothing of it hangs on a server that may not have answered. */
interface Range {
  commits: Commit[]
  isFinal: boolean
}

/**
 * A git repository and the bare copy of it that this machine keeps. Every name that git gets is a full ref or
 * a hash, never an option.
 */
export class GitSource implements Source {
  readonly #options: GitSourceOptions
  readonly #isWatched: (branch: string) => boolean
  readonly #environment: Record<string, string | undefined>
  readonly #submodules: SubmodulePaths
  readonly #ranges = new LastResults<Range>(kept.commitLists)
  readonly #files = new LastResults<Buffer | undefined>(kept.files)
  readonly #pasts = new LastResults<boolean>(kept.pasts)
  #isPrepared = false
  #fetches = 0

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
    const tidying = this.#fetches++ % fetchesPerTidying === 0 ? [] : ['--no-auto-gc']
    const filter = this.#options.needsFiles ? [] : ['--filter=blob:none']
    await this.#git([
      'fetch',
      '--quiet',
      '--force',
      '--prune',
      '--no-tags',
      '--no-write-fetch-head',
      '--no-recurse-submodules',
      ...tidying,
      ...filter,
      'origin',
      '+refs/heads/*:refs/heads/*'
    ], signal)
    const listed = await this.#git(['for-each-ref', '--format=%(objectname)\t%(refname)', 'refs/heads/'])
    return this.#headsIn(listed.toString('utf8'))
  }

  async isInPast (commit: string, head: string): Promise<boolean> {
    const ask = ['merge-base', '--is-ancestor', checked(commit), checked(head)]
    // Status 1 says no; 128 that one of them is gone, as after a force push and a cleaning.
    const isIn = async (): Promise<boolean> => (await this.#look(ask)).status === 0
    return await this.#pasts.of(`${commit} ${head}`, isIn, found => found)
  }

  async commits (
    since: readonly string[],
    head: string,
    { isMainLine, signal }: RangeOptions
  ): Promise<Commit[]> {
    const { commits } = await this.#ranges.of(
      `${isMainLine} ${head} ${since.join(' ')}`,
      async () => await this.#range(since, head, isMainLine, signal),
      ({ commits, isFinal }) =>
        isFinal && commits.reduce((sum, { paths }) => sum + 1 + paths.length, 0) <= kept.paths
    )
    return commits
  }

  /** The log is on this disk: what cannot be read now cannot be read later. */
  async #range (
    since: readonly string[],
    head: string,
    isMainLine: boolean,
    signal: AbortSignal | undefined
  ): Promise<Range> {
    try {
      const text = await this.#log(since, head, isMainLine, signal)
      const reading = beginReading()
      const range: Range = { commits: [], isFinal: true }
      for (const { id, message, ...changes } of parseLog(text.toString('utf8').split('\0'))) {
        if (changes.links.length > 0) range.isFinal = false
        range.commits.push({ id, message, paths: await this.#inside(id, changes, reading, signal) })
      }
      return range
    } catch (error) {
      signal?.throwIfAborted()
      const isUnreadable = error instanceof UnreadableLog || hasCode(error, 'REPOSITORY_COMMAND_FAILED')
      if (!isUnreadable) throw error
      throw unreadableRange(this.#options.name, head, error)
    }
  }

  async #log (
    since: readonly string[],
    head: string,
    isMainLine: boolean,
    signal: AbortSignal | undefined
  ): Promise<Buffer> {
    const merges = isMainLine ? ['--first-parent', '--diff-merges=first-parent'] : ['--diff-merges=combined']
    // A rename is two files here: rules ask for both names, and finding renames would need the files'
    // content.
    const withoutPast = (past: readonly string[]): string[] => [
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
      ...past.map(each => `^${checked(each)}`),
      '--'
    ]
    const { status, stdout } = await runCommand(this.#run(withoutPast(since), signal))
    if (status === 0) return stdout
    // One of them may be gone, as after a force push and a cleaning. Asking first costs processes.
    return await this.#git(withoutPast(await this.#existing(since)), signal)
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
    return await this.#files.of(
      `${commit} ${path}`,
      async () => await this.#readFile(commit, path),
      bytes => bytes === undefined || bytes.length <= kept.fileBytes
    )
  }

  async #readFile (commit: string, path: string): Promise<Buffer | undefined> {
    const ask = ['cat-file', 'blob', `${checked(commit)}:${path}`]
    const { status, stdout } = await this.#look(ask)
    if (status === 0) return stdout
    // The copy holds names without content, which is fetched when asked for, and may not be had just now.
    const named = await this.#look(['ls-tree', '-z', commit, '--', path])
    return named.status === 0 && / blob /.test(named.stdout.toString('latin1'))
      ? await this.#git(ask)
      : undefined
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
    await checkOutWorkingCopy({
      git: async (args, ended) => await this.#git(args, ended),
      look: async args => await this.#look(args),
      commit,
      folder,
      signal,
      say
    })
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
    await this.#git(['config', '--replace-all', 'remote.origin.url', config.url])
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
