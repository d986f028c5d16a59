import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import { PacklineError } from '../errors.js'

/** `file` as a path, looked up on `searchPath`. Throws TOOL_NOT_FOUND. */
export function findExecutable (file: string, searchPath: string, cwd = '/'): string {
  const candidates = file.includes('/')
    ? [resolve(cwd, file)]
    : searchPath.split(delimiter).filter(folder => folder !== '').map(folder => resolve(cwd, folder, file))
  const found = candidates.find(isExecutable)
  if (found === undefined) throw new PacklineError('TOOL_NOT_FOUND', { tool: file })
  return found
}

function isExecutable (path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
