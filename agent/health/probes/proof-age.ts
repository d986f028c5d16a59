import { phrase } from '../../messages/phrase.js'
import type { Reading } from '../check.js'
import type { Probe } from '../probe.js'
import { ProofRecords } from '../proof-records.js'
import type { ProofRecord } from '../proof-records.js'
import type { RecordedKind } from '../proof-kinds.js'

const hourMs = 3_600_000

/** How long ago each thing was found as it should be, and what stood against it since: by its most hours. */
export function proofProbe (
  kind: RecordedKind,
  mostHours: Readonly<Record<string, number>>,
  home: string,
  nowMs: () => number
): Probe {
  const records = new ProofRecords(home, kind)
  return {
    id: kind,
    everyMs: 60_000,
    deadlineMs: 5000,
    whenBroken: 'warn',
    measure: async () =>
      await Promise.all(
        Object.entries(mostHours).map(async ([name, most]) =>
          ageOf(kind, name, most, await records.read(name), nowMs())
        )
      )
  }
}

function ageOf (
  kind: RecordedKind,
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
    kind,
    name,
    value,
    subject: name,
    ...problem !== undefined && { state: 'warn', problem }
  }
}
