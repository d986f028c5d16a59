import { PacklineError } from '../errors.js'

/**
 * Throws when the Jenkins library that called and this packline do not fit: they share what commands and
 * answers look like, which changes with the major version, and before 1.0 with the minor one.
 */
export function checkLibraryVersion (library: string, own: string): void {
  const theirs = contract(library)
  if (theirs === undefined) {
    throw new PacklineError('LIBRARY_UNKNOWN_VERSION', { library: JSON.stringify(library) })
  }
  const [major, minor] = contract(own) ?? [0, 0]
  const difference = major - theirs[0] || minor - theirs[1]
  if (difference !== 0) {
    throw new PacklineError(difference > 0 ? 'LIBRARY_TOO_OLD' : 'LIBRARY_TOO_NEW', {
      library,
      packline: own
    })
  }
}

/** Whether two versions of packline understand each other. */
export function isSameContract (one: string, other: string): boolean {
  return String(contract(one)) === String(contract(other))
}

function contract (version: string): [number, number] | undefined {
  const match = /^(\d{1,5})\.(\d{1,5})\.\d{1,5}(?:-[\w.]+)?$/.exec(version)
  if (match === null) return undefined
  const major = Number(match[1])
  return [major, major === 0 ? Number(match[2]) : 0]
}
