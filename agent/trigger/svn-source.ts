import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pLimit from 'p-limit'
import type { RepositoryConfig } from '../config/repository-schema.js'
import { PacklineError } from '../errors.js'
import { isSafeBranch } from './branch-name.js'
import { XmlError } from '../formats/xml-error.js'
import { runCommand, runSuccessfully } from './repository-command.js'
import type { CommandRun } from './repository-command.js'
import type { Commit, Heads, RangeOptions, Source } from './source.js'
import { readSvnLog, readSvnSummary } from './svn-xml.js'
import { unreadableRange } from './unreadable-range.js'
import { ReasonError } from '../error-text.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface SvnSourceOptions {
  name: string
  config: Pick<RepositoryConfig, 'url' | 'branches' | 'user'>
  token?: string
  environment: Readonly<Record<string, string | undefined>>
}

const revision = /^\d{1,10}$/
const maxCommits = 20_000
/** Questions to the server at one time. */
const askedAtOnce = 4
// E170000, E200009: no such path; E160013: not in that revision. Everything else is a server that cannot be
// asked.
const notThere = /E(170000|200009|160013|195012)/

/**
 * Folders of a Subversion server, each of them a branch whose commits are revisions. Nothing is kept here but
 * working copies.
 */
export class SvnSource implements Source {
  readonly #options: SvnSourceOptions
  readonly #urls: Map<string, string>

  constructor (options: SvnSourceOptions) {
    this.#options = options
    const base = options.config.url.replace(/\/+$/, '')
    this.#urls = new Map(
      options.config.branches.map(branch => [
        branch,
        `${base}/${
          branch
            .split('/')
            .map(encodeURIComponent)
            .join('/')
        }`
      ])
    )
  }

  async heads (signal?: AbortSignal): Promise<Heads> {
    const heads: Heads = { branches: new Map(), refused: [] }
    for (const [branch, url] of this.#urls) {
      if (!isSafeBranch(branch)) {
        heads.refused.push(branch)
        continue
      }
      const { status, stdout, stderr } = await runCommand(
        this.#run(['info', '--show-item', 'last-changed-revision', '--', `${url}@HEAD`], signal)
      )
      const id = stdout.toString('utf8').trim()
      if (status === 0 && revision.test(id)) heads.branches.set(branch, `${branch}@${id}`)
      else if (!notThere.test(stderr)) {
        throw this.#failed('svn info', stderr.trim().slice(-600))
      }
    }
    return heads
  }

  async fetch (signal?: AbortSignal): Promise<Heads> {
    return await this.heads(signal)
  }

  async isInPast (commit: string, head: string): Promise<boolean> {
    const [past, now] = [parsed(commit), parsed(head)]
    return past.branch === now.branch && past.revision <= now.revision
  }

  async commits (since: readonly string[], head: string, options: RangeOptions): Promise<Commit[]> {
    try {
      return await this.#commits(since, head, options)
    } catch (error) {
      // What the server answered will be the same next time; a server that did not answer may yet.
      const isUnreadable = error instanceof XmlError || error instanceof URIError ||
        error instanceof PacklineError && error.details.problem === 'too-much-output'
      if (!isUnreadable) throw error
      throw unreadableRange(this.#options.name, head, error)
    }
  }

  async #commits (since: readonly string[], head: string, { signal }: RangeOptions): Promise<Commit[]> {
    const { branch, revision } = parsed(head)
    // What a branch was copied from is not its own; --stop-on-copy keeps it out.
    const from = Math.max(0, ...since.map(parsed).map(each => each.branch === branch ? each.revision : 0)) + 1
    if (from > revision) return []
    const url = this.#urlOf(branch)
    const xml = await this.#svn([
      'log',
      '--xml',
      '--verbose',
      '--stop-on-copy',
      '--limit',
      String(maxCommits),
      '--revision',
      `${revision}:${from}`,
      '--',
      `${url}@${revision}`
    ], signal)
    const root = await this.#rootOf(url, revision)
    const commits = readSvnLog(xml).reverse()
    const limit = pLimit(askedAtOnce)
    return await limit.map(commits, async ({ id, message, changed }): Promise<Commit> => {
      const inside = changed.filter(({ path }) => path === root || path.startsWith(`${root}/`))
      // A folder that was copied, moved or removed is one line in the log, whatever it holds.
      const listed = inside.some(({ isTree }) => isTree)
        ? await this.#changedBy(url, id)
        : inside.map(({ path }) => path.slice(root.length + 1))
      return { id: `${branch}@${id}`, message, paths: listed.filter(path => path !== '') }
    })
  }

  async paths (from: string, to: string): Promise<string[]> {
    return [...new Set((await this.commits([from], to, { isMainLine: true })).flatMap(({ paths }) => paths))]
  }

  async readFile (commit: string, path: string): Promise<Buffer | undefined> {
    const { branch, revision } = parsed(commit)
    const url = `${this.#urlOf(branch)}/${path.split('/').map(encodeURIComponent).join('/')}`
    const { status, stdout, stderr } = await runCommand(
      this.#run(['cat', '--revision', String(revision), '--', `${url}@${revision}`])
    )
    if (status === 0) return stdout
    if (notThere.test(stderr)) return undefined
    throw this.#failed('svn cat', stderr.trim().slice(-600))
  }

  async checkOut (commit: string, folder: string, signal: AbortSignal): Promise<void> {
    mkdirSync(folder, { recursive: true })
    if (existsSync(join(folder, '.svn'))) {
      // A kill may have left locks and half of an update.
      await this.#svn(['cleanup', '--', folder], signal)
      await this.#svn(['revert', '--quiet', '--recursive', '--', folder], signal)
    }
    const { branch, revision } = parsed(commit)
    await this.#svn([
      'checkout',
      '--quiet',
      '--force',
      '--ignore-externals',
      '--revision',
      String(revision),
      '--',
      `${this.#urlOf(branch)}@${revision}`,
      folder
    ], signal)
  }

  nameOf (commit: string): string {
    return String(parsed(commit).revision)
  }

  #urlOf (branch: string): string {
    const url = this.#urls.get(branch)
    if (url === undefined) throw this.#failed('svn', phrase('svn.branchGone', { branch }))
    return url
  }

  /** The branch's folder as the log writes it. */
  async #rootOf (url: string, revision: number): Promise<string> {
    const relative = await this.#svn([
      'info',
      '--show-item',
      'relative-url',
      '--revision',
      String(revision),
      '--',
      `${url}@${revision}`
    ])
    return decodeURIComponent(relative.toString('utf8').trim()).replace(/^\^/, '')
  }

  async #changedBy (url: string, id: string): Promise<string[]> {
    const xml = await this.#svn(['diff', '--summarize', '--xml', '--change', id, '--', `${url}@${id}`])
    // Subversion escapes fewer letters of an address than JavaScript does.
    const root = `${decodeURIComponent(url)}/`
    return readSvnSummary(xml).map(decodeURIComponent).map(address =>
      address.startsWith(root) ? address.slice(root.length) : ''
    )
  }

  #failed (command: string, reason: Wording): PacklineError {
    return new PacklineError('REPOSITORY_COMMAND_FAILED', { what: this.#options.name, command, reason })
  }

  async #svn (args: readonly string[], signal?: AbortSignal): Promise<Buffer> {
    return await runSuccessfully(this.#run(args, signal))
  }

  #run (args: readonly string[], signal?: AbortSignal): CommandRun {
    const { name, config, token, environment } = this.#options
    const [command = '', ...rest] = args
    const access = [
      ...config.user !== undefined ? ['--username', config.user] : [],
      ...token !== undefined ? ['--password-from-stdin'] : []
    ]
    const isLocal = command === 'cleanup' || command === 'revert'
    return {
      what: name,
      program: 'svn',
      args: [command, '--non-interactive', ...isLocal ? [] : ['--no-auth-cache', ...access], ...rest],
      environment: { ...environment, LC_ALL: 'C.UTF-8' },
      ...token !== undefined && !isLocal && { input: token },
      signal
    }
  }
}

/** A commit is a branch at a revision: one revision may change several branches. */
function parsed (commit: string): { branch: string, revision: number } {
  const [, branch, number] = /^(.+)@(\d{1,10})$/.exec(commit) ?? []
  if (branch === undefined) throw new ReasonError(phrase('svn.noBranch', { commit }))
  return { branch, revision: Number(number) }
}
