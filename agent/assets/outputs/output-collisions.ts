import { PacklineError } from '../../errors.js'
import type { Group, PlannedOutput } from '../actions/processor.js'

export interface Claim {
  group: Group
  output: PlannedOutput
}

/**
 * No two groups may write the same path, nor paths that differ in case only, nor one a folder where another
 * writes a file.
 */
export function checkCollisions (claims: readonly Claim[]): void {
  const owners = new Map<string, Claim>()
  for (const claim of claims) {
    const path = foldedPath(claim.output.path)
    const other = owners.get(path)
    if (other !== undefined) throw collision(claim, other)
    owners.set(path, claim)
  }
  for (const claim of claims) {
    const path = foldedPath(claim.output.path)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const other = owners.get(path.slice(0, end))
      if (other !== undefined) throw collision(claim, other)
    }
  }
}

/**
 * One form for paths that a case-insensitive or normalising file system (macOS, Windows) takes for the same.
 */
export function foldedPath (path: string): string {
  return path.normalize('NFC').toLowerCase()
}

function collision (claim: Claim, other: Claim): PacklineError {
  return new PacklineError('PLAN_OUTPUT_COLLISION', {
    path: claim.output.path,
    first: describe(other),
    second: describe(claim)
  })
}

function describe ({ group, output }: Claim): string {
  return 'source' in output ? `${group.id} (${output.source.path})` : group.id
}
