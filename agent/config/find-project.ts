import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { projectFileName } from './project-file-name.js'

/**
 * The folder of the project: the one that was named, else `cwd` or the nearest above it that has a project
 * file. The search ends at the top of the repository: what lies above is another one's.
 */
export function projectFolder (cwd: string, named: string | undefined): string {
  if (named !== undefined) return resolve(cwd, named)
  const start = resolve(cwd)
  for (let folder = start;; folder = dirname(folder)) {
    if (existsSync(join(folder, projectFileName))) return folder
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return start
  }
}
