import { includePattern } from '../../files/glob.js'
import { isAccepted } from '../sources/accepted-files.js'

/** Whether patterns of a rule take a path; of a folder that one names, pictures. */
export function takenBy (includes: readonly string[]): (path: string) => boolean {
  const patterns = includes.map(includePattern)
  return path =>
    patterns.some(({ namesFolders, base, matches }) =>
      namesFolders ? path.startsWith(`${base}/`) && isAccepted('atlas', path) : matches(path)
    )
}
