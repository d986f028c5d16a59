import { readFile, readdir, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { errorText } from '../../error-text.js'
import { hasCode, PacklineError } from '../../errors.js'
import type { HotUpdateReference } from '../registry-model.js'
import { digestAndSize } from './publisher.js'
import type { PublishFile } from './publisher.js'

interface HotUpdateFiles {
  /** Named as below the address of hot updates, in the order in which they have to arrive: manifests last. */
  files: PublishFile[]
  /** What the registry calls it; a folder that packline did not make has no digest. */
  update?: HotUpdateReference
}

interface Manifest {
  version?: unknown
  packageUrl?: unknown
}
interface Deltas {
  from?: Record<string, Record<string, { path?: unknown }>>
}

/**
 * The hot update of `target` in `folder`: of what "packline hotupdate build" wrote only this target's part
 * and the content that it names, of any other folder all of it, below the target's name.
 */
export async function hotUpdateFiles (folder: string, target: string): Promise<HotUpdateFiles> {
  const manifest = await readJson<Manifest>(folder, `${target}/version.manifest`)
  if (manifest === undefined) {
    return { files: await publishFiles(folder, await namesBelow(folder, ''), target) }
  }
  const digest = /\/content\/([0-9a-f]{64})\/$/.exec(String(manifest.packageUrl))?.[1]
  if (digest === undefined || typeof manifest.version !== 'string') {
    throw damaged(folder, `${target}/version.manifest names no version and content`)
  }
  const deltas = await readJson<Deltas>(folder, `${target}/deltas.json`)
  const differences = Object.values(deltas?.from ?? {}).flatMap(each =>
    Object.values(each).map(({ path }) => String(path))
  )
  const strange = differences.find(path => !/^deltas\/[\w.-]+$/.test(path))
  if (strange !== undefined) throw damaged(folder, `${target}/deltas.json names ${strange}`)
  const names = [
    ...await namesBelow(folder, `content/${digest}`),
    ...new Set(differences),
    ...await namesBelow(folder, target)
  ]
  return { files: await publishFiles(folder, names, ''), update: { version: manifest.version, digest } }
}

/**
 * version.manifest, which clients ask for, comes at the very end; records of single versions never change.
 */
function rank (name: string): number {
  if (/(^|\/)versions\//.test(name)) return 0
  if (name.endsWith('version.manifest')) return 3
  if (name.endsWith('.manifest')) return 2
  return name.endsWith('/deltas.json') ? 1 : 0
}

async function publishFiles (
  folder: string,
  names: readonly string[],
  below: string
): Promise<PublishFile[]> {
  const files: PublishFile[] = []
  for (const name of [...names].sort((a, b) => rank(a) - rank(b))) {
    const path = join(folder, name)
    files.push({
      name: below === '' ? name : `${below}/${name}`,
      path,
      isReplaced: rank(name) > 0,
      ...await digestAndSize(path)
    })
  }
  return files
}

async function namesBelow (folder: string, name: string): Promise<string[]> {
  const root = join(folder, name)
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) throw damaged(folder, `${name === '' ? 'the folder' : name} is not there`)
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
      reason: `${name} cannot be read (${errorText(cause)})`
    }, { cause })
  }
}

function damaged (folder: string, reason: string): PacklineError {
  return new PacklineError('HOT_UPDATE_DAMAGED', { folder, reason })
}
