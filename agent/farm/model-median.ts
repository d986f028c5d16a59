import type { MachineFacts } from '../health/machine-facts.js'
import { medianOf, type BuildTimes } from '../health/probes/probe-build.js'
import type { Machine } from './farm-machine.js'

/** With fewer than these, the median says more of one machine than of the model. */
const fewest = 3

/** What machines like this one do at their best, this one among them; undefined when too few are known. */
export function modelMedian (
  facts: MachineFacts | null,
  machines: ReadonlyArray<Pick<Machine, 'record'>>
): BuildTimes | undefined {
  if (facts === null || facts.model === 'unknown') return undefined
  const alike = machines.flatMap(({ record: { facts: other, baseline } }) =>
    other !== null && isAlike(other, facts) && baseline !== null ? [baseline] : []
  )
  return alike.length < fewest ? undefined : medianOf(alike)
}

/** Virtual machines of one name differ in all the rest. */
function isAlike (a: MachineFacts, b: MachineFacts): boolean {
  return a.model === b.model && a.cpu === b.cpu && a.cores === b.cores
}
