import { PacklineError } from '../errors.js'
import type { Machine, MachineRecord } from './farm-machine.js'

export interface Listed {
  /** Each other machine once, at the first address where it is. */
  byDevice: Map<string, { address: string, machine: Machine }>
  /** What is wrong with the list. */
  warnings: PacklineError[]
}

/** The machines behind a list of addresses, by what was seen at each. */
export function listedMachines (
  addresses: readonly string[],
  seen: ReadonlyMap<string, Machine>,
  own: MachineRecord | undefined
): Listed {
  const listed: Listed = { byDevice: new Map(), warnings: [] }
  for (const address of addresses) {
    const machine = seen.get(address)
    if (machine === undefined) continue
    if (machine.record.device === own?.device) checkOwn(listed, own, machine, address)
    else addOther(listed, machine, address)
  }
  return listed
}

/** This machine may be in its own list; another agent must not have its name. */
function checkOwn (
  { warnings }: Listed,
  { device, instance }: MachineRecord,
  { record, isAlive }: Machine,
  address: string
): void {
  if (record.instance === instance || !isAlive) return
  warnings.push(new PacklineError('FARM_NAME_TAKEN', { device, silent: address }))
}

function addOther ({ byDevice, warnings }: Listed, machine: Machine, address: string): void {
  const { device, instance } = machine.record
  const first = byDevice.get(device)
  if (first === undefined) byDevice.set(device, { address, machine })
  else if (first.machine.record.instance === instance) {
    warnings.push(new PacklineError('FARM_LISTED_TWICE', { device, first: first.address, second: address }))
  } else warnings.push(new PacklineError('FARM_NAME_TAKEN', { device, silent: address }))
}
