import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

/** PACKLINE_HOME holds everything that an agent keeps: cache, index, journal, history, licences. */
export function packlineHome (
  environment: Environment,
  platform: NodeJS.Platform = process.platform
): string {
  const home = environment.PACKLINE_HOME
  return home === undefined || home === ''
    ? userFolder(environment, platform, 'XDG_DATA_HOME', '.local/share', 'LOCALAPPDATA')
    : resolve(home)
}

/** A folder of the user's own by the customs of the platform. */
export function userFolder (
  environment: Environment,
  platform: NodeJS.Platform,
  xdg: string,
  unix: string,
  windows: string
): string {
  const home = environment.HOME || homeOfUser()
  if (platform === 'win32') return join(environment[windows] || join(home, 'AppData', 'Local'), 'packline')
  if (environment[xdg]?.startsWith('/') === true) return join(environment[xdg], 'packline')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'packline')
  return join(home, unix, 'packline')
}

/**
 * Containers run programs as users of whom the system knows nothing; the customary home of those is `/`.
 * Node's own answer is the variable again, be it empty: the folder that a command is called in.
 */
function homeOfUser (): string {
  try {
    return userInfo().homedir || '/'
  } catch {
    return '/'
  }
}
