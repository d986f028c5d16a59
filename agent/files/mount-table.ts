import { lstatSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Mount {
  mountPoint: string
  type: string
  source: string
}

/**
 * The mounts in /proc/self/mountinfo, read as a sign for each byte; later ones hide earlier ones of the same
 * place.
 */
export function parseMountInfo (text: string): Mount[] {
  return text.split('\n').flatMap(line => {
    const [before, after] = line.split(' - ')
    const mountPoint = before?.split(' ')[4]
    const [type, source] = after?.split(' ') ?? []
    return mountPoint === undefined || type === undefined || source === undefined
      ? []
      : [{ mountPoint: unescape(mountPoint), type, source: unescape(source) }]
  })
}

/**
 * The mount that holds `path`, an absolute real path: the one with the longest prefix, the last one of equal
 * ones.
 */
export function mountOf (mounts: readonly Mount[], path: string): Mount | undefined {
  let found: Mount | undefined
  for (const mount of mounts) {
    const prefix = mount.mountPoint === '/' ? '/' : `${mount.mountPoint}/`
    const isHolding = path === mount.mountPoint || path.startsWith(prefix)
    if (isHolding && (found === undefined || mount.mountPoint.length >= found.mountPoint.length)) {
      found = mount
    }
  }
  return found
}

/** The mounts that this process sees; none where the system keeps no such table, as a Mac. */
export function readMounts (): Mount[] {
  try {
    return parseMountInfo(readFileSync('/proc/self/mountinfo', 'latin1'))
  } catch {
    return []
  }
}

/**
 * Whether a folder is a mount of its own. A bind mount of the same disk has the device of the folder above
 * it: only the table of mounts knows it.
 */
export function isMountPoint (path: string): boolean {
  const [own, above] = [path, dirname(path)].map(folder => lstatSync(folder, { throwIfNoEntry: false })?.dev)
  if (own === undefined || above === undefined) return false
  return own !== above || readMounts().some(({ mountPoint }) => mountPoint === path)
}

/** The kernel writes blanks, tabs, line ends and backslashes as octal numbers, and all of it byte by byte. */
function unescape (text: string): string {
  const bytes = text.replace(
    /\\([0-7]{3})/g,
    (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8))
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
