import type { Reading } from '../check.js'
import type { Machine } from '../machine.js'
import type { Probe } from '../probe.js'
import { rateOf } from './machine-load.js'
import { phrase } from '../../messages/phrase.js'

/** The hottest sensor of the processor, and how much it is slowed down, where the system tells. */
export function temperatureProbe (machine: Machine): Probe {
  const throttled = rateOf(machine.nowMs)
  return {
    id: 'temperature',
    everyMs: 60_000,
    deadlineMs: 5000,
    whenBroken: 'warn',
    measure: async signal => {
      if (machine.platform === 'darwin') return await macReadings(machine, signal)
      if (machine.platform !== 'linux') return []
      const [celsius, times] = await Promise.all([hottestZone(machine), throttleTimes(machine)])
      const readings: Reading[] = []
      if (celsius !== undefined) readings.push({ kind: 'temperature', value: celsius })
      // Milliseconds a second: the share of the time in which it was slowed down.
      if (times !== undefined) readings.push({ kind: 'throttling', value: throttled(times) / 1000 })
      return readings
    }
  }
}

const zones = '/sys/class/thermal'
const processors = '/sys/devices/system/cpu'

async function hottestZone (machine: Machine): Promise<number | undefined> {
  const names = (await machine.list(zones).catch(() => [])).filter(name => name.startsWith('thermal_zone'))
  const values = await Promise.all(
    names.map(async name => Number(await machine.readText(`${zones}/${name}/temp`).catch(() => 'NaN')) / 1000)
  )
  // A zone that is switched off reads 0 or less.
  const real = values.filter(value => value > 0 && value < 200)
  return real.length === 0 ? undefined : Math.max(...real)
}

async function throttleTimes (machine: Machine): Promise<number | undefined> {
  const names = (await machine.list(processors).catch(() => [])).filter(name => /^cpu\d+$/.test(name))
  const values = await Promise.all(
    names.map(async name =>
      Number(
        await machine
          .readText(`${processors}/${name}/thermal_throttle/package_throttle_total_time_ms`)
          .catch(() => 'NaN')
      )
    )
  )
  const real = values.filter(Number.isFinite)
  return real.length === 0 ? undefined : Math.max(...real)
}

async function macReadings (machine: Machine, signal: AbortSignal): Promise<Reading[]> {
  const { output } = await machine.run('/usr/bin/pmset', ['-g', 'therm'], signal)
  const percent = /CPU_Speed_Limit\s*=\s*(\d+)/.exec(output)?.[1]
  // Apple silicon has neither sensors for all nor a speed limit: that is no cool machine.
  return [
    percent === undefined
      ? { kind: 'throttling', value: phrase('probe.notMeasured') }
      : { kind: 'throttling', value: 1 - Number(percent) / 100 }
  ]
}
