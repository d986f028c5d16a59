import type { PacklineError } from '../errors.js'
import type { ClockSample } from '../health/probes/clock.js'
import type { DrainOrder, Machine, MachineRecord, MachineReport } from './farm-machine.js'

export interface OpenAlert {
  check: string
  subject: string
}

/** Where the machines of a farm know each other from: ZooKeeper, a list of agents, or this machine alone. */
export interface FarmRegistry {
  /** Tells the others who this is. */
  register: (record: MachineRecord) => Promise<void>
  report: (report: MachineReport) => Promise<void>
  /** All machines that were ever registered and not removed. */
  machines: (signal: AbortSignal) => Promise<Machine[]>
  /** Calls `listener` after changes of any machine while somebody listens. Returns its end. */
  watch: (listener: () => void) => () => void
  /**
   * Calls `listener` at first and after each change of what an administrator wants of this machine. Returns
   * its end.
   */
  watchOrder: (device: string, listener: (order: DrainOrder | undefined) => void) => () => void
  setOrder: (device: string, order: DrainOrder | undefined) => Promise<void>
  /** Labels that a machine got from one that it replaces, besides those of its configuration. */
  setLabels: (device: string, labels: readonly string[]) => Promise<void>
  watchLabels: (device: string, listener: (labels: string[]) => void) => () => void
  /** Forgets a machine that is gone for good. */
  remove: (device: string) => Promise<void>
  /** Whether this agent looks after the others: one of them does. */
  isWarden: () => boolean
  /** What the last warden had told of and not resolved; undefined where the warden never changes. */
  openAlerts: () => Promise<OpenAlert[] | undefined>
  setOpenAlerts: (alerts: readonly OpenAlert[]) => Promise<void>
  /** What is wrong with the names and addresses of the farm, for an administrator to mend. */
  readonly warnings: readonly PacklineError[]
  /** Since when nothing of the others can be read; undefined while it can. */
  readonly blindSinceMs?: number | undefined
  /** The clock of the place where they know each other from, if it has one. */
  readonly clock?: () => Promise<ClockSample | undefined>
  close: () => Promise<void>
}
