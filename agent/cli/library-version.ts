import { PacklineError } from '../errors.js'

/** How far apart minor versions before 1.0 may lie, so that a farm moves node by node. */
const reach = 1

/**
 * Throws when the Jenkins library that called and this packline do not fit. Commands and answers change with
 * the major version; before 1.0 each minor version also understands the ones beside it.
 */
export function checkLibraryVersion (library: string, own: string): void {
  const theirs = contract(library)
  if (theirs === undefined) {
    throw new PacklineError('LIBRARY_UNKNOWN_VERSION', { library: JSON.stringify(library) })
  }
  const [major, minor] = contract(own) ?? [0, 0]
  const apart = minor - theirs[1]
  const difference = major - theirs[0] || (Math.abs(apart) > reach ? apart : 0)
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
