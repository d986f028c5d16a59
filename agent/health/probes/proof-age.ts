import { phrase } from '../../messages/phrase.js'
import type { Reading } from '../check.js'
import type { Probe } from '../probe.js'
import { ProofRecords } from '../proof-records.js'
import type { ProofRecord } from '../proof-records.js'
import type { RecordedKind } from '../proof-kinds.js'

const hourMs = 3_600_000

/**
 * How long ago each thing was found as it should be, and what stood against it since: by its most hours; left
 * out, all that there is a record of, of any age.
 */
export function proofProbe (
  kind: RecordedKind,
  mostHours: Readonly<Record<string, number>> | undefined,
  home: string,
  nowMs: () => number
): Probe {
  const records = new ProofRecords(home, kind)
  return {
    id: kind,
    everyMs: 60_000,
    deadlineMs: 5000,
    whenBroken: 'warn',
    measure: async () => {
      const names = mostHours === undefined ? await records.names() : Object.keys(mostHours)
      return await Promise.all(
        names.map(async name => ageOf(kind, name, mostHours?.[name], await records.read(name), nowMs()))
      )
    }
  }
}

function ageOf (
  kind: RecordedKind,
  name: string,
  most: number | undefined,
  { lastGood, failed, detail }: ProofRecord,
  nowMs: number
): Reading {
  const value = lastGood === undefined ? null : Math.max(0, nowMs - Date.parse(lastGood))
  const problem = failed?.problems[0] ?? (
    value === null
      ? phrase('proof.never')
      : most !== undefined && value > most * hourMs
      ? phrase('backup.old', { hours: Math.round(value / hourMs), most })
      : undefined
  )
  return {
    kind,
    name,
    value,
    subject: name,
    ...detail !== undefined && { detail },
    ...problem !== undefined && { problem },
    // Without a time it is the content's: the machine is as good as before.
    ...problem !== undefined && most !== undefined && { state: 'warn' }
  }
}
