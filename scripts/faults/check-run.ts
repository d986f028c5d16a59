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
}

interface Beat { device: string, job: string, pid: number, at: number }

/** Judges a run by what the tools and the resource wrote, without any of the limiter's code. */
export function checkRun (folder: string, seats: number, jobsPerDevice: number): CheckedRun {
  const beats = lines<Beat>(join(folder, 'beats'))
  const published = lines<{ job: string, seat: number, epoch: number }>(join(folder, 'published'))
  const journals = readdirSync(folder).filter(name => name.endsWith('.journal')).flatMap(name => lines<{ accepted?: string }>(join(folder, name)))
  const accepted = new Set(journals.flatMap(each => each.accepted ?? []))
  const done = published.map(each => each.job)
  const newest = new Map<number, number>()
  let stalePublishes = 0
  for (const { seat, epoch } of published) {
    if (epoch < (newest.get(seat) ?? 0)) stalePublishes++
    newest.set(seat, Math.max(epoch, newest.get(seat) ?? 0))
  }
  return {
    beats: beats.length,
    publishes: published.length,
    ...overlaps(beats, seats, jobsPerDevice),
    stalePublishes,
    jobsAccepted: accepted.size,
    jobsLost: [...accepted].filter(job => !done.includes(job)).length,
    jobsTwice: done.length - new Set(done).size
  }
}

/** A tool uses its licence from its first heartbeat to its last. */
function overlaps (beats: Beat[], seats: number, jobsPerDevice: number): Pick<CheckedRun, 'momentsOverSeats' | 'mostDevices' | 'momentsOverJobs' | 'mostJobs'> {
  const uses = new Map<string, { device: string, from: number, to: number }>()
  for (const { device, job, pid, at } of beats) {
    const use = uses.get(`${job} ${pid}`) ?? { device, from: at, to: at }
    uses.set(`${job} ${pid}`, { device, from: Math.min(use.from, at), to: Math.max(use.to, at) })
  }
  const moments = [...uses.values()].flatMap(({ device, from, to }) => [{ at: from, device, by: 1 }, { at: to, device, by: -1 }]).sort((a, b) => a.at - b.at || a.by - b.by)
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

/** Whole lines only: a killed writer may leave half a one. */
function lines<T> (file: string): T[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').split('\n').filter(line => line.startsWith('{') && line.endsWith('}')).map(line => JSON.parse(line) as T)
}

/** What of the goals was missed. */
export function missedGoals (run: CheckedRun): string[] {
  const goals = ['momentsOverSeats', 'momentsOverJobs', 'stalePublishes', 'jobsLost', 'jobsTwice'] as const
  return goals.filter(goal => run[goal] > 0).map(goal => `${goal}: ${run[goal]}`)
}
