import type { CheckState, Reading } from '../check.js'
import type { Machine } from '../machine.js'
import type { Probe } from '../probe.js'
import { phrase, type Wording, allReasons } from '../../messages/phrase.js'

const everyMs = 10 * 60_000

/** Where root's smartctl leaves its answers for an agent that may not ask by itself: see `mendCommand`. */
export const smartReportFolder = '/run/packline-smart'
const reportAgeMs = 3_600_000

/**
 * What the drives say of themselves: smartctl where it is there, and the disks of a Mac by diskutil where it
 * is not. That smartctl may not ask is a finding too: nobody would see a drive fail.
 */
export function drivesProbe (machine: Machine): Probe {
  return {
    id: 'drives',
    everyMs,
    deadlineMs: 20_000,
    whenBroken: 'warn',
    measure: async signal => {
      const { readings, refused } = await smartReadings(machine, signal)
      if (refused.length > 0) readings.push(refusedReading(refused))
      if (readings.length > 0 || machine.platform !== 'darwin') return readings
      return await diskutilReadings(machine, signal)
    }
  }
}

interface SmartReport {
  smartctl?: { messages?: Array<{ string?: string }> }
  local_time?: { time_t?: number }
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

async function smartReadings (
  machine: Machine,
  signal: AbortSignal
): Promise<{ readings: Reading[], refused: string[] }> {
  const scan = await ask(machine, ['--scan', '--json'], signal)
  const devices = (scan as { devices?: Array<{ name?: string }> } | undefined)?.devices ?? []
  const refused: string[] = []
  const readings = await Promise.all(devices.map(async ({ name }) => {
    if (typeof name !== 'string' || !name.startsWith('/dev/')) return []
    let report = await ask(machine, ['--json', '-H', '-A', '-i', name], signal) as SmartReport | undefined
    if (isRefused(report)) report = await leftReport(machine, name)
    if (report === undefined) refused.push(name)
    return report?.smart_status?.passed === undefined ? [] : [driveReading(name, report)]
  }))
  return { readings: readings.flat(), refused }
}

/** smartmontools 7 says it in a message; its status is 2 for many another reason. */
function isRefused (report: SmartReport | undefined): boolean {
  const messages = report?.smartctl?.messages ?? []
  return messages.some(({ string }) =>
    /failed: (?:Permission denied|Operation not permitted)/.test(string ?? '')
  )
}

/** What root's smartctl said of the drive within the last hour. */
async function leftReport (machine: Machine, name: string): Promise<SmartReport | undefined> {
  try {
    const text = await machine.readText(`${smartReportFolder}/${shortName(name)}.json`)
    const report = JSON.parse(text) as SmartReport
    const ageMs = machine.nowMs() - (report.local_time?.time_t ?? 0) * 1000
    return ageMs < reportAgeMs ? report : undefined
  } catch {
    return undefined
  }
}

function refusedReading (names: readonly string[]): Reading {
  return {
    kind: 'driveRights',
    value: phrase('drive.notReadable'),
    state: 'warn',
    subject: names.join(', '),
    problem: 'smartctl: Permission denied'
  }
}

function shortName (name: string): string {
  return name.replace(/^\/dev\//, '').replaceAll(/[^\w-]/g, '-')
}

/** The reading of one drive in smartctl's own words. */
function driveReading (name: string, report: SmartReport): Reading {
  const nvme = report.nvme_smart_health_information_log
  const lost = report.ata_smart_attributes?.table?.filter(({ id }) => lostSectors.has(id)).reduce(
    (sum, { raw }) => sum + (raw?.value ?? 0),
    0
  ) ?? 0
  const findings: Array<[boolean, CheckState, Wording]> = [
    [report.smart_status?.passed === false, 'fail', phrase('drive.smartFails')],
    [
      (nvme?.critical_warning ?? 0) !== 0,
      'fail',
      phrase('drive.nvmeWarning', { number: nvme?.critical_warning ?? 0 })
    ],
    [
      (nvme?.percentage_used ?? 0) >= wornPercent,
      'warn',
      phrase('drive.worn', { percent: nvme?.percentage_used ?? 0 })
    ],
    [lost > 0, 'warn', phrase('drive.sectors', { count: lost })]
  ]
  const found = findings.filter(([isSo]) => isSo)
  const [worst] = found
  const about = {
    kind: 'drive',
    name: shortName(name),
    subject: report.model_name === undefined ? name : `${name} (${report.model_name})`
  } as const
  if (worst === undefined) return { ...about, value: phrase('drive.passed') }
  return {
    ...about,
    value: phrase('drive.failing'),
    state: worst[1],
    problem: allReasons(found.map(([, , text]) => text))
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

const diskutil = '/usr/sbin/diskutil'

/** Every whole disk; what APFS, CoreStorage and disk images make of them has no state of its own. */
async function diskutilReadings (machine: Machine, signal: AbortSignal): Promise<Reading[]> {
  const { output: list } = await machine.run(diskutil, ['list'], signal)
  const disks = [...list.matchAll(/^\/dev\/(disk\d+)(?: \((.*)\))?:/gm)].flatMap((
    [, disk = '', about = '']
  ) => /virtual|synthesized|disk image/.test(about) ? [] : [disk])
  const fusion = fusionDisks(list)
  const readings = await Promise.all(disks.map(async disk => {
    const { output } = await machine.run(diskutil, ['info', disk], signal)
    const status = fieldOf(output, 'SMART Status')
    if (status === undefined || /not supported/i.test(status)) return []
    const model = fieldOf(output, 'Device / Media Name')
    const about = {
      kind: 'drive',
      name: disk,
      value: status,
      subject: model === undefined ? `/dev/${disk}` : `/dev/${disk} (${model})`
    } as const
    if (/^verified$/i.test(status)) return [about]
    const problem = [
      phrase('drive.smartStatus', { status }),
      ...fusion.has(disk) ? [phrase('drive.fusion')] : []
    ]
      .join('; ')
    return [{ ...about, state: 'fail' as const, problem }]
  }))
  return readings.flat()
}

function fieldOf (text: string, name: string): string | undefined {
  return new RegExp(`^\\s*${name}:\\s+(.+?)\\s*$`, 'm').exec(text)?.[1]
}

/** Disks that one volume needs together: `Physical Stores` of APFS, `Logical Volume on` of CoreStorage. */
function fusionDisks (list: string): Set<string> {
  const together = /(?:Physical Stores|Logical Volume on) +(disk\d+s\d+(?:, disk\d+s\d+)+)/g
  const stores = [...list.matchAll(together)]
  return new Set(stores.flatMap(([, parts = '']) => parts.match(/disk\d+(?=s)/g) ?? []))
}
