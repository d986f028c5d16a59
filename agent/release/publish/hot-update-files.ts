import { createHash } from 'node:crypto'
import { readFile, readdir, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { errorText } from '../../error-text.js'
import { hasCode, PacklineError } from '../../errors.js'
import { parseVersion } from '../game-version.js'
import { lineAddress, nativeOf } from '../hot-update-line.js'
import type { LineUpdate } from '../hot-update-line.js'
import { digestAndSize } from './publisher.js'
import type { PublishFile } from './publisher.js'
import { phrase, type Wording } from '../../messages/phrase.js'

interface HotUpdateFiles {
  /** Named as below the address of hot updates; nothing of it is what clients ask for. */
  files: PublishFile[]
  update: LineUpdate
}

interface Manifest {
  version?: unknown
  packageUrl?: unknown
  remoteVersionUrl?: unknown
}
interface Deltas {
  version?: unknown
  from?: Record<string, Record<string, { path?: unknown }>>
}

/**
 * The hot update of `target` for a native version in `folder`: of what "packline hotupdate build" wrote the
 * newest version of that line and the content that it names; any other folder as a whole. Manifests come
 * where they stay for good; a delivery shows them.
 */
export async function hotUpdateFiles (
  folder: string,
  target: string,
  version: string
): Promise<HotUpdateFiles> {
  const line = lineAddress(target, nativeOf(version))
  const manifest = await readJson<Manifest>(folder, `${line}/version.manifest`)
  if (manifest !== undefined) return await builtFiles(folder, line, manifest)
  if (await readJson<Manifest>(folder, `${target}/version.manifest`) !== undefined) {
    throw new PacklineError('HOT_UPDATE_NO_NATIVE', { folder, target, version })
  }
  return await foreignFiles(folder, line, target)
}

async function builtFiles (folder: string, line: string, manifest: Manifest): Promise<HotUpdateFiles> {
  const { version, packageUrl } = manifest
  const digest = /\/content\/([0-9a-f]{64})\/$/.exec(String(packageUrl))?.[1]
  if (digest === undefined || typeof version !== 'string' || parseVersion(version) === undefined) {
    throw damaged(folder, phrase('line.noVersion', { line }))
  }
  const deltas = await readJson<Deltas>(folder, `${line}/deltas.json`)
  const differences = Object.values(deltas?.from ?? {}).flatMap(each =>
    Object.values(each).map(({ path }) => String(path))
  )
  const strange = differences.find(path => !/^deltas\/[\w.-]+$/.test(path))
  if (strange !== undefined) throw damaged(folder, phrase('line.deltas', { line, strange }))
  const from = `${line}/versions/${version}`
  const names = [
    ...await namesBelow(folder, `content/${digest}`),
    ...new Set(differences),
    // The record beside them is the folder's own history.
    ...(await namesBelow(folder, from)).filter(name => name.endsWith('.manifest'))
  ]
  const files = await publishFiles(names.map(name => [name, join(folder, name)]))
  if (deltas !== undefined) {
    // Which differences are offered may change while the version stays.
    const offered = await publishFiles([[`${from}/deltas.json`, join(folder, line, 'deltas.json')]])
    files.push(...offered.map(each => ({ ...each, isReplaced: true })))
  }
  return { files, update: { version, digest, from, ...addressOf(manifest) } }
}

/** Made by somebody else: its manifests are kept with their own addresses. */
async function foreignFiles (folder: string, line: string, target: string): Promise<HotUpdateFiles> {
  const manifest = await readJson<Manifest>(folder, 'version.manifest')
  const version = manifest?.version
  if (manifest === undefined || typeof version !== 'string' || parseVersion(version) === undefined) {
    throw damaged(folder, phrase('line.manifest'))
  }
  const from = `${line}/versions/${version}`
  const isManifest = (name: string): boolean => /^[^/]+\.manifest$/.test(name)
  const all = await namesBelow(folder, '')
  const files = await publishFiles(
    all.map(name => [isManifest(name) ? `${from}/${name}` : `${target}/${name}`, join(folder, name)])
  )
  const digest = createHash('sha256')
  for (const { name, sha256 } of files) digest.update(`${name}\0${sha256}\n`)
  return { files, update: { version, digest: digest.digest('hex'), from, ...addressOf(manifest) } }
}

function addressOf ({ remoteVersionUrl }: Manifest): { url?: string } {
  const url = /^(https?:\/\/.+\/)[^/]+$/.exec(String(remoteVersionUrl))?.[1]
  return url === undefined ? {} : { url }
}

async function publishFiles (
  named: ReadonlyArray<readonly [name: string, path: string]>
): Promise<PublishFile[]> {
  const files: PublishFile[] = []
  for (const [name, path] of named) {
    files.push({ name, path, isReplaced: false, ...await digestAndSize(path) })
  }
  return files
}

async function namesBelow (folder: string, name: string): Promise<string[]> {
  const root = join(folder, name)
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) {
      throw damaged(folder, phrase('line.noFile', { name: name === '' ? 'the folder' : name }))
    }
    throw error
  })
  return entries
    .filter(entry => entry.isFile() && entry.name !== '.lock')
    .map(entry => join(entry.parentPath, entry.name).slice(join(folder, '/').length).split(sep).join('/'))
    .sort()
}

async function readJson<T> (folder: string, name: string): Promise<T | undefined> {
  const path = join(folder, name)
  if (await stat(path).then(found => !found.isFile(), () => true)) return undefined
  try {
    const document: T = JSON.parse(await readFile(path, 'utf8'))
    return document
  } catch (cause) {
    throw new PacklineError('HOT_UPDATE_DAMAGED', {
      folder,
      reason: phrase('file.unreadableFor', { name, reason: errorText(cause) })
    }, { cause })
  }
}

function damaged (folder: string, reason: Wording): PacklineError {
  return new PacklineError('HOT_UPDATE_DAMAGED', { folder, reason })
}
