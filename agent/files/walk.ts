import { lstatSync, readFileSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import type { Dirent } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative, sep } from 'node:path'
import type ignore from 'ignore'
import { errorText } from '../error-text.js'
import { PacklineError, hasCode } from '../errors.js'
import { FileStatuses } from './file-statuses.js'
import type { LookedStatus } from './file-statuses.js'

export interface WalkSettings {
  /** Real path of the project. */
  project: string
  /** Project-relative folders to walk, '' for all; they may not lie in one another. */
  bases: readonly string[]
  /** Project-relative folders that are never entered. */
  skip: ReadonlySet<string>
  gitignore: boolean
  /** Whether a path below a base is left out; asked for folders too. */
  isExcluded: (path: string) => boolean
  /** Whether a link is taken as what it is, in place of what it leads to; nothing more is told of it. */
  keepsLink?: (path: string) => boolean
  witness?: WalkWitness | undefined
  /** Nothing is known of any file, and each will be opened: none is looked at before. */
  areNew?: boolean
  /** About how many files there are. */
  expected?: number
}

/** Learns what a walk has looked at besides the files that it visits. */
export interface WalkWitness {
  /** A folder that is about to be listed, or a .gitignore that is there or not. */
  looked: (path: string) => void
  /** A link, or a name that cannot be read: what the walk finds depends on more. */
  unusual: () => void
}

/** Why a path that was found may only be ignored. */
export type Defect =
  /** It lies behind a link that leaves the project, or is one; `target` is where that leads. */
  | { kind: 'outside', target: string }
  | { kind: 'dangling', target: string }
  /** `name` is the path with the bytes that are no UTF-8 as they are. */
  | { kind: 'undecodable', name: string }

/** `status` holds until the visit returns. */
export type Visit = (path: string, status: LookedStatus, defect: Defect | undefined) => void

/** A defect of a path that is wanted, as an error. */
export function defectError (file: string, defect: Defect): PacklineError {
  switch (defect.kind) {
    case 'outside':
      return new PacklineError('SCAN_LINK_LEAVES_PROJECT', { file, target: defect.target })
    case 'dangling':
      return new PacklineError('SCAN_DANGLING_LINK', { file, target: defect.target })
    case 'undecodable':
      return new PacklineError('SCAN_NAME_NOT_UTF8', { file: defect.name })
  }
}

const neverEntered = new Set(['.git', '.svn', '.hg', '.packline'])
/** Whoever links to the root of the disk gets an error, not a walk of the whole disk. */
const mostOutside = 20_000

/** Of a file that nobody has looked at: no known one has it. */
const unseen: LookedStatus = { size: -1n, mtimeNs: -1n, ctimeNs: -1n, ino: -1n, isFile: () => true }

type Ignores = ReadonlyArray<{ folder: string, rules: ignore.Ignore }>

interface Walk extends WalkSettings {
  visit: Visit
  statuses: FileStatuses
  entriesOutside: number
}

/** What holds below a folder. */
interface Place {
  ignores: Ignores
  linkTargets: readonly string[]
  outside: string | undefined
}

/**
 * Visits every file below the bases, folders in order of their names; a base may be a file. Throws
 * SCAN_UNREADABLE for a folder that cannot be listed.
 */
export function walk (settings: WalkSettings, visit: Visit): void {
  const statuses = new FileStatuses(settings.project, settings.expected ?? 0)
  try {
    walkBases({ ...settings, visit, statuses, entriesOutside: 0 })
  } finally {
    statuses.close()
  }
}

function walkBases (walking: Walk): void {
  const { visit, ...settings } = walking
  for (const base of walking.bases) {
    const full = join(settings.project, base)
    if (!isThere(full)) {
      settings.witness?.looked(base)
      continue
    }
    const target = realpathSync(full)
    if (target !== full) settings.witness?.unusual()
    const place: Place = {
      ignores: parentIgnores(settings, base),
      linkTargets: [],
      outside: isInside(settings.project, target) ? undefined : target
    }
    if (statSync(full).isDirectory()) walkFolder(walking, base, place)
    else visit(base, statSync(full, { bigint: true }), outsideOf(place.outside))
  }
}

function walkFolder (walking: Walk, folder: string, place: Place): void {
  walking.witness?.looked(folder)
  const entries = list(walking.project, folder, place.outside !== undefined)
  if (place.outside !== undefined && (walking.entriesOutside += entries.length) > mostOutside) {
    throw new PacklineError('SCAN_LINK_LEAVES_PROJECT', { file: folder, target: place.outside })
  }
  const rules = walking.gitignore && entries.some(entry => entry.name === '.gitignore')
    ? readIgnores(walking, folder, place.ignores)
    : place.ignores
  const below = rules === place.ignores ? place : { ...place, ignores: rules }
  const prefix = folder === '' ? '' : `${folder}/`
  for (const entry of entries) {
    const path = prefix + entry.name
    if (entry.name.includes(replacement) && isUndecodable(walking, folder, path, entry.name, rules)) continue
    if (entry.isDirectory()) {
      if (enters(walking, path, entry.name, rules)) walkFolder(walking, path, below)
    } else if (entry.isFile()) {
      if (!isIgnored(rules, path)) visitFile(walking, path, place.outside)
    } else if (entry.isSymbolicLink() && !isIgnored(rules, path)) {
      followLink(walking, path, entry.name, below)
    }
  }
}

function visitFile (
  { areNew = false, statuses, visit }: Walk,
  path: string,
  outside: string | undefined
): void {
  const status = areNew ? unseen : statuses.of(path)
  // A file that vanished since the folder was listed is simply not there.
  if (status?.isFile() === true) visit(path, status, outsideOf(outside))
}

function followLink (walking: Walk, path: string, name: string, place: Place): void {
  const { project, visit, skip } = walking
  walking.witness?.unusual()
  if (walking.keepsLink?.(path) === true) return
  const full = join(project, path)
  const status = statSync(full, { bigint: true, throwIfNoEntry: false })
  if (status === undefined) {
    visit(path, lstatSync(full, { bigint: true }), { kind: 'dangling', target: readlinkSync(full) })
    return
  }
  const target = realpathSync(full)
  const outside = isInside(project, target) ? place.outside : target
  if (status.isFile()) visit(path, status, outsideOf(outside))
  else if (status.isDirectory() && enters(walking, path, name, place.ignores)) {
    const isLoop = (full + sep).startsWith(target + sep) || place.linkTargets.includes(target)
    const leadsToSkipped = skip.has(relative(project, target).replaceAll(sep, '/'))
    if (!isLoop && !leadsToSkipped) {
      walkFolder(walking, path, {
        ...place,
        outside,
        linkTargets: [...place.linkTargets, target]
      })
    }
  }
}

function outsideOf (target: string | undefined): Defect | undefined {
  return target === undefined ? undefined : { kind: 'outside', target }
}

/** What stands in a decoded name for bytes that are no UTF-8. */
const replacement = '\u{FFFD}'

/**
 * Tells of an entry whose name is not UTF-8, under the name that it would have; nothing can be opened by it.
 * False for a name that holds the replacement character itself.
 */
function isUndecodable (
  walking: Walk,
  folder: string,
  path: string,
  name: string,
  ignores: Ignores
): boolean {
  walking.witness?.unusual()
  const full = join(walking.project, folder)
  const raw = readdirSync(full, { encoding: 'buffer' }).filter(bytes => bytes.toString() === name)
  for (const bytes of raw) {
    if (bytes.equals(Buffer.from(name))) return false
    const status = lstatSync(Buffer.concat([Buffer.from(`${full}${sep}`), bytes]), { bigint: true })
    const isFolder = status.isDirectory()
    if (isFolder ? !enters(walking, path, name, ignores) : isIgnored(ignores, path)) continue
    const shown = {
      kind: 'undecodable',
      name: folder === '' ? asBytes(bytes) : `${folder}/${asBytes(bytes)}`
    } as const
    // Whether a rule takes what lies in such a folder cannot be known.
    if (isFolder) throw defectError(path, shown)
    walking.visit(path, status, shown)
  }
  return true
}

/** A name as `ls -b` shows it, and as GBK where it is that. */
function asBytes (bytes: Buffer): string {
  const text = [...bytes]
    .map(byte => byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`)
    .join('')
  try {
    return `${text} (${new TextDecoder('gbk', { fatal: true }).decode(bytes)})`
  } catch {
    return text
  }
}

function isInside (project: string, target: string): boolean {
  return (target + sep).startsWith(project + sep)
}

function enters (settings: WalkSettings, path: string, name: string, ignores: Ignores): boolean {
  return !neverEntered.has(name) && !settings.skip.has(path) && !settings.isExcluded(path) &&
    !isIgnored(ignores, `${path}/`)
}

function list (project: string, folder: string, isOutside: boolean): Dirent[] {
  try {
    return readdirSync(join(project, folder), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1
    )
  } catch (error) {
    // No rule takes anything from there.
    if (isOutside) return []
    throw new PacklineError('SCAN_UNREADABLE', {
      file: folder === '' ? '.' : folder,
      reason: errorText(error)
    }, { cause: error })
  }
}

function isIgnored (ignores: Ignores, path: string): boolean {
  let ignored = false
  for (const { folder, rules } of ignores) {
    const verdict = rules.test(folder === '' ? path : path.slice(folder.length + 1))
    if (verdict.ignored) ignored = true
    else if (verdict.unignored) ignored = false
  }
  return ignored
}

function readIgnores (
  { project, witness }: Pick<WalkSettings, 'project' | 'witness'>,
  folder: string,
  ignores: Ignores
): Ignores {
  witness?.looked(`${folder === '' ? '' : `${folder}/`}.gitignore`)
  const createIgnore = createRequire(import.meta.url)('ignore') as typeof ignore
  const rules = createIgnore().add(readFileSync(join(project, folder, '.gitignore'), 'utf8'))
  return [...ignores, { folder, rules }]
}

/** The .gitignore files of the folders above a base. */
function parentIgnores (settings: WalkSettings, base: string): Ignores {
  if (!settings.gitignore || base === '') return []
  let ignores: Ignores = []
  const parts = base.split('/')
  for (let depth = 0; depth < parts.length; depth++) {
    const folder = parts.slice(0, depth).join('/')
    if (isThere(join(settings.project, folder, '.gitignore'))) {
      ignores = readIgnores(settings, folder, ignores)
    } else settings.witness?.looked(`${folder === '' ? '' : `${folder}/`}.gitignore`)
  }
  return ignores
}

function isThere (path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    if (hasCode(error, 'ENOTDIR')) return false
    throw error
  }
}
