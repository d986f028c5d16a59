import type { AgentHealth } from '../health/agent-health.js'
import { grades, type Grade } from '../health/check.js'
import type { Span } from '../health/history.js'
import { busyDay } from './busy-day.js'
import type { OwnJobs } from './own-jobs.js'
import { dayMs, dayOfGrades, type DayOfGrades } from './day-of-grades.js'

/** This machine's last day, read anew when a quarter of an hour is over or the grade is another one. */
export class OwnDay {
  readonly #health: AgentHealth
  readonly #jobs: OwnJobs
  readonly #nowMs: () => number
  #known: { grade: Grade, day: DayOfGrades } | undefined

  constructor (health: AgentHealth, jobs: OwnJobs, nowMs: () => number) {
    this.#health = health
    this.#jobs = jobs
    this.#nowMs = nowMs
  }

  async untilNow (): Promise<DayOfGrades> {
    const { document: { grade }, history } = this.#health
    const nowMs = this.#nowMs()
    if (this.#known === undefined || this.#known.grade !== grade || nowMs >= this.#known.day.untilMs) {
      const spans = await history?.series('grade', nowMs - dayMs, nowMs) ?? []
      const queue = await history?.series('queue', nowMs - dayMs, nowMs)
      const { spans: jobs, places } = this.#jobs.busySince(nowMs - dayMs)
      const busy = busyDay(jobs, places, nowMs)
      this.#known = { grade, day: dayOfGrades([...spans, spanOf(grade, nowMs)], nowMs, queue, busy) }
    }
    return this.#known.day
  }
}

/** The history gets the round that has just ended a moment later. */
function spanOf (grade: Grade, atMs: number): Span {
  const severity = grades.indexOf(grade)
  return { atMs, count: 1, min: severity, max: severity, sum: severity, worst: severity }
}
