import { basename, join } from 'node:path'
import { isLocked } from '../files/file-lock.js'
import { Installation } from './installation.js'

/**
 * What an update of the installation around `root` has come to: `begun` from the switch to this version on,
 * until the agent has started with it; `over` where another version took the place of this one.
 */
export function updateUnderWay (root: string): 'begun' | 'over' | undefined {
  const installation = installationAround(root)
  if (installation?.current === undefined) return undefined
  if (installation.current !== basename(root)) return 'over'
  return isLocked(installation.lockFile) ? 'begun' : undefined
}

/** The version that took the place of the one in `root`, and its command. */
export function successorOf (root: string): { version: string, command: string } | undefined {
  const installation = installationAround(root)
  const { current } = installation ?? {}
  if (installation === undefined || current === undefined || current === basename(root)) return undefined
  return { version: current, command: join(installation.folderOf(current), 'scripts/packline') }
}

/** Undefined in a checkout. */
function installationAround (root: string): Installation | undefined {
  try {
    return Installation.around(root)
  } catch {
    return undefined
  }
}
