import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { hasCode } from '../../errors.js'
import type { BackupKind } from '../backup-kind.js'
import { freePort } from '../../processes/free-port.js'
import type { BackupTools } from '../backup-tools.js'
import { copyPart, followed } from './service-parts.js'

/** Of a bare repository besides its objects and refs. */
const kept = ['HEAD', 'config', 'description', 'hooks', 'info', 'lfs']
/** Groups and subgroups. */
const deepest = 5

/** Bare repositories: a bundle each, which git makes of one moment (git bundle create --all). */
export const gitKind: BackupKind = {
  dump: async ({ item, tools, staging }) => {
    const repositories = await bareRepositories(item.path)
    const facts: Record<string, string | number> = { repositories: repositories.length }
    for (const repository of repositories) {
      const name = relative(item.path, repository) || basename(repository)
      const place = join(staging, name)
      await mkdir(join(place, 'settings'), { recursive: true })
      for (const part of kept) {
        await copyPart('git', join(repository, part), join(place, 'settings', part))
      }
      facts[`objects ${name}`] = await countFiles(join(place, 'settings', 'lfs'))
      const bundle = join(place, 'all.bundle')
      const refs = await git(tools, ['--git-dir', repository, 'for-each-ref', '--count=1'], 'for-each-ref')
      if (refs.trim() === '') {
        facts[`refs ${name}`] = digest('')
        continue
      }
      await git(tools, ['--git-dir', repository, 'bundle', 'create', '--quiet', bundle, '--all'], 'bundle')
      facts[`refs ${name}`] = digest(await git(tools, ['bundle', 'list-heads', bundle], 'list-heads'))
    }
    return { folder: staging, facts }
  },

  prove: async ({ tools, restored, scratch, facts }) => {
    const found: Record<string, string | number> = {}
    const names = Object.keys(facts).filter(fact => fact.startsWith('refs ')).map(fact => fact.slice(5))
    found.repositories = (await bundlesIn(restored)).length
    for (const name of names) {
      const repository = join(scratch, name)
      await unpackOne(tools, join(restored, name), repository)
      await git(tools, ['--git-dir', repository, 'fsck', '--full', '--no-dangling'], 'fsck')
      found[`objects ${name}`] = await countFiles(join(repository, 'lfs'))
    }
    const port = String(await freePort())
    const url = (name: string): string =>
      `git://127.0.0.1:${port}/${name.split('/').map(encodeURIComponent).join('/')}`
    await tools.serve(
      'git',
      [
        ...['-c', 'safe.directory=*', 'daemon', '--export-all', '--listen=127.0.0.1', `--port=${port}`],
        ...['--reuseaddr', `--base-path=${scratch}`, scratch]
      ],
      { cwd: scratch, isUp: async () => await tools.succeeds('git', ['ls-remote', url(names[0] ?? '')]) },
      async () => {
        for (const name of names) {
          found[`refs ${name}`] = digest(await git(tools, ['ls-remote', '--', url(name)], 'ls-remote'))
        }
      }
    )
    return found
  },

  unpack: async (tools, restored, folder) => {
    for (const place of await bundlesIn(restored)) {
      await unpackOne(tools, place, join(folder, relative(restored, place)))
    }
  }
}

export async function git (tools: BackupTools, args: readonly string[], work: string): Promise<string> {
  return await tools.ask('git', ['-c', 'safe.directory=*', ...args], {
    work,
    environment: { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' }
  })
}

/** Of refs and what they point to; HEAD and what a tag is of are not refs of their own. */
function digest (refs: string): string {
  const lines = refs.split('\n').map(line => line.replace('\t', ' ')).filter(line =>
    / refs\/.*(?<!\^\{\})$/.test(line)
  )
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}

/** Those that links lead to as well; one that leads back is not gone through again. */
async function bareRepositories (folder: string, above: readonly string[] = []): Promise<string[]> {
  const place = await followed('git', folder)
  if (place === undefined || above.includes(place) || !(await stat(place)).isDirectory()) return []
  const names = (await readdir(place)).sort()
  if (['HEAD', 'objects', 'refs'].every(name => names.includes(name))) return [folder]
  if (above.length === deepest) return []
  const found = []
  for (const name of names) {
    if (name !== '.git') found.push(...await bareRepositories(join(folder, name), [...above, place]))
  }
  return found
}

/** Hooks and settings come back as they were; they run nowhere before somebody serves the repository. */
async function unpackOne (tools: BackupTools, place: string, repository: string): Promise<void> {
  await mkdir(dirname(repository), { recursive: true })
  const bundle = join(place, 'all.bundle')
  await git(tools, ['init', '--quiet', '--bare', repository], 'init')
  if (await isThere(bundle)) {
    await git(tools, ['--git-dir', repository, 'fetch', '--quiet', bundle, '+refs/*:refs/*'], 'fetch')
  }
  await rm(join(repository, 'hooks'), { recursive: true, force: true })
  // Copies of before may hold links.
  await cp(join(place, 'settings'), repository, { recursive: true, verbatimSymlinks: true })
}

async function bundlesIn (folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  if (entries.some(entry => entry.name === 'settings')) return [folder]
  const found = []
  for (const entry of entries) {
    if (entry.isDirectory()) found.push(...await bundlesIn(join(folder, entry.name)))
  }
  return found
}

async function isThere (path: string): Promise<boolean> {
  return await stat(path).then(() => true, () => false)
}

async function countFiles (folder: string): Promise<number> {
  try {
    return (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter(entry => entry.isFile())
      .length
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0
    throw error
  }
}
