import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import type { Edit } from '../config/edit-schema.js'
import type { IconPictures } from '../config/manifest-edit-schema.js'
import type { ProjectFile } from '../config/project-schema.js'
import { matcher } from '../files/glob.js'
import { PacklineError } from '../errors.js'
import { changeManifest } from './apk/manifest-change.js'
import type { InspectedBaseline } from './baseline.js'
import type { PackageVersion } from './config-document.js'
import type { Changes, EntryChange } from './entry-change.js'
import type { FileDigests } from './file-digests.js'
import { fillPlaceholders } from './placeholders.js'
import { filesBelow, inProject } from './project-folder.js'
import type { Row } from './rows.js'
import { isLink } from '../formats/zip/zip-entry.js'
import { unsafeName } from '../formats/zip/zip-limits.js'
import { ReasonError } from '../error-text.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface ChangeContext {
  project: string
  version: PackageVersion
  file: ProjectFile
  digests: FileDigests
}

/**
 * All changes that a row makes to its baseline, by entry; later edits win, then come the config document and
 * the manifest of what is there by then. `told` is what was rewritten besides.
 */
export async function changesOf (
  row: Row,
  baseline: InspectedBaseline,
  config: string,
  context: ChangeContext,
  manifest?: { entry: string, of: (changes: Changes) => Promise<Buffer> }
): Promise<{ changes: Changes, told: Wording[] }> {
  const { version } = context
  const changes = new Map<string, EntryChange>()
  const told: Wording[] = []
  for (const edit of row.edits) {
    if ('put' in edit) await put(edit, baseline, changes, context)
    else if ('remove' in edit) remove(edit, baseline, changes)
    else if ('plist' in edit) editList(edit, baseline, changes, fillPlaceholders(edit.set, row, version))
    else {
      told.push(...await changeManifest(row, edit.manifest, baseline, changes, version))
      if (edit.manifest.icon !== undefined) await putIcon(edit.manifest.icon, baseline, changes, context)
    }
  }
  if (row.config.in === 'entry') {
    const { path } = row.config
    if (path === undefined) throw new ReasonError(phrase('row.noPath', { row: row.id }))
    changes.set(resolveName(path, baseline), { way: 'bytes', bytes: Buffer.from(config) })
  }
  if (manifest !== undefined) {
    changes.set(manifest.entry, { way: 'bytes', bytes: await manifest.of(changes) })
  }
  checkNames(changes, baseline)
  return { changes: withoutIdle(changes, baseline), told }
}

type EditOf<K extends string> = Extract<Edit, Record<K, unknown>>

async function put (
  edit: EditOf<'put'>,
  baseline: InspectedBaseline,
  changes: Map<string, EntryChange>,
  { project, digests }: ChangeContext
): Promise<void> {
  for (const [name, path] of sourcesOf(project, resolveName(edit.put, baseline), edit.from)) {
    changes.set(name, {
      way: 'file',
      file: await digests.of(inProject(project, path), phrase('what.goesTo', { name }))
    })
  }
}

/** Scaling takes a library that other edits do without. */
async function putIcon (
  icon: IconPictures,
  baseline: InspectedBaseline,
  changes: Map<string, EntryChange>,
  { project, digests }: ChangeContext
): Promise<void> {
  const pictures = new Map<string, { path: string, name: string }>()
  for (const [density, name] of Object.entries(typeof icon === 'string' ? { default: icon } : icon)) {
    const { path } = await digests.of(inProject(project, name), phrase('what.icon'))
    pictures.set(density, { path, name })
  }
  const { changeIcon } = await import('./apk/change-icon.js')
  await changeIcon(baseline, pictures, changes)
}

function remove (
  edit: EditOf<'remove'>,
  baseline: InspectedBaseline,
  changes: Map<string, EntryChange>
): void {
  const pattern = resolveName(edit.remove, baseline)
  const matches = matcher([pattern.endsWith('/') ? `${pattern}**` : pattern])
  const existing = [
    ...baseline.entries.keys(),
    ...baseline.files.keys(),
    ...baseline.links.keys(),
    ...changes.keys()
  ]
  const gone = existing.filter(name => matches(name) || name === pattern)
  if (gone.length === 0) throw missing(baseline, edit.remove)
  for (const name of gone) changes.set(name, { way: 'remove' })
}

function editList (
  edit: EditOf<'plist'>,
  baseline: InspectedBaseline,
  changes: Map<string, EntryChange>,
  set: Record<string, unknown>
): void {
  const name = resolveName(edit.plist, baseline)
  if (!isIn(baseline, name)) throw missing(baseline, name)
  const before = changes.get(name)
  changes.set(name, { way: 'plist', set: { ...before?.way === 'plist' && before.set, ...set } })
}

function checkNames (changes: Changes, baseline: InspectedBaseline): void {
  const { definition, entries, links } = baseline
  const isKeptLink = (name: string): boolean => {
    const entry = entries.get(name)
    return !changes.has(name) && (links.has(name) || (entry !== undefined && isLink(entry)))
  }
  for (const [name, { way }] of changes) {
    const link = way === 'remove' ? undefined : foldersOf(name).find(isKeptLink)
    const reason = link === undefined ? unsafeName(name) : phrase('row.throughLink', { link })
    if (reason !== undefined) {
      throw new PacklineError('PACKAGE_UNSAFE_ENTRY', { file: definition.path, entry: name, reason })
    }
  }
}

/** The folders that a name is in, the outermost first. */
function foldersOf (name: string): string[] {
  const parts = name.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** Putting back what the baseline holds, or removing what it never held, is no change. */
function withoutIdle (changes: Changes, baseline: InspectedBaseline): Changes {
  return new Map(
    [...changes].filter(([name, change]) =>
      !(change.way === 'remove' && !isIn(baseline, name)) &&
      !(change.way === 'file' && baseline.files.get(name)?.sha256 === change.file.sha256)
    )
  )
}

function isIn ({ entries, files, links }: InspectedBaseline, name: string): boolean {
  return entries.has(name) || files.has(name) || links.has(name)
}

function missing ({ definition }: InspectedBaseline, entry: Wording): PacklineError {
  return new PacklineError('PACKAGE_ENTRY_MISSING', { file: definition.path, entry })
}

function sourcesOf (project: string, put: string, from: string): Array<[name: string, path: string]> {
  if (!from.endsWith('/')) return [[put.endsWith('/') ? put + posix.basename(from) : put, from]]
  const paths = filesBelow(project, from)
  if (paths.length === 0) {
    throw new PacklineError('PACKAGE_INPUT_MISSING', { file: from, what: phrase('what.folderTo', { put }) })
  }
  const prefix = put.endsWith('/') ? put : `${put}/`
  return paths.map(path => [prefix + path.slice(from.length), path])
}

/** {app} stands for Payload/NAME.app of an IPA. */
export function resolveName (name: string, baseline: InspectedBaseline): string {
  if (!name.includes('{app}')) return name
  const apps = new Set(
    [...baseline.entries.keys()].flatMap(entry => /^Payload\/[^/]+\.app(?=\/)/.exec(entry)?.[0] ?? [])
  )
  const [app] = apps
  if (app === undefined || apps.size > 1) {
    throw missing(baseline, phrase('what.oneApp'))
  }
  return name.replaceAll('{app}', app)
}

/** Name and content of every change, for keys: equal lists give equal packages. */
export function changeInputs (changes: Changes): Array<[name: string, digest: string]> {
  return [...changes]
    .map(([name, change]): [string, string] => [name, contentOf(change)])
    .sort(([a], [b]) => a < b ? -1 : 1)
}

function contentOf (change: EntryChange): string {
  switch (change.way) {
    case 'file':
      return `${change.file.sha256} ${change.file.mode & 0o111}`
    case 'bytes':
      return createHash('sha256').update(change.bytes).digest('hex')
    case 'plist':
      return JSON.stringify(change.set)
    case 'table': {
      const { renamed: { from, to }, label } = change
      return label === undefined ? `${from} ${to}` : JSON.stringify([from, to, label])
    }
    case 'remove':
      return 'removed'
  }
}
