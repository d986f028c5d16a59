import { readFile, realpath, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { ReasonError, errorText } from '../error-text.js'
import { hasCode } from '../errors.js'
import { isJsonObject } from '../json-object.js'
import { phrase } from '../messages/phrase.js'
import { baseInvalid, placeInProject } from './place-in-project.js'

const kustomizationFiles = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
/** Fields whose entries kustomize reads, or fetches where they look like an address. */
const fileFields = [
  'resources',
  'components',
  'bases',
  'crds',
  'configurations',
  'generators',
  'transformers',
  'validators',
  'patchesStrategicMerge'
]
const folderFields = new Set(['resources', 'components', 'bases'])
/** How kustomize knows a repository or an address: `git.NewRepoSpecFromURL`, `load.HasRemoteFileScheme`. */
const remote = /:|\?|\.git(\/|$)|^(www\.)?github\.com\//
const mostFolders = 200

/**
 * The kustomization is whole in the project: kustomize would fetch what lies elsewhere, from wherever a
 * branch says. Throws STAGING_BASE_INVALID.
 */
export async function checkBaseFolder (project: string, base: string): Promise<void> {
  const root = await realpath(project)
  const seen = new Set<string>()
  const look = async (folder: string, from: string): Promise<void> => {
    const place = await placeInProject(root, folder, from)
    if (seen.has(place)) return
    seen.add(place)
    if (seen.size > mostFolders) {
      throw baseInvalid(from, phrase('staging.tooManyFolders', { most: mostFolders }))
    }
    const { file, document } = await kustomizationIn(folder, root)
    for (const [field, entry] of entriesOf(document)) {
      if (remote.test(entry)) throw baseInvalid(file, phrase('staging.remote', { entry }))
      if (!folderFields.has(field)) continue
      const path = join(folder, entry)
      const found = await stat(path).catch(() => undefined)
      if (found === undefined) throw baseInvalid(file, phrase('staging.missing', { entry }))
      if (found.isDirectory()) await look(path, file)
    }
  }
  await look(join(root, base), 'packline.json')
}

async function kustomizationIn (
  folder: string,
  project: string
): Promise<{ file: string, document: Record<string, unknown> }> {
  for (const name of kustomizationFiles) {
    const path = join(folder, name)
    const file = relative(project, path)
    let text: string
    try {
      text = await readFile(path, 'utf8')
    } catch (error) {
      if (hasCode(error, 'ENOENT')) continue
      throw baseInvalid(file, errorText(error))
    }
    const { parse } = await import('yaml')
    try {
      const document: unknown = parse(text)
      if (isJsonObject(document)) return { file, document }
      throw new ReasonError(phrase('staging.noKustomization'))
    } catch (error) {
      throw baseInvalid(file, errorText(error))
    }
  }
  throw baseInvalid(relative(project, folder), phrase('staging.noKustomization'))
}

/** What is written out in the kustomization itself has several lines. Go takes its fields in any case. */
function entriesOf (document: Record<string, unknown>): Array<[field: string, entry: string]> {
  const given = lowerCased(document)
  const found = fileFields.flatMap(field =>
    listOf(given[field.toLowerCase()]).map(entry => [field, entry] as const)
  )
  for (const field of ['patches', 'replacements', 'patchesjson6902', 'openapi']) {
    for (const each of listOf(given[field]).map(lowerCased)) found.push([field, each.path])
  }
  for (const field of ['configmapgenerator', 'secretgenerator']) {
    for (const each of listOf(given[field]).map(lowerCased)) {
      for (const entry of ['files', 'envs', 'env'].flatMap(key => listOf(each[key]))) {
        found.push([field, entry])
      }
    }
  }
  return found.flatMap(([field, entry]) =>
    typeof entry === 'string' && !entry.includes('\n') ? [[field, entry]] : []
  )
}

function lowerCased (value: unknown): Record<string, unknown> {
  if (!isJsonObject(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key.toLowerCase(), each]))
}

function listOf (value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}
