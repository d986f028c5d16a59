import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import type { ProjectFile } from '../config/project-schema.js'
import { matcher } from '../files/glob.js'
import { PacklineError } from '../errors.js'
import type { InspectedBaseline } from './baseline.js'
import type { DigestedFile, FileDigests } from './file-digests.js'
import { filesBelow, inProject } from './project-folder.js'
import type { Row } from './rows.js'
import { unsafeName } from '../formats/zip/zip-limits.js'

/** What becomes of one entry of the baseline. */
export type EntryChange =
  | { way: 'file', file: DigestedFile }
  | { way: 'bytes', bytes: Buffer }
  | { way: 'remove' }
  | { way: 'plist', set: Record<string, unknown> }

export type Changes = ReadonlyMap<string, EntryChange>

export interface ChangeContext {
  project: string
  file: ProjectFile
  digests: FileDigests
}

/**
 * All changes that a row makes to its baseline, by entry; later edits win, the config document comes last.
 */
export async function changesOf (
  row: Row,
  baseline: InspectedBaseline,
  config: string,
  { project, file, digests }: ChangeContext
): Promise<Changes> {
  const changes = new Map<string, EntryChange>()
  const label = baseline.definition.path
  const existing = (): string[] => [...baseline.entries.keys(), ...baseline.files.keys(), ...changes.keys()]
  for (const edit of row.edits) {
    if ('put' in edit) {
      for (const [name, path] of sourcesOf(project, resolveName(edit.put, baseline), edit.from)) {
        changes.set(name, {
          way: 'file',
          file: await digests.of(inProject(project, path), `what goes to ${name}`)
        })
      }
    } else if ('remove' in edit) {
      const pattern = resolveName(edit.remove, baseline)
      const matches = matcher([pattern.endsWith('/') ? `${pattern}**` : pattern])
      const gone = existing().filter(name => matches(name) || name === pattern)
      if (gone.length === 0) {
        throw new PacklineError('PACKAGE_ENTRY_MISSING', {
          file: label,
          entry: edit.remove
        })
      }
      for (const name of gone) changes.set(name, { way: 'remove' })
    } else {
      const name = resolveName(edit.plist, baseline)
      if (!baseline.entries.has(name) && !baseline.files.has(name)) {
        throw new PacklineError('PACKAGE_ENTRY_MISSING', { file: label, entry: name })
      }
      const before = changes.get(name)
      changes.set(name, { way: 'plist', set: { ...before?.way === 'plist' && before.set, ...edit.set } })
    }
  }
  const signing = row.signing === undefined ? undefined : file.packages.signing[row.signing]
  if (signing?.profile !== undefined && baseline.definition.type === 'ipa') {
    changes.set(resolveName('{app}/embedded.mobileprovision', baseline), {
      way: 'file',
      file: await digests.of(
        inProject(
          project,
          signing.profile
        ),
        'the provisioning profile'
      )
    })
  }
  if (row.config.in === 'entry') {
    changes.set(resolveName(row.config.path!, baseline), {
      way: 'bytes',
      bytes: Buffer.from(config)
    })
  }
  for (const name of changes.keys()) {
    const reason = unsafeName(name)
    if (reason !== undefined) {
      throw new PacklineError('PACKAGE_UNSAFE_ENTRY', { file: label, entry: name, reason })
    }
  }
  // Putting back what the baseline holds, or removing what it never held, is no change.
  return new Map(
    [...changes].filter(([name, change]) =>
      !(change.way === 'remove' && !baseline.entries.has(name) && !baseline.files.has(name)) &&
      !(change.way === 'file' && baseline.files.get(name)?.sha256 === change.file.sha256)
    )
  )
}

function sourcesOf (project: string, put: string, from: string): Array<[name: string, path: string]> {
  if (!from.endsWith('/')) return [[put.endsWith('/') ? put + posix.basename(from) : put, from]]
  const paths = filesBelow(project, from)
  if (paths.length === 0) {
    throw new PacklineError('PACKAGE_INPUT_MISSING', { file: from, what: `the folder that goes to ${put}` })
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
    throw new PacklineError('PACKAGE_ENTRY_MISSING', {
      file: baseline.definition.path,
      entry: 'Payload/NAME.app (exactly one)'
    })
  }
  return name.replaceAll('{app}', app)
}

/** Name and content of every change, for keys: equal lists give equal packages. */
export function changeInputs (changes: Changes): Array<[name: string, digest: string]> {
  return [...changes]
    .map(([name, change]): [string, string] => [
      name,
      change.way === 'file'
        ? `${change.file.sha256} ${
          change
            .file
            .mode & 0o111
        }`
        : change.way === 'bytes'
        ? sha256Of(change.bytes)
        : change.way === 'plist'
        ? JSON.stringify(change.set)
        : 'removed'
    ])
    .sort(([a], [b]) => a < b ? -1 : 1)
}

function sha256Of (bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
