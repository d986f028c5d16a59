export interface Mount {
  mountPoint: string
  type: string
  source: string
}

/** The mounts in the text of /proc/self/mountinfo; later ones hide earlier ones of the same place. */
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

/** The kernel writes blanks, tabs, line ends and backslashes as octal numbers, and all of it byte by byte. */
function unescape (text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}
