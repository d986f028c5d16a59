import { BackupRecords } from '../../backup/backup-records.js'
import type { BackupConfig, BackupItem } from '../../config/backup-schema.js'
import { phrase } from '../../messages/phrase.js'
import type { Reading } from '../check.js'
import type { Probe } from '../probe.js'

const hourMs = 3_600_000

/** How old the last good backup of each item is, and the last good drill, which is what counts. */
export function backupsProbe ({ items }: BackupConfig, home: string, nowMs: () => number): Probe {
  const records = new BackupRecords(home)
  return {
    id: 'backup',
    everyMs: 60_000,
    deadlineMs: 5000,
    whenBroken: 'warn',
    measure: async () => {
      const readings = await Promise.all(
        Object.entries(items).map(async ([name, item]) => {
          const { lastBackup, lastDrill, sizes } = await records.read(name)
          const [backup, drill] = agesOf(name, item, [lastBackup?.at, lastDrill?.at], nowMs())
          return [{ ...backup, ...sizes.length > 0 && { trend: sizes } }, drill]
        })
      )
      return readings.flat()
    }
  }
}

function agesOf (
  name: string,
  { backupEveryHours, drillEveryDays }: BackupItem,
  [backup, drill]: readonly [string | undefined, string | undefined],
  nowMs: number
): [backup: Reading, drill: Reading] {
  const age = (kind: 'backup' | 'drill', at: string | undefined, mostHours: number): Reading => {
    const value = at === undefined ? null : Math.max(0, nowMs - Date.parse(at))
    const isFresh = value !== null && value <= mostHours * hourMs
    const problem = value === null
      ? phrase('backup.never')
      : phrase('backup.old', { hours: Math.round(value / hourMs), most: mostHours })
    return { kind, name, value, subject: name, ...!isFresh && { state: 'warn', problem } }
  }
  return [age('backup', backup, backupEveryHours), age('drill', drill, drillEveryDays * 24)]
}
