import { PacklineError, toPacklineError } from '../../errors.js'

/** Throws nothing for no errors, the only one as it is, and several as one RUN_FAILED that lists them. */
export function throwAll (errors: readonly unknown[]): void {
  if (errors.length === 0) return
  const list = eachOnce(errors.map(toPacklineError).flatMap(listedIn))
  if (list.length === 1) throw errors[0]
  throw new PacklineError('RUN_FAILED', { count: list.length, errors: list }, { cause: list[0] })
}

/** What failed of some work, when all of it has ended. */
async function failuresOf (work: ReadonlyArray<Promise<unknown>>): Promise<unknown[]> {
  const ends = await Promise.allSettled(work)
  return ends.flatMap(end => end.status === 'rejected' ? [end.reason as unknown] : [])
}

/** The results of some work. The first failure ends it; where a run keeps going, all that failed is told. */
export async function resultsOf<Result> (
  work: ReadonlyArray<Promise<Result>>,
  { keepsGoing }: { keepsGoing?: boolean }
): Promise<Result[]> {
  if (keepsGoing === true) throwAll(await failuresOf(work))
  return await Promise.all(work)
}

/** The same for thousands of parts, so many at a time: each that waits takes memory. */
export async function resultsInLanes<Part, Result> (
  parts: readonly Part[],
  lanes: number,
  work: (part: Part) => Promise<Result>,
  { keepsGoing }: { keepsGoing?: boolean }
): Promise<Result[]> {
  const results = new Array<Result>(parts.length)
  const failures = new Map<number, unknown>()
  const left = parts.entries()
  const lane = async (): Promise<void> => {
    for (const [index, part] of left) {
      try {
        results[index] = await work(part)
      } catch (error) {
        if (keepsGoing !== true) throw error
        failures.set(index, error)
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  throwAll([...failures].sort(([a], [b]) => a - b).map(([, error]) => error))
  return results
}

/** What goes wrong with parts of some work. The first ends it; where a run keeps going, all are told. */
export interface Failures {
  /** What the work gives, or `otherwise` where it fails and others go on. */
  attempt: <Result>(otherwise: Result, work: () => Promise<Result>) => Promise<Result>
  throwAll: () => void
}

export function failuresOfParts ({ keepsGoing }: { keepsGoing?: boolean }): Failures {
  const errors: unknown[] = []
  return {
    attempt: async (otherwise, work) => {
      try {
        return await work()
      } catch (error) {
        if (keepsGoing !== true) throw error
        errors.push(error)
        return otherwise
      }
    },
    throwAll: () => {
      throwAll(errors)
    }
  }
}

/** A file that two need is wrong for both of them in the same words. */
function eachOnce (errors: readonly PacklineError[]): PacklineError[] {
  return [...new Map(errors.map(error => [`${error.code} ${error.message}`, error])).values()]
}

function listedIn (error: PacklineError): PacklineError[] {
  const { errors } = error.details
  return error.code === 'RUN_FAILED' && Array.isArray(errors)
    ? errors.filter(each => each instanceof PacklineError)
    : [error]
}
