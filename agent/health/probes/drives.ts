import type { CheckState, Reading } from '../check.js'
import type { Machine } from '../machine.js'
import type { Probe } from '../probe.js'

const everyMs = 10 * 60_000

/**
 * What the drives say of themselves: smartctl where it is there and may read them, diskutil on a Mac. Nothing
 * where neither can.
 */
export function drivesProbe (machine: Machine): Probe {
  return {
    id: 'drives',
    everyMs,
    deadlineMs: 20_000,
    whenBroken: 'warn',
    measure: async signal => {
      const bySmart = await smartReadings(machine, signal)
      if (bySmart.length > 0 || machine.platform !== 'darwin') return bySmart
      return await diskutilReadings(machine, signal)
    }
  }
}

interface SmartReport {
  device?: { name?: string, info_name?: string }
  model_name?: string
  smart_status?: { passed?: boolean }
  nvme_smart_health_information_log?: {
    critical_warning?: number
    percentage_used?: number
    available_spare?: number
    available_spare_threshold?: number
  }
  ata_smart_attributes?: { table?: Array<{ id: number, raw?: { value?: number } }> }
}

/** ATA attributes that count sectors already lost or about to be. */
const lostSectors = new Set([5, 197, 198])
const wornPercent = 95

async function smartReadings (machine: Machine, signal: AbortSignal): Promise<Reading[]> {
  const scan = await ask(machine, ['--scan', '--json'], signal)
  const devices = (scan as { devices?: Array<{ name?: string }> } | undefined)?.devices ?? []
  const readings = await Promise.all(devices.map(async ({ name }) => {
    if (typeof name !== 'string' || !name.startsWith('/dev/')) return []
    const report = await ask(machine, ['--json', '-H', '-A', '-i', name], signal) as SmartReport | undefined
    return report?.smart_status?.passed === undefined ? [] : [driveReading(name, report)]
  }))
  return readings.flat()
}

/** The reading of one drive in smartctl's own words. */
function driveReading (name: string, report: SmartReport): Reading {
  const nvme = report.nvme_smart_health_information_log
  const lost = report.ata_smart_attributes?.table?.filter(({ id }) => lostSectors.has(id)).reduce(
    (sum, { raw }) => sum + (raw?.value ?? 0),
    0
  ) ?? 0
  const findings: Array<[boolean, CheckState, string]> = [
    [report.smart_status?.passed === false, 'fail', 'SMART says that the drive fails'],
    [(nvme?.critical_warning ?? 0) !== 0, 'fail', `NVMe critical warning ${nvme?.critical_warning}`],
    [(nvme?.percentage_used ?? 0) >= wornPercent, 'warn', `${nvme?.percentage_used} % of its life is used`],
    [lost > 0, 'warn', `${lost} sectors lost or pending`]
  ]
  const found = findings.filter(([isSo]) => isSo)
  const [worst] = found
  const about = {
    kind: 'drive',
    name: name.replace(/^\/dev\//, '').replaceAll(/[^\w-]/g, '-'),
    subject: report.model_name === undefined ? name : `${name} (${report.model_name})`
  } as const
  if (worst === undefined) return { ...about, value: 'passed' }
  return {
    ...about,
    value: 'failing',
    state: worst[1],
    problem: found.map(([, , text]) => text).join('; ')
  }
}

async function ask (machine: Machine, args: string[], signal: AbortSignal): Promise<unknown> {
  try {
    // Its exit status is a bit field that is not 0 for many a healthy drive.
    return JSON.parse((await machine.run('smartctl', args, signal)).output)
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}

async function diskutilReadings (machine: Machine, signal: AbortSignal): Promise<Reading[]> {
  const { output } = await machine.run('/usr/sbin/diskutil', ['info', 'disk0'], signal)
  const status = /^\s*SMART Status:\s+(.+?)\s*$/m.exec(output)?.[1]
  if (status === undefined || /not supported/i.test(status)) return []
  const about = { kind: 'drive', name: 'disk0', value: status } as const
  return [
    /^verified$/i.test(status) ? about : { ...about, state: 'fail', problem: `SMART status is ${status}` }
  ]
}
