import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface CheckedRun {
  beats: number
  publishes: number
  momentsOverSeats: number
  mostDevices: number
  momentsOverJobs: number
  mostJobs: number
  stalePublishes: number
  jobsAccepted: number
  jobsLost: number
  jobsTwice: number
  /** Deaths of holders in calm, and how long their seats were out of use. */
  deaths: number
  recoveryMs: number[]
}

interface Beat {
  device: string
  job: string
  /** One start of a tool. A container's process number is 1, each time. */
  run: string | number
  at: number
  seat: number
  epoch: number
}
/** What was done to a device, on the clock that the tools use. */
export interface FaultRecord {
  kind: string
  device: string
  from: number
  to: number
}

/**
 * A machine that wakes up may run on until it has looked at the time: promised is only that nothing stale is
 * published.
 */
const wakeMs = 1000
export const pausedMachine = 'pause machine'
export const deathInCalm = 'death'

/** Judges a run by what the tools, the resource and the faults wrote, without any of the limiter's code. */
export function checkRun (folder: string, seats: number, jobsPerDevice: number): CheckedRun {
  const beats = lines<Beat>(join(folder, 'beats'))
  const published = lines<{ job: string, seat: number, epoch: number }>(join(folder, 'published'))
  const faults = lines<FaultRecord>(join(folder, 'faults'))
  const journals = readdirSync(folder).filter(name => name.endsWith('.journal')).flatMap(name =>
    lines<{ accepted?: string }>(join(folder, name))
  )
  const accepted = new Set(journals.flatMap(each => each.accepted ?? []))
  const done = published.map(each => each.job)
  const deaths = faults.filter(each => each.kind === deathInCalm)
  return {
    beats: beats.length,
    publishes: published.length,
    ...overlaps(beats, faults.filter(each => each.kind === pausedMachine), seats, jobsPerDevice),
    stalePublishes: countStale(published),
    jobsAccepted: accepted.size,
    jobsLost: [...accepted].filter(job => !done.includes(job)).length,
    jobsTwice: done.length - new Set(done).size,
    deaths: deaths.length,
    recoveryMs: deaths.flatMap(death => recoveryOf(death, beats) ?? []).map(Math.round)
  }
}

function countStale (published: Array<{ seat: number, epoch: number }>): number {
  const newest = new Map<number, number>()
  return published
    .filter(({ seat, epoch }) => {
      const known = newest.get(seat) ?? 0
      newest.set(seat, Math.max(epoch, known))
      return epoch < known
    })
    .length
}

/** Tools that were on their way when their agent died may still say so; they die with it. */
const lastGaspMs = 200

/** From the holder's death to the first heartbeat of the next tool that has the seat. */
function recoveryOf ({ device, from }: FaultRecord, beats: Beat[]): number | undefined {
  const last = beats.filter(beat => beat.device === device && beat.at <= from).sort((a, b) => a.at - b.at).at(
    -1
  )
  const old = new Set(beats.filter(beat => beat.at <= from + lastGaspMs).map(beat => beat.run))
  const next = beats.filter(beat => beat.seat === last?.seat && !old.has(beat.run)).map(beat => beat.at)
  return next.length === 0 ? undefined : Math.min(...next) - from
}

interface Use {
  device: string
  from: number
  to: number
}

/** A tool uses its licence from its first heartbeat to its last. */
function overlaps (
  beats: Beat[],
  pauses: FaultRecord[],
  seats: number,
  jobsPerDevice: number
): Pick<CheckedRun, 'momentsOverSeats' | 'mostDevices' | 'momentsOverJobs' | 'mostJobs'> {
  const uses = new Map<Beat['run'], Use>()
  for (const { device, run, at } of beats) {
    const use = uses.get(run) ?? { device, from: at, to: at }
    uses.set(run, { device, from: Math.min(use.from, at), to: Math.max(use.to, at) })
  }
  const counted = [...uses.values()].flatMap(use => withoutPauses(use, pauses))
  const moments = counted
    .flatMap(({ device, from, to }) => [{ at: from, device, by: 1 }, { at: to, device, by: -1 }])
    .sort((a, b) => a.at - b.at || a.by - b.by)
  const running = new Map<string, number>()
  const result = { momentsOverSeats: 0, mostDevices: 0, momentsOverJobs: 0, mostJobs: 0 }
  for (const { device, by } of moments) {
    const jobs = (running.get(device) ?? 0) + by
    if (jobs === 0) running.delete(device)
    else running.set(device, jobs)
    result.mostDevices = Math.max(result.mostDevices, running.size)
    result.mostJobs = Math.max(result.mostJobs, jobs)
    if (by > 0 && running.size > seats) result.momentsOverSeats++
    if (by > 0 && jobs > jobsPerDevice) result.momentsOverJobs++
  }
  return result
}

function withoutPauses (use: Use, pauses: FaultRecord[]): Use[] {
  const pause = pauses.find(({ device, from, to }) =>
    device === use.device && from < use.to && to + wakeMs > use.from
  )
  if (pause === undefined) return [use]
  const rest = pauses.filter(each => each !== pause)
  const parts = [{ ...use, to: Math.min(use.to, pause.from) }, {
    ...use,
    from: Math.max(use.from, pause.to + wakeMs)
  }]
  return parts.filter(({ from, to }) => from < to).flatMap(part => withoutPauses(part, rest))
}

/** Whole lines only: a killed writer, or a full disk, may leave a torn one. */
function lines<T> (file: string): T[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').split('\n').flatMap(line => {
    try {
      return [JSON.parse(line) as T]
    } catch {
      return []
    }
  })
}
