import { PacklineError } from '../../errors.js'
import type { BuiltOutput } from '../actions/planned-output.js'

/**
 * No two groups may write the same path, nor paths that differ in case only, nor one a folder where another
 * writes a file.
 */
export function checkCollisions (outputs: readonly BuiltOutput[]): void {
  const owners = new Map<string, BuiltOutput>()
  for (const built of outputs) {
    const path = foldedPath(built.output.path)
    const other = owners.get(path)
    if (other !== undefined) throw collision(built, other)
    owners.set(path, built)
  }
  for (const built of outputs) {
    const path = foldedPath(built.output.path)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const other = owners.get(path.slice(0, end))
      if (other !== undefined) throw collision(built, other)
    }
  }
}

/**
 * One form for paths that a case-insensitive or normalising file system (macOS, Windows) takes for the same.
 */
export function foldedPath (path: string): string {
  return path.normalize('NFC').toLowerCase()
}

function collision (built: BuiltOutput, other: BuiltOutput): PacklineError {
  return new PacklineError('PLAN_OUTPUT_COLLISION', {
    path: built.output.path,
    first: describe(other),
    second: describe(built)
  })
}

function describe ({ group, output }: BuiltOutput): string {
  if ('source' in output) return `${group.id} (${output.source.path})`
  return group.base === '' ? group.id : `${group.id} (${group.base}/)`
}
