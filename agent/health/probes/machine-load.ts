import type { Reading } from '../check.js'
import type { Probe } from '../probe.js'
import type { Machine } from '../machine.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

/** Memory that programs can still get, how fast the machine swaps, and its load over five minutes. */
export function memoryProbe (machine: Machine): Probe {
  const swap = rateOf(machine.nowMs)
  return {
    id: 'memory',
    everyMs: 0,
    deadlineMs: 5000,
    whenBroken: 'warn',
    measure: async signal => {
      const read = readers[machine.platform] ?? otherSystem
      const { available, swapped } = await read(machine, signal)
      const readings: Reading[] = [{ kind: 'memory', value: available }]
      if (swapped !== undefined) readings.push({ kind: 'swapping', value: swap(swapped) })
      return readings
    }
  }
}

export function loadProbe (machine: Machine): Probe {
  return {
    id: 'load',
    everyMs: 0,
    deadlineMs: 1000,
    whenBroken: 'warn',
    // Windows has no load average and says 0.
    measure: async () =>
      machine.platform === 'win32'
        ? []
        : [{ kind: 'load', value: overFiveMinutes(machine) / Math.max(1, machine.cores) }]
  }
}

function overFiveMinutes (machine: Machine): number {
  const [, fiveMinutes = 0] = machine.loadAverage()
  return fiveMinutes
}

interface MemoryState {
  available: number
  swapped?: number
}

const readers: Partial<
  Record<NodeJS.Platform, (machine: Machine, signal: AbortSignal) => Promise<MemoryState>>
> = {
  linux: async machine => {
    const [memory, virtual] = await Promise.all([
      machine.readText('/proc/meminfo'),
      machine.readText('/proc/vmstat')
    ])
    const swapped = (numberAfter(virtual, /^pswpin (\d+)/m) + numberAfter(virtual, /^pswpout (\d+)/m)) * 4096
    return {
      available: numberAfter(memory, /^MemAvailable:\s+(\d+)/m) / numberAfter(memory, /^MemTotal:\s+(\d+)/m),
      swapped
    }
  },
  // What os.freemem() calls used on a Mac is mostly cache that is given back on demand.
  darwin: async (machine, signal) => {
    const [level, statistics] = await Promise.all([
      machine.run('/usr/sbin/sysctl', ['-n', 'kern.memorystatus_level'], signal),
      machine.run('/usr/bin/vm_stat', [], signal)
    ])
    const pageBytes = numberAfter(statistics.output, /page size of (\d+) bytes/)
    const swapped = (numberAfter(statistics.output, /^Swapins:\s+(\d+)/m) +
      numberAfter(statistics.output, /^Swapouts:\s+(\d+)/m)) * pageBytes
    return { available: numberAfter(level.output, /^(\d+)/m) / 100, swapped }
  }
}

async function otherSystem (machine: Machine): Promise<MemoryState> {
  return { available: machine.freeMemoryBytes() / machine.totalMemoryBytes }
}

function numberAfter (text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new ReasonError(phrase('figures.missing', { what: pattern.source }))
  return Number(found)
}

/** Units a second since the last call; 0 at first, and after a counter that went back. */
export function rateOf (nowMs: () => number): (count: number) => number {
  let last: { count: number, atMs: number } | undefined
  return count => {
    const atMs = nowMs()
    const rate = last === undefined || atMs <= last.atMs
      ? 0
      : Math.max(0, count - last.count) * 1000 / (atMs - last.atMs)
    last = { count, atMs }
    return rate
  }
}
