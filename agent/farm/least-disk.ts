import { isCheckState, kindOf, severityOf, type Check, type CheckState } from '../health/check.js'

/** The folder of a machine that is nearest to its end. */
export interface LeastDisk {
  /** Of the check, such as `disk.cache`. */
  id: string
  state: CheckState
  freeBytes: number
}

/** Rounded to two digits: that a disk has a megabyte less is nothing to tell the farm. */
export function leastDisk (
  checks: ReadonlyArray<Pick<Check, 'id' | 'state' | 'value'>>
): LeastDisk | undefined {
  const [least] = checks
    .flatMap(({ id, state, value }) =>
      kindOf(id) === 'disk' && typeof value === 'number' ? [{ id, state, freeBytes: value }] : []
    )
    .sort((a, b) => severityOf[b.state] - severityOf[a.state] || a.freeBytes - b.freeBytes)
  return least && { ...least, freeBytes: Number(least.freeBytes.toPrecision(2)) }
}

/** What another machine tells. */
export function leastDiskIn (value: unknown): LeastDisk | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { id, state, freeBytes }: Partial<Record<keyof LeastDisk, unknown>> = value
  return typeof id === 'string' && id.length < 100 && kindOf(id) === 'disk' && isCheckState(state) &&
      typeof freeBytes === 'number' && freeBytes >= 0
    ? { id, state, freeBytes }
    : undefined
}
