import { PacklineError } from '../errors.js'
import type { Machine } from './farm-machine.js'
import { phrase } from '../messages/phrase.js'

/** The machine of that name. Throws FARM_MACHINE_UNKNOWN. */
export function knownMachine (device: string, machines: readonly Machine[]): Machine {
  const found = machines.find(({ record }) => record.device === device)
  if (found !== undefined) return found
  const names = machines.map(({ record }) => record.device)
  throw new PacklineError('FARM_MACHINE_UNKNOWN', { device, known: names.join(', ') || phrase('list.none') })
}
