interface Kind {
  unit:
    | 'bytes'
    | 'ratio'
    | 'milliseconds'
    | 'celsius'
    | 'bytes/s'
    | 'jobs'
    | 'yes'
    | 'version'
    | 'name'
    | 'per core'
    | 'count'
  /** On which side of its limits a value is bad. */
  worse: 'above' | 'below'
  warn: number | null
  fail: number | null
}

const GB = 1_000_000_000

/**
 * Everything that can be checked, with its limits: past `warn` a machine is degraded, past `fail` it is poor.
 * The configuration may change them under the same names. Titles and hints are the messages `check.KIND` and
 * `checkHint.KIND`.
 */
export const checkKinds = {
  disk: { unit: 'bytes', worse: 'below', warn: 10 * GB, fail: 2 * GB },
  inodes: { unit: 'ratio', worse: 'below', warn: 0.1, fail: 0.02 },
  writable: { unit: 'yes', worse: 'below', warn: null, fail: 1 },
  /** Never poor: slow is not broken, and builds themselves make a disk slow. */
  latency: { unit: 'milliseconds', worse: 'above', warn: 20, fail: null },
  mount: { unit: 'name', worse: 'above', warn: null, fail: null },
  memory: { unit: 'ratio', worse: 'below', warn: 0.1, fail: 0.03 },
  swapping: { unit: 'bytes/s', worse: 'above', warn: 2_000_000, fail: 20_000_000 },
  load: { unit: 'per core', worse: 'above', warn: 3, fail: 10 },
  clock: { unit: 'milliseconds', worse: 'above', warn: 2000, fail: 5000 },
  drive: { unit: 'name', worse: 'above', warn: null, fail: null },
  driveRights: { unit: 'name', worse: 'above', warn: null, fail: null },
  temperature: { unit: 'celsius', worse: 'above', warn: 90, fail: 105 },
  throttling: { unit: 'ratio', worse: 'above', warn: 0.1, fail: null },
  tool: { unit: 'version', worse: 'above', warn: null, fail: null },
  licence: { unit: 'name', worse: 'above', warn: null, fail: null },
  /** A figure alone: that a licence is used is what it is there for. */
  seats: { unit: 'ratio', worse: 'above', warn: null, fail: null },
  queue: { unit: 'jobs', worse: 'above', warn: 50, fail: null },
  lag: { unit: 'milliseconds', worse: 'above', warn: 500, fail: 5000 },
  /**
   * Never poor: a service that is down for all must not empty the farm, and a machine that is cut off is
   * silent to the others.
   */
  service: { unit: 'ratio', worse: 'below', warn: 1, fail: null },
  /** Never poor: a machine builds without it. */
  sharedCache: { unit: 'name', worse: 'above', warn: null, fail: null },
  /** Never poor: builds go on without; people are told by the alert. */
  backup: { unit: 'milliseconds', worse: 'above', warn: null, fail: null },
  drill: { unit: 'milliseconds', worse: 'above', warn: null, fail: null },
  site: { unit: 'milliseconds', worse: 'above', warn: null, fail: null },
  drift: { unit: 'milliseconds', worse: 'above', warn: null, fail: null },
  staging: { unit: 'milliseconds', worse: 'above', warn: null, fail: null },
  /** Never poor: who builds is in the directory already. */
  directory: { unit: 'milliseconds', worse: 'above', warn: null, fail: null },
  image: { unit: 'milliseconds', worse: 'above', warn: null, fail: null },
  /** Never poor: what needs no image is built. */
  imageBuilder: { unit: 'version', worse: 'above', warn: null, fail: null },
  /** Never poor: what is wrong is the repository's, and the machine builds all others. */
  repository: { unit: 'name', worse: 'above', warn: null, fail: null },
  /** Never poor: teams are not told, and builds go on. */
  notice: { unit: 'name', worse: 'above', warn: null, fail: null },
  build: { unit: 'ratio', worse: 'above', warn: 1.5, fail: 4 },
  buildModel: { unit: 'ratio', worse: 'above', warn: 1.5, fail: null },
  probe: { unit: 'name', worse: 'above', warn: null, fail: null },
  history: { unit: 'name', worse: 'above', warn: null, fail: null },
  silent: { unit: 'milliseconds', worse: 'above', warn: null, fail: null }
} as const satisfies Record<string, Kind>

export type CheckKind = keyof typeof checkKinds
