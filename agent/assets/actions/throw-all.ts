import { PacklineError, toPacklineError } from '../../errors.js'

/** Throws nothing for no errors, the only one as it is, and several as one RUN_FAILED that lists them. */
export function throwAll (errors: readonly unknown[]): void {
  if (errors.length === 0) return
  if (errors.length === 1) throw errors[0]
  const list = errors.map(toPacklineError).flatMap(listedIn)
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

function listedIn (error: PacklineError): PacklineError[] {
  const { errors } = error.details
  return error.code === 'RUN_FAILED' && Array.isArray(errors)
    ? errors.filter(each => each instanceof PacklineError)
    : [error]
}
