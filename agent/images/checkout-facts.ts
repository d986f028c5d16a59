import type { Environment } from '../processes/process-group.js'
import { FirstOutput } from '../processes/program-output.js'
import { ProgramError } from '../processes/program-error.js'
import { runProgram } from '../processes/run-program.js'

/** What version control says of a project's folder; all of it is missing outside of git. */
export interface CheckoutFacts {
  commit?: string
  /** When it was committed: the time of what is built from it. */
  committedSeconds?: number
  /** Files differ from the commit. */
  isChanged: boolean
  /** Where it was cloned from, without the user. */
  source?: string
}

export async function checkoutFacts (
  folder: string,
  { PATH = '', HOME }: Environment,
  signal: AbortSignal
): Promise<CheckoutFacts> {
  const git = async (...args: string[]): Promise<string | undefined> => {
    const stdout = new FirstOutput(100_000)
    try {
      const { status } = await runProgram({
        file: 'git',
        args: ['-c', 'core.fsmonitor=false', ...args],
        cwd: folder,
        environment: { PATH, HOME, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' },
        stdout,
        timeoutMs: 60_000,
        signal
      })
      return status === 0 ? stdout.text.trim() : undefined
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof ProgramError) return undefined
      throw error
    }
  }
  const [commit, seconds] = (await git('log', '-1', '--format=%H %ct'))?.split(' ') ?? []
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return { isChanged: false }
  const source = sourceOf(await git('config', '--get', 'remote.origin.url'))
  return {
    commit,
    committedSeconds: Number(seconds),
    isChanged: await git('status', '--porcelain', '--untracked-files=normal', '--', '.') !== '',
    ...source !== undefined && { source }
  }
}

/** An address may hold a password. */
function sourceOf (url: string | undefined): string | undefined {
  const plain = url?.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/, '$1')
  return plain === undefined || !/^[^\u0000-\u0020]{1,500}$/.test(plain) ? undefined : plain
}
