import { phrase } from '../../messages/phrase.js'
import type { Reading } from '../check.js'
import type { Probe } from '../probe.js'
import { ProofRecords } from '../proof-records.js'
import type { ProofArea, ProofRecord } from '../proof-records.js'

const hourMs = 3_600_000
const kinds = { sites: 'site', drift: 'drift' } as const satisfies Record<ProofArea, Reading['kind']>

/** How long ago each thing was found as it should be, and what stood against it since: by its most hours. */
export function proofProbe (
  area: ProofArea,
  mostHours: Readonly<Record<string, number>>,
  home: string,
  nowMs: () => number
): Probe {
  const records = new ProofRecords(home, area)
  return {
    id: kinds[area],
    everyMs: 60_000,
    deadlineMs: 5000,
    whenBroken: 'warn',
    measure: async () =>
      await Promise.all(
        Object.entries(mostHours).map(async ([name, most]) =>
          ageOf(area, name, most, await records.read(name), nowMs())
        )
      )
  }
}

function ageOf (
  area: ProofArea,
  name: string,
  most: number,
  { lastGood, failed }: ProofRecord,
  nowMs: number
): Reading {
  const value = lastGood === undefined ? null : Math.max(0, nowMs - Date.parse(lastGood))
  const problem = failed?.problems[0] ?? (
    value === null
      ? phrase('proof.never')
      : value > most * hourMs
      ? phrase('backup.old', { hours: Math.round(value / hourMs), most })
      : undefined
  )
  return {
    kind: kinds[area],
    name,
    value,
    subject: name,
    ...problem !== undefined && { state: 'warn', problem }
  }
}
