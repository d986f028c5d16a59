import { readlinkSync, realpathSync } from 'node:fs'
import { isAbsolute, join, sep } from 'node:path'
import { defectError, walk } from '../files/walk.js'
import { includePattern } from '../files/glob.js'
import { PacklineError } from '../errors.js'

/**
 * Project-relative paths of all files below a folder, sorted. A link that leads out of the project is
 * refused.
 */
export function filesBelow (project: string, folder: string): string[] {
  const base = folder.replace(/\/+$/, '')
  return listed(project, [base === '.' ? '' : base], () => true)
}

/** Where macOS has links that are part of the thing: a framework's Versions/Current, for one. */
const inBundle = /\.(app|appex|framework|bundle|plugin|xpc)\//i

/**
 * The same, with the links inside macOS bundles as what they are: by project-relative path what each says,
 * for those that stay in the folder. Other links are followed.
 */
export function contentsBelow (
  project: string,
  folder: string
): { files: string[], links: Map<string, string> } {
  const base = folder.replace(/\/+$/, '')
  const links = new Map<string, string>()
  const keepsLink = (path: string): boolean => {
    if (!inBundle.test(path)) return false
    const target = readlinkSync(join(project, path))
    if (isAbsolute(target) || !staysIn(join(project, base), join(project, path))) return false
    links.set(path, target.replaceAll(sep, '/'))
    return true
  }
  return { files: listed(project, [base === '.' ? '' : base], () => true, keepsLink), links }
}

function staysIn (folder: string, link: string): boolean {
  try {
    return (realpathSync(link) + sep).startsWith(realpathSync(folder) + sep)
  } catch {
    // It leads nowhere, which whoever follows it tells.
    return false
  }
}

/**
 * Project-relative paths of all files that match one of the globs, sorted. A glob that ends in / takes
 * everything below.
 */
export function filesMatching (project: string, globs: readonly string[]): string[] {
  const patterns = globs.map(glob => includePattern(glob.endsWith('/') ? `${glob}**` : glob))
  return listed(
    project,
    outermost(patterns.map(({ base }) => base)),
    path => patterns.some(pattern => pattern.matches(path))
  )
}

function listed (
  project: string,
  bases: readonly string[],
  matches: (path: string) => boolean,
  keepsLink?: (path: string) => boolean
): string[] {
  const paths: string[] = []
  walk(
    {
      project,
      bases,
      skip: new Set(),
      gitignore: false,
      isExcluded: () => false,
      ...keepsLink !== undefined && { keepsLink }
    },
    (path, _, defect) => {
      if (!matches(path)) return
      if (defect !== undefined) throw defectError(path, defect)
      paths.push(path)
    }
  )
  return paths.sort()
}

/** Without folders that lie in others of them. */
function outermost (folders: readonly string[]): string[] {
  const unique = [...new Set(folders)]
  return unique.filter(folder =>
    !unique.some(other => other !== folder && (other === '' || folder.startsWith(`${other}/`)))
  )
}

/** A project-relative path as an absolute one; what leads out of the project by a link is refused. */
export function inProject (project: string, path: string): string {
  const full = join(project, path)
  let real: string
  try {
    real = realpathSync(full)
  } catch {
    // Not there: whoever needs it says so.
    return full
  }
  if (real !== project && !real.startsWith(project + sep)) {
    throw new PacklineError('SCAN_LINK_LEAVES_PROJECT', { file: path, target: real })
  }
  return full
}
