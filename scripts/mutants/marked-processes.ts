import { environmentOf, kill, listProcesses } from '../test-run/process-list.js'

/** Kills every process whose environment has `name=value`; on systems without /proc there is no looking. */
export function endMarked (name: string, value: string): number[] {
  return listProcesses().map(({ id }) => id).filter(id =>
    id !== process.pid && environmentOf(id).includes(`${name}=${value}`) && kill(id)
  )
}
