import { PacklineError } from '../errors.js'

/** Refuses what a server would refuse, or worse accept: relative parts, empty names, control characters. */
export function checkPath (path: string): string {
  const isGood = path === '/' || (/^(\/[^/]+)+$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path) &&
    !/[\u0000-\u001f\u007f-\u009f\ud800-\uf8ff\ufff0-\uffff]/.test(path))
  if (!isGood) throw new PacklineError('ZOOKEEPER_PATH_INVALID', { path })
  return path
}

/** `path` as the server knows it, under `chroot` ('' for none). */
export function absolutePath (chroot: string, path: string): string {
  checkPath(path)
  if (chroot === '') return path
  return path === '/' ? chroot : chroot + path
}

export function relativePath (chroot: string, path: string): string {
  if (!path.startsWith(chroot)) return path
  return path.slice(chroot.length) || '/'
}

export function checkChroot (chroot: string | undefined): string {
  if (chroot === undefined || chroot === '/' || chroot === '') return ''
  try {
    return checkPath(chroot)
  } catch {
    throw new PacklineError('ZOOKEEPER_CHROOT_INVALID', { chroot })
  }
}

/** '/a', '/a/b', '/a/b/c' for '/a/b/c'. */
export function pathAndParents (path: string): string[] {
  const names = path.split('/').slice(1)
  return names.map((_, index) => '/' + names.slice(0, index + 1).join('/'))
}
