import { PacklineError } from '../errors.js'

/** How far apart minor versions before 1.0 may lie, so that a farm moves node by node. */
const reach = 1

/** The Jenkins library that called: its version, and the range of versions of packline that it works with. */
export interface CallingLibrary {
  version: string
  /** From and to, as `0.1-0.3`; libraries before this was told say nothing. */
  agents?: string | undefined
}

/**
 * Throws when the Jenkins library that called and this packline do not fit. Commands and answers change with
 * the major version; before 1.0 each minor version also understands the ones beside it. Of the two the newer
 * one knows better: a newer library says itself which versions of packline it works with.
 */
export function checkLibraryVersion ({ version: library, agents }: CallingLibrary, own: string): void {
  const theirs = parts(library)
  const range = agents === undefined ? undefined : /^(\d{1,5}\.\d{1,5})-(\d{1,5}\.\d{1,5})$/.exec(agents)
  if (theirs === undefined || range === null) {
    throw new PacklineError('LIBRARY_UNKNOWN_VERSION', { library: JSON.stringify(library) })
  }
  const ours = parts(own) ?? [0, 0]
  const isNewer = order(theirs, ours) > 0
  if (range !== undefined && isNewer) {
    const [, oldest = '', newest = ''] = range
    if (order(ours, parts(`${oldest}.0`) ?? ours) < 0) {
      throw unfit('LIBRARY_TOO_NEW', library, own, `${oldest} – ${newest}`)
    }
    return
  }
  const contracts = [contract(theirs), contract(ours)] as const
  const apart = contracts[1][1] - contracts[0][1]
  const difference = contracts[1][0] - contracts[0][0] || (Math.abs(apart) > reach ? apart : 0)
  if (difference !== 0) {
    throw unfit(difference > 0 ? 'LIBRARY_TOO_OLD' : 'LIBRARY_TOO_NEW', library, own, neighbours(theirs))
  }
}

/** Whether two versions of packline understand each other. */
export function isSameContract (one: string, other: string): boolean {
  const [left, right] = [parts(one), parts(other)]
  return String(left && contract(left)) === String(right && contract(right))
}

function unfit (
  code: 'LIBRARY_TOO_NEW' | 'LIBRARY_TOO_OLD',
  library: string,
  packline: string,
  agents: string
): PacklineError {
  return new PacklineError(code, { library, packline, agents })
}

/** What a library that says nothing works with. */
function neighbours ([major, minor]: [number, number]): string {
  return major > 0 ? `${major}.x` : `0.${Math.max(0, minor - reach)} – 0.${minor + reach}`
}

function order (one: [number, number], other: [number, number]): number {
  return one[0] - other[0] || one[1] - other[1]
}

/** Major and minor version that have to agree. */
function contract ([major, minor]: [number, number]): [number, number] {
  return [major, major === 0 ? minor : 0]
}

function parts (version: string): [number, number] | undefined {
  const match = /^(\d{1,5})\.(\d{1,5})\.\d{1,5}(?:-[\w.]+)?$/.exec(version)
  return match === null ? undefined : [Number(match[1]), Number(match[2])]
}
