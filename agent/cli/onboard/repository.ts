import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ProgramError } from '../../processes/program-error.js'
import { WholeOutput } from '../../processes/program-output.js'
import { runProgram } from '../../processes/run-program.js'
import type { CommandContext } from '../command.js'

const timeoutMs = 10_000

/** Version control of a game, as its working copy tells it. */
export interface Repository {
  kind: 'git' | 'svn'
  /** Where it came from. */
  remote: string | undefined
  /** Of a folder in the one that was looked at. */
  isIgnored: (name: string) => Promise<boolean>
  isTracked: (path: string) => Promise<boolean>
}

export async function repositoryAround (
  folder: string,
  context: CommandContext
): Promise<Repository | undefined> {
  const kind = (['git', 'svn'] as const).find(each => isWorkingCopy(folder, each))
  if (kind === undefined) return undefined
  const ask = async (...args: string[]) => await answerOf(kind, args, folder, context)
  const remote = kind === 'git'
    ? await ask('remote', 'get-url', 'origin')
    : await ask('info', '--non-interactive', '--show-item', 'url')
  return {
    kind,
    remote: remote.status === 0 ? remote.text.trim() : undefined,
    isIgnored: async name =>
      kind === 'git'
        ? (await ask('check-ignore', '--quiet', '--', `${name}/`)).status === 0
        : (await ignoredBySvn(ask)).includes(name),
    isTracked: async path =>
      kind === 'git'
        ? (await ask('ls-files', '--', path)).text !== ''
        : (await ask('info', '--non-interactive', '--', `${path}@`)).status === 0
  }
}

/** What Subversion ignores in the folder, by its own property and by those that it inherits. */
async function ignoredBySvn (ask: (...args: string[]) => Promise<{ text: string }>): Promise<string[]> {
  const own = await ask('propget', '--non-interactive', '--strict', 'svn:ignore', '.')
  const inherited = await ask(
    'propget',
    '--non-interactive',
    '--strict',
    '--show-inherited-props',
    'svn:global-ignores',
    '.'
  )
  return `${own.text}\n${inherited.text}`.split(/\s+/).map(each => each.replace(/\/$/, ''))
}

async function answerOf (
  file: string,
  args: readonly string[],
  cwd: string,
  { environment: { PATH, HOME }, signal }: CommandContext
): Promise<{ status: number | null, text: string }> {
  const stdout = new WholeOutput(1_000_000)
  try {
    const { status } = await runProgram({
      file,
      args,
      cwd,
      environment: { PATH, HOME, LC_ALL: 'C' },
      stdout,
      timeoutMs,
      signal
    })
    return { status, text: stdout.text }
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error
    return { status: null, text: '' }
  }
}

function isWorkingCopy (folder: string, kind: 'git' | 'svn'): boolean {
  const parent = dirname(folder)
  return existsSync(join(folder, `.${kind}`)) || (parent !== folder && isWorkingCopy(parent, kind))
}

/** Host and path of a repository's address: the same for SSH and HTTPS, with and without .git. */
export function placeOfRemote (url: string): string {
  return url
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/^([^/:]+):(?:\d+\/)?/, '$1/')
    .replace(/(?:\.git)?\/*$/, '')
    .toLowerCase()
}

/**
 * What a Jenkinsfile says of packline: whether it uses the library, and on which nodes. A game may be a
 * folder of its repository.
 */
export function readJenkinsfile (folder: string): { usesPackline: boolean, labels: string[] } | undefined {
  const file = join(folder, 'Jenkinsfile')
  if (!existsSync(file)) {
    const isTop = ['.git', '.svn'].some(each => existsSync(join(folder, each))) || dirname(folder) === folder
    return isTop ? undefined : readJenkinsfile(dirname(folder))
  }
  const text = readFileSync(file, 'utf8').replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
  const named = [...text.matchAll(/\b(?:label\s*[:=]?|node\s*\()\s*['"]([^'"]+)['"]/g)]
  return {
    usesPackline: /\bassetsCI\b|\bpacklineJob\b|@Library\(['"]packline\b/.test(text),
    labels: [...new Set(named.flatMap(([, expression = '']) => expression.match(/[\w.-]+/g) ?? []))]
  }
}
