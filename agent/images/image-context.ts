import dockerignore from '@balena/dockerignore'
import { constants } from 'node:fs'
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  symlink
} from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { hasCode, PacklineError } from '../errors.js'
import { sha256OfFile } from '../files/streamed-digest.js'
import { phrase, type Wording } from '../messages/phrase.js'

/** A file, link or folder that the Containerfile may copy. */
export interface ContextEntry {
  path: string
  kind: 'file' | 'program' | 'link' | 'folder'
  /** sha256 of a file, where a link leads. */
  content: string
}

export interface BuildContext {
  image: string
  /** Real path. */
  folder: string
  /** In the order of their paths. */
  entries: ContextEntry[]
}

/** What version control keeps for itself changes with every commit, and is no part of an image. */
const neverTaken = new Set(['.git', '.svn', '.hg', '.packline'])
const ignoreFiles = ['.containerignore', '.dockerignore']
const mostEntries = 200_000
const mostIgnoreBytes = 1_000_000

type Ignores = (path: string) => boolean

/**
 * Everything in the context that its ignore file leaves. Throws CONTAINER_OUTSIDE, CONTAINER_CONTEXT_INVALID
 * and CONTAINER_FILE_MISSING.
 */
export async function readContext (image: string, project: string, context: string): Promise<BuildContext> {
  const folder = await insideOf(image, project, context)
  const { ignores, hasExceptions } = await readIgnores(image, folder)
  const entries: ContextEntry[] = []
  const walk = async (below: string): Promise<void> => {
    const found = await readdir(join(folder, below), { withFileTypes: true })
    for (const entry of found.sort((a, b) => a.name < b.name ? -1 : 1)) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      const isIgnored = ignores(path)
      if (neverTaken.has(entry.name) || (isIgnored && !(entry.isDirectory() && hasExceptions))) continue
      if (!isIgnored) entries.push(await entryOf(image, folder, path))
      if (entries.length > mostEntries) {
        throw new PacklineError('CONTAINER_CONTEXT_INVALID', {
          image,
          path: context,
          reason: phrase('container.tooMany', { most: mostEntries })
        })
      }
      if (entry.isDirectory()) await walk(path)
    }
  }
  await walk('')
  return { image, folder, entries }
}

/**
 * Puts copies into `to`, with the modes that version control knows: 644 and 755. What is built is so exactly
 * what the digests say. Throws CONTAINER_CONTEXT_CHANGED.
 */
export async function copyContext ({ image, folder, entries }: BuildContext, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const { path, kind, content } of entries) {
    const [source, target] = [join(folder, path), join(to, path)]
    // A folder that is left out may hold exceptions.
    await mkdir(kind === 'folder' ? target : dirname(target), { recursive: true })
    if (kind === 'folder') continue
    try {
      if (kind === 'link') await symlink(content, target)
      else {
        await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
        await chmod(target, kind === 'program' ? 0o755 : 0o644)
        if (await sha256OfFile(target) !== content) throw changed(image, path)
      }
    } catch (error) {
      throw hasCode(error, 'ENOENT') ? changed(image, path) : error
    }
  }
}

/** The text of a file of the project. Throws CONTAINER_FILE_MISSING and CONTAINER_OUTSIDE. */
export async function containerFileText (
  image: string,
  project: string,
  { context, containerfile }: { context: string, containerfile?: string }
): Promise<{ path: string, text: string }> {
  const paths = containerfile === undefined
    ? ['Containerfile', 'Dockerfile'].map(name => posix.join(context, name))
    : [containerfile]
  for (const path of paths) {
    try {
      return { path, text: await readFile(await insideOf(image, project, path), 'utf8') }
    } catch (error) {
      if (!hasCode(error, 'CONTAINER_FILE_MISSING')) throw error
    }
  }
  throw new PacklineError('CONTAINER_FILE_MISSING', { image, path: paths.join(', ') })
}

/** The real path of what has to lie in the project itself. */
async function insideOf (image: string, project: string, path: string): Promise<string> {
  const root = await realpath(project)
  let target: string
  try {
    target = await realpath(join(root, path))
  } catch (error) {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'ENOTDIR')) throw error
    throw new PacklineError('CONTAINER_FILE_MISSING', { image, path }, { cause: error })
  }
  if (target !== root && !target.startsWith(`${root}/`)) {
    throw new PacklineError('CONTAINER_OUTSIDE', { image, path, target })
  }
  return target
}

async function entryOf (image: string, folder: string, path: string): Promise<ContextEntry> {
  const fail = (reason: Wording): never => {
    throw new PacklineError('CONTAINER_CONTEXT_INVALID', { image, path, reason })
  }
  if (path.includes('\u{FFFD}')) fail(phrase('container.badName'))
  const full = join(folder, path)
  const status = await lstat(full)
  if (status.isDirectory()) return { path, kind: 'folder', content: '' }
  if (status.isSymbolicLink()) return { path, kind: 'link', content: await linkTarget(image, full, path) }
  if (!status.isFile()) fail(phrase('container.noFile'))
  const kind = (status.mode & 0o100) === 0 ? 'file' : 'program'
  return { path, kind, content: await sha256OfFile(full) }
}

/** An absolute one leads to somewhere in the image; a relative one must not leave the context. */
async function linkTarget (image: string, full: string, path: string): Promise<string> {
  const target = await readlink(full)
  const led = posix.normalize(posix.join(posix.dirname(path), target))
  if (!target.startsWith('/') && (led === '..' || led.startsWith('../'))) {
    throw new PacklineError('CONTAINER_OUTSIDE', { image, path, target })
  }
  return target
}

/** As docs.docker.com, "Build context", says; .containerignore comes first, as for buildah. */
async function readIgnores (
  image: string,
  folder: string
): Promise<{ ignores: Ignores, hasExceptions: boolean }> {
  for (const name of ignoreFiles) {
    let text: string
    try {
      const status = await lstat(join(folder, name))
      if (!status.isFile() || status.size > mostIgnoreBytes) {
        throw new PacklineError('CONTAINER_CONTEXT_INVALID', {
          image,
          path: name,
          reason: phrase('container.noFile')
        })
      }
      text = await readFile(join(folder, name), 'utf8')
    } catch (error) {
      if (hasCode(error, 'ENOENT')) continue
      throw error
    }
    const lines = text.split(/\r?\n/).map(line => line.trim()).filter(line =>
      line !== '' && !line.startsWith('#')
    )
    for (const line of lines) refuseBadPattern(image, name, line)
    const rules = rulesOf(lines)
    return { ignores: path => rules.ignores(path), hasExceptions: lines.some(line => line.startsWith('!')) }
  }
  return { ignores: () => false, hasExceptions: false }
}

/** Docker's patterns mind large and small letters; left to itself the library does not. */
function rulesOf (lines: string[]): dockerignore.Ignore {
  return dockerignore.default({ ignorecase: false }).add(lines)
}

/** The library compiles a pattern when it is first asked. */
function refuseBadPattern (image: string, path: string, pattern: string): void {
  try {
    rulesOf([pattern]).ignores('any')
  } catch (error) {
    const reason = phrase('container.badPattern', { pattern })
    throw new PacklineError('CONTAINER_CONTEXT_INVALID', { image, path, reason }, { cause: error })
  }
}

function changed (image: string, path: string): PacklineError {
  return new PacklineError('CONTAINER_CONTEXT_CHANGED', { image, path })
}
