import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'

/** The path of a package that a person named, and whether it is a folder. Throws PACKAGE_INPUT_MISSING. */
export function namedPackage (cwd: string, name: string): { path: string, isFolder: boolean } {
  const path = resolve(cwd, name)
  const status = statSync(path, { throwIfNoEntry: false })
  if (status === undefined) {
    throw new PacklineError('PACKAGE_INPUT_MISSING', { file: path, what: phrase('package.named') })
  }
  return { path, isFolder: status.isDirectory() }
}
