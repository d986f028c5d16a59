import { holds, inOrder } from '../../agent/licence/licence-state.js'
import type { LicenceState } from '../../agent/licence/licence-state.js'
import { reduce } from '../../agent/licence/model.js'
import type { LicenceEvent } from '../../agent/licence/model.js'
import type { Terms } from '../../agent/licence/terms.js'
import { Random } from './random.js'
import { SimulatedProcess } from './simulated-process.js'
import type { SimulatedJob, SimulatedTool } from './simulated-process.js'
import { SimulatedServer } from './simulated-server.js'

/**
 * Protections that can be left out, to prove that the checks see it. `token` is the part of fencing that is
 * left when nothing kills tools.
 */
export type Break = 'fencing' | 'grace' | 'version0' | 'token'

const timeoutMs = 2000
const marginMs = 500
/** Below margin plus grace, as the guard promises. */
const longestKillMs = 1400

/** One seeded schedule. Throws with the moment and the broken invariant. */
export class Simulation {
  readonly #random: Random
  readonly #broken: Break | undefined
  readonly #server: SimulatedServer
  readonly #terms: Terms
  readonly #processes: SimulatedProcess[]
  /** Tools whose process is gone or fenced; they die at their time. */
  #doomed: SimulatedTool[] = []
  readonly #published = new Map<number, number>()
  #now = 0
  #isCalm = false
  grants = 0
  publishes = 0

  constructor (seed: number, broken?: Break) {
    const random = this.#random = new Random(seed)
    this.#broken = broken
    const devices = random.integer(2, 5)
    this.#terms = {
      seats: random.integer(1, 2),
      mode: 'floating',
      devices: [],
      jobsPerDevice: random.integer(1, 3),
      graceMs: broken === 'grace' ? 0 : 1000
    }
    this.#server = new SimulatedServer(this.#terms, broken === 'version0')
    this.#processes = Array
      .from({ length: devices }, (_, device) =>
        Array
          .from({ length: random.integer(1, 2) }, (_, index) =>
            new SimulatedProcess(`d${device}`, `d${device}p${index}`, random.integer(0, 600_000))))
      .flat()
    for (const each of this.#processes) this.#connect(each)
  }

  run (steps: number): void {
    for (let step = 0; step < steps; step++) this.#step()
    this.#isCalm = true
    for (const each of this.#processes) {
      each.isPaused = each.isCutOff = false
      if (!each.isAlive) this.#restart(each)
    }
    for (let step = 0; step < 4000 && this.#isBusy(); step++) this.#step()
    if (this.#isBusy()) {
      const { queue, seats } = this.#server
      const wants = this.#processes.map(each => each.wants)
      throw this.#violation(`nothing moves any more: ${JSON.stringify({ queue, seats, wants })}`)
    }
  }

  #isBusy (): boolean {
    return this.#server.queue.length > 0 || this.#processes.some(each => each.wants > 0 || each.jobs.size > 0)
  }

  #step (): void {
    this.#advance(this.#random.pick([0, 1, 10, 50, 200, 400]))
    const process = this.#random.pick(this.#processes)
    const action = this.#random.next()
    if (!this.#isCalm && action < 0.12) this.#fault(process)
    else if (!process.isActive) return
    else if (!this.#isCalm && action < 0.3 && process.wants < 4) process.wants++
    else this.#act(process)
    this.#check()
  }

  /** Time passes: heartbeats, expiry at the server, guards. */
  #advance (byMs: number): void {
    this.#now += byMs
    for (const each of this.#processes) {
      const isFenced = this.#isFenced(each)
      if (isFenced) this.#doomJobs(each, each.heardAt + timeoutMs - marginMs)
      if (each.isActive && !each.isCutOff && this.#server.sessions.has(each.owner) && !isFenced) {
        each.heardAt = this.#now
        this.#server.sessions.set(each.owner, this.#now)
      }
    }
    this.#server.expire(this.#now, timeoutMs)
    this.#doomed = this.#doomed.filter(tool => tool.killAt > this.#now)
  }

  /**
   * Past its validity: nothing may be done under this session any more, though the server may not know yet.
   */
  #isFenced (process: SimulatedProcess): boolean {
    return this.#broken !== 'fencing' && this.#now - process.heardAt >= timeoutMs - marginMs
  }

  #fault (process: SimulatedProcess): void {
    const kind = this.#random.pick(['kill', 'pause', 'cut', 'mend', 'mend', 'mend'] as const)
    if (kind === 'kill' && process.isAlive) {
      process.isAlive = false
      this.#doomJobs(process)
    } else if (kind === 'pause') process.isPaused = true
    else if (kind === 'cut') process.isCutOff = true
    else {
      process.isPaused = process.isCutOff = false
      if (!process.isAlive) this.#restart(process)
    }
  }

  #restart (process: SimulatedProcess): void {
    process.isAlive = true
    process.missedAt = {}
    this.#connect(process)
  }

  #connect (process: SimulatedProcess): void {
    process.generation++
    process.read = undefined
    process.heardAt = this.#now
    this.#server.sessions.set(process.owner, this.#now)
  }

  #doomJobs (process: SimulatedProcess, from = this.#now): void {
    for (const [job, tool] of process.jobs) {
      // Its tool is done; a process that was only paused goes on to publish.
      if (job.endsAt <= this.#now && process.isAlive && !job.isPublished) continue
      if (job.endsAt > this.#now) {
        this.#doomed.push({ ...tool, killAt: from + this.#random.integer(0, longestKillMs) })
      }
      // The work is done again by whoever runs next.
      if (this.#broken !== 'fencing' || !process.isAlive) process.jobs.delete(job)
      if (process.wants < 4) process.wants++
    }
  }

  #act (process: SimulatedProcess): void {
    if (!process.isCutOff && (this.#isFenced(process) || !this.#server.sessions.has(process.owner))) {
      if (this.#broken !== 'fencing') this.#doomJobs(process)
      this.#connect(process)
      return
    }
    const over = [...process.jobs.keys()].find(job => job.endsAt <= this.#now)
    if (over !== undefined && !over.isPublished) this.#publish(process, over)
    else if (process.isCutOff) { /* nothing else can be done without the server */ }
    else if (process.read === undefined) process.read = this.#server.snapshot(process.missedAt)
    else if (over !== undefined) this.#finish(process, over)
    else if (process.wants > 0) this.#want(process)
    else if (this.#server.queue.some(waiter => waiter.owner === process.owner)) {
      this.#commit(process, { type: 'leave', owner: process.owner })
    } else process.read = undefined
  }

  #publish (process: SimulatedProcess, job: SimulatedJob): void {
    job.isPublished = true
    const newest = this.#published.get(job.seat) ?? 0
    if (this.#broken !== 'fencing' && this.#broken !== 'token') {
      if (process.isCutOff || !holds(this.#server.snapshot({}).state, job)) return
      if (job.epoch < newest) return
    }
    if (job.epoch < newest) {
      throw this.#violation(
        `${process.owner} published under epoch ${job.epoch} of seat ${job.seat} after epoch ${newest}`
      )
    }
    this.#published.set(job.seat, job.epoch)
    this.publishes++
  }

  #finish (process: SimulatedProcess, job: SimulatedJob): void {
    if (job.owner !== process.owner) {
      process.jobs.delete(job)
      return
    }
    const { owner, seat, slot } = job
    const effects = this.#commit(process, { type: 'drop', owner, seat, slots: [slot] })
    if (effects !== undefined) process.jobs.delete(job)
  }

  #want (process: SimulatedProcess): void {
    const { owner, device, wants } = process
    const before = this.#server.snapshot({}).state
    const priority = device === 'd0' ? 1 : 0
    const effects = this.#commit(process, {
      type: 'want',
      owner,
      device,
      priority,
      slots: wants,
      seq: this.#server.nextSeq,
      wallMs: this.#now
    })
    for (const effect of effects ?? []) {
      if (effect.type !== 'granted') continue
      this.#checkOrder(before, process, effect.seat)
      for (const slot of effect.slots) {
        const endsAt = this.#now + this.#random.integer(1, 1500)
        process.jobs.set(
          { seat: effect.seat, epoch: effect.epoch, slot, owner, endsAt, isPublished: false },
          { device, killAt: Infinity }
        )
        this.grants++
        process.wants--
      }
    }
  }

  /** Applies the model to what was read, some time ago, and tries to write it. */
  #commit (process: SimulatedProcess, event: LicenceEvent): ReturnType<typeof reduce>['effects'] | undefined {
    const { read } = process
    if (read === undefined) throw new Error(`${process.owner} writes what it did not read`)
    const step = reduce({ ...read.state, missedAt: process.missedAt }, event, this.#now + process.clockOffset)
    process.missedAt = { ...step.state.missedAt }
    process.read = undefined
    return this.#server.commit(read, step.state, process.owner).isDone ? step.effects : undefined
  }

  #checkOrder (before: LicenceState, process: SimulatedProcess, granted: number): void {
    // Whose lost seat was given away did not just wait for a place on it.
    const seated = (device: string): boolean =>
      before.seats.some((seat, index) =>
        seat.device === device && Object.keys(seat.slots).length > 0 &&
        (index !== granted || device === process.device)
      )
    const order = inOrder(before.queue)
    const own = order.find(waiter => waiter.owner === process.owner)
    const priority = own?.priority ?? (process.device === 'd0' ? 1 : 0)
    const ahead = (own === undefined ? order : order.slice(0, order.indexOf(own))).filter(waiter =>
      !seated(waiter.device) && waiter.priority === priority
    )
    // A device ahead that has just given its own seat back finds that one free: it lost nothing.
    const free = before.seats.filter(seat => Object.keys(seat.slots).length === 0).length
    const left = seated(process.device) ? free : free - 1
    if (ahead.length > Math.max(0, left)) throw this.#violation(`${process.owner} passed ${ahead[0]?.owner}`)
  }

  #check (): void {
    const running = [
      ...this.#processes.flatMap(each =>
        [...each.jobs].flatMap(([job, tool]) => job.endsAt > this.#now ? [tool] : [])
      ),
      ...this.#doomed
    ]
    const perDevice = new Map<string, number>()
    for (const { device } of running) perDevice.set(device, (perDevice.get(device) ?? 0) + 1)
    if (perDevice.size > this.#terms.seats) throw this.#violation(`${perDevice.size} devices use the tool`)
    for (const [device, jobs] of perDevice) {
      if (jobs > this.#terms.jobsPerDevice) throw this.#violation(`${device} runs ${jobs} jobs`)
    }
    const waiting = this.#server.queue.map(waiter => waiter.device)
    if (new Set(waiting).size < waiting.length) {
      throw this.#violation(`two waiters of one device: ${waiting.join(', ')}`)
    }
  }

  #violation (what: string): Error {
    return new Error(
      `at ${this.#now} ms: ${what} (seats ${this.#terms.seats}, jobs per device ${this.#terms.jobsPerDevice})`
    )
  }
}
