import type { DirectoryConfig } from '../../config/directory-schema.js'
import { DirectoryRecords } from '../../directory/directory-records.js'
import { phrase, shortened, allReasons } from '../../messages/phrase.js'
import type { Probe } from '../probe.js'

const hourMs = 3_600_000

/** How long ago the directory was as its source. */
export function directoryProbe ({ everyHours }: DirectoryConfig, home: string, nowMs: () => number): Probe {
  const records = new DirectoryRecords(home)
  return {
    id: 'directory',
    everyMs: 60_000,
    deadlineMs: 5000,
    whenBroken: 'warn',
    measure: async () => {
      const { lastGood, failed } = await records.read()
      const value = lastGood === undefined ? null : Math.max(0, nowMs() - Date.parse(lastGood.at))
      if (value !== null && value <= everyHours * hourMs) return [{ kind: 'directory', name: 'sync', value }]
      const age = value === null
        ? phrase('directory.never')
        : phrase('directory.old', { hours: Math.round(value / hourMs), most: everyHours })
      const problem = failed === undefined ? age : allReasons([age, shortened(failed.reason, 200)])
      return [{ kind: 'directory', name: 'sync', value, state: 'warn', problem }]
    }
  }
}
