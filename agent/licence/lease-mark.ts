import type { Environment } from '../processes/process-group.js'

/** In the environment of all that runs under a lease. */
export const leaseVariable = 'PACKLINE_LEASE'
/** On its containers. */
export const leaseLabel = 'packline.lease'

/** What bears a lease's marker, and what is needed to find it. */
export interface LeaseMark {
  readonly marker: string
  /** What container runtimes need to know of the tool's environment to find the tool's containers. */
  readonly environment: Environment
  /** Container runtimes, with their global options, that tools of the lease use. */
  readonly runtimes: ReadonlyArray<readonly string[]>
}

const forRuntimes =
  /^(?:PATH|HOME|USER|TMPDIR|(?:XDG|DOCKER|CONTAINER|CONTAINERS|CONTAINERD|NERDCTL|STORAGE|_CONTAINERS)_\w+)$/

/** The mark with one more tool of the lease. */
export function withTool (
  mark: LeaseMark | undefined,
  marker: string,
  environment: Environment,
  runtime: readonly string[] | undefined
): LeaseMark {
  const runtimes = mark?.runtimes ?? []
  const isKnown = runtime === undefined ||
    runtimes.some(each => JSON.stringify(each) === JSON.stringify(runtime))
  return {
    marker,
    environment: Object.fromEntries(Object.entries(environment).filter(([name]) => forRuntimes.test(name))),
    runtimes: isKnown ? runtimes : [...runtimes, runtime]
  }
}
