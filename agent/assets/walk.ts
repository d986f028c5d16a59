import { lstatSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import type { BigIntStats, Dirent } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative, sep } from 'node:path'
import type ignore from 'ignore'
import { PacklineError, hasCode } from '../errors.js'

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
}

export type Visit = (path: string, status: BigIntStats, linkLeavesProject: boolean) => void

const neverEntered = new Set(['.git', '.svn', '.hg', '.packline'])

/** Visits every file below the bases, folders in order of their names. Throws SCAN_UNREADABLE for a folder that cannot be listed. */
export function walk (settings: WalkSettings, visit: Visit): void {
  for (const base of settings.bases) {
    if (isThere(join(settings.project, base))) walkFolder(settings, base, visit, parentIgnores(settings, base), [])
  }
}

type Ignores = ReadonlyArray<{ folder: string, rules: ignore.Ignore }>

function walkFolder (settings: WalkSettings, folder: string, visit: Visit, ignores: Ignores, linkTargets: readonly string[]): void {
  const entries = list(settings.project, folder)
  const rules = settings.gitignore && entries.some(entry => entry.name === '.gitignore') ? readIgnores(settings.project, folder, ignores) : ignores
  const prefix = folder === '' ? '' : `${folder}/`
  for (const entry of entries) {
    const path = prefix + entry.name
    if (entry.isDirectory()) {
      if (enters(settings, path, entry.name, rules)) walkFolder(settings, path, visit, rules, linkTargets)
    } else if (entry.isFile()) {
      if (!isIgnored(rules, path)) visitFile(settings, path, visit)
    } else if (entry.isSymbolicLink() && !isIgnored(rules, path)) {
      followLink(settings, path, entry.name, visit, rules, linkTargets)
    }
  }
}

function visitFile (settings: WalkSettings, path: string, visit: Visit): void {
  const status = lstatSync(join(settings.project, path), { bigint: true, throwIfNoEntry: false })
  // A file that vanished since the folder was listed is simply not there.
  if (status?.isFile() === true) visit(path, status, false)
}

function followLink (settings: WalkSettings, path: string, name: string, visit: Visit, ignores: Ignores, linkTargets: readonly string[]): void {
  const full = join(settings.project, path)
  const status = statSync(full, { bigint: true, throwIfNoEntry: false })
  if (status === undefined) {
    visit(path, lstatSync(full, { bigint: true }), true)
    return
  }
  const target = realpathSync(full)
  const inside = (target + sep).startsWith(settings.project + sep)
  if (status.isFile()) visit(path, status, !inside)
  else if (status.isDirectory() && enters(settings, path, name, ignores)) {
    if (!inside) throw new PacklineError('SCAN_LINK_LEAVES_PROJECT', { file: path, target })
    const isLoop = (full + sep).startsWith(target + sep) || linkTargets.includes(target)
    const leadsToSkipped = settings.skip.has(relative(settings.project, target).replaceAll(sep, '/'))
    if (!isLoop && !leadsToSkipped) walkFolder(settings, path, visit, ignores, [...linkTargets, target])
  }
}

function enters (settings: WalkSettings, path: string, name: string, ignores: Ignores): boolean {
  return !neverEntered.has(name) && !settings.skip.has(path) && !settings.isExcluded(path) && !isIgnored(ignores, `${path}/`)
}

function list (project: string, folder: string): Dirent[] {
  try {
    return readdirSync(join(project, folder), { withFileTypes: true }).sort((a, b) => a.name < b.name ? -1 : 1)
  } catch (error) {
    throw new PacklineError('SCAN_UNREADABLE', { file: folder === '' ? '.' : folder, reason: (error as Error).message }, { cause: error })
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

function readIgnores (project: string, folder: string, ignores: Ignores): Ignores {
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
    if (isThere(join(settings.project, folder, '.gitignore'))) ignores = readIgnores(settings.project, folder, ignores)
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
