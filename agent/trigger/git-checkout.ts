import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checked } from './git-log.js'
import type { CommandResult } from './repository-command.js'

/** git over the bare copy that a working copy is made from. */
export interface MirrorGit {
  /** Throws when it does not succeed. */
  git: (args: readonly string[], signal?: AbortSignal) => Promise<Buffer>
  look: (args: readonly string[]) => Promise<CommandResult>
}

interface Checkout extends MirrorGit {
  commit: string
  folder: string
  signal: AbortSignal
  say: (line: string) => void
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

/** Makes `folder` a working copy of `commit`, with its submodules and what is under Git LFS. */
export async function checkOutWorkingCopy (checkout: Checkout): Promise<void> {
  const { git, commit, folder, signal } = checkout
  if (!existsSync(join(folder, '.git'))) {
    await git(['worktree', 'prune'])
    await git(['worktree', 'add', '--quiet', '--force', '--detach', folder, checked(commit)], signal)
  }
  // Also mends a working copy that a kill left half made.
  await git(['-C', folder, 'reset', '--quiet', '--hard', checked(commit)], signal)
  // By the repository's own protocol only; what .gitmodules says to run instead git does not run.
  if (existsSync(join(folder, '.gitmodules'))) {
    await git(['-C', folder, 'submodule', '--quiet', 'update', '--init', '--recursive', '--force'], signal)
  }
  await checkOutLfs(checkout)
}

/** The files themselves in place of Git LFS's pointers, in submodules too. */
async function checkOutLfs ({ git, look, folder, signal, say }: Checkout): Promise<void> {
  const search = ['grep', '--quiet', '--recurse-submodules', '-e', 'filter=lfs', '--', ...attributesFiles]
  if ((await look(['-C', folder, ...search])).status !== 0) return
  if ((await look(['-C', folder, 'lfs', 'version'])).status !== 0) {
    say('git-lfs is not installed on this machine: files under Git LFS stay pointers, which no build takes')
    return
  }
  await git(['-C', folder, ...lfsFilter, 'lfs', 'pull'], signal)
  if (!existsSync(join(folder, '.gitmodules'))) return
  await git(
    ['-C', folder, ...lfsFilter, 'submodule', '--quiet', 'foreach', '--recursive', 'git lfs pull'],
    signal
  )
}
