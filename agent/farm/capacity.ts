import { gradeSeen, type Machine } from './farm-machine.js'

interface LicenceDevices {
  licence: string
  mode: 'pinned' | 'floating'
  devices: readonly string[]
}

/**
 * What would have nobody left without `device`: labels and licences that no other machine at work can serve.
 */
export function lostWithout (
  device: string,
  machines: readonly Machine[],
  licences: readonly LicenceDevices[],
  nowMs: number,
  silentAfterMs: number
): { labels: string[], licences: string[] } {
  const leaving = machines.find(({ record }) => record.device === device)
  const others = machines.filter(machine =>
    machine.record.device !== device && isAtWork(machine, nowMs, silentAfterMs)
  )
  const labels = (leaving?.record.labels ?? []).filter(label =>
    !others.some(({ record }) => record.labels.includes(label))
  )
  const pinned = licences
    .filter(({ mode, devices }) => mode === 'pinned' && devices.includes(device))
    .filter(({ devices }) => !others.some(({ record }) => devices.includes(record.device)))
  return { labels, licences: pinned.map(({ licence }) => licence) }
}

/** Takes jobs now: reports, is not poor, and nobody drains it. */
export function isAtWork (machine: Machine, nowMs: number, silentAfterMs: number): boolean {
  return machine.order === undefined && machine.isAlive &&
    gradeSeen(machine, nowMs, silentAfterMs).grade !== 'poor'
}
