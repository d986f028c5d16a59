import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ProgramError } from '../../processes/program-error.js'

const timeoutMs = 60_000

/**
 * Whether version control knows a file of a project. Where there is a working copy and its program is missing
 * or refuses to answer, as git does for a folder of another user, a file that is there counts as known.
 */
export async function isTracked (
  project: string,
  path: string,
  { PATH, HOME }: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal
): Promise<boolean> {
  const kind = (['git', 'svn'] as const).find(each => isWorkingCopy(project, each))
  if (kind === undefined) return false
  // Loaded here: most runs ask for nothing, and starting programs is 6 ms of modules.
  const { runProgram } = await import('../../processes/run-program.js')
  try {
    const { status } = await runProgram({
      file: kind,
      args: kind === 'git'
        ? ['ls-files', '--error-unmatch', '--', path]
        : ['info', '--non-interactive', '--', `${path}@`],
      cwd: project,
      environment: { PATH, HOME, LC_ALL: 'C' },
      timeoutMs,
      signal
    })
    if (status === 0) return true
    // The status by which they say that they do not know it.
    if (status === 1) return false
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error
  }
  return existsSync(join(project, path))
}

function isWorkingCopy (folder: string, kind: 'git' | 'svn'): boolean {
  const parent = dirname(folder)
  return existsSync(join(folder, `.${kind}`)) || (parent !== folder && isWorkingCopy(parent, kind))
}
