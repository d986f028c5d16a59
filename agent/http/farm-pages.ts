import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { time } from '../ui/time-words.js'
import { dayMs, dayOfGrades } from '../farm/day-of-grades.js'
import type { FarmRow } from '../farm/farm-row.js'
import type { Farm } from '../farm/farm.js'
import type { AgentHealth } from '../health/agent-health.js'
import type { Span } from '../health/history.js'
import { PacklineError, toPacklineError } from '../errors.js'
import { describeError, message } from '../messages/message.js'
import type { Wording } from '../messages/phrase.js'
import { farmPage, type FarmView } from '../ui/farm-page.js'
import { FarmPatches, type FarmPatch } from '../ui/farm-patches.js'
import { machinePage, type MachineView } from '../ui/machine-page.js'
import type { View } from '../ui/page.js'
import { deviceParams } from './farm-schemas.js'
import type { LicenceView } from './licence-view.js'
import { answerMs, hidden, sendPage, viewOf } from './page-reply.js'
import type { WorkView } from './work-view.js'
import { joinedSentences } from '../messages/joined-sentences.js'

export interface FarmPagesOptions {
  farm: Farm
  health: AgentHealth
  work: WorkView
  licences: LicenceView
  /** The machine that serves the page. */
  device: string
  now: () => number
}

const shownRuns = 10
const shownDays = 30
const shownJobsOfMachine = 200
const weekMs = 7 * dayMs

/** The farm's page, and one of each machine. */
export function farmPages (options: FarmPagesOptions): FastifyPluginAsync {
  const { now } = options
  return async app => {
    app.get('/', { config: { role: 'read' }, schema: hidden }, async (request, reply) => {
      const view = viewOf(request, now())
      return await sendPage(reply, farmPage(view, await farmView(options, view)))
    })

    app.get<{ Params: { device: string } }>('/machines/:device', {
      config: { role: 'read' },
      schema: { ...hidden, params: deviceParams }
    }, async (request, reply) => {
      const view = viewOf(request, now())
      return await sendPage(reply, machinePage(view, await machineView(options, view, request.params.device)))
    })
  }
}

/** What changes on the page of whoever sends `request`, a step with each call. */
export function farmPagePatches (
  options: FarmPagesOptions,
  request: Pick<FastifyRequest, 'url' | 'headers' | 'visit' | 'caller'>
): () => Promise<FarmPatch | undefined> {
  const patches = new FarmPatches()
  return async () => {
    const view = { ...viewOf(request, options.now()), path: '/' }
    return patches.next(view, await farmView(options, view))
  }
}

/** What cannot be had just now is missing on the page, which says why. */
async function farmView (
  { farm, health, work, licences, device, now }: FarmPagesOptions,
  view: View
): Promise<FarmView> {
  const { locale } = view
  const problems: Wording[] = []
  const attempt = async <T>(work: Promise<T>, otherwise: T): Promise<T> =>
    await work.catch((error: unknown) => {
      const reason = describeError(locale, toPacklineError(error)).message
      problems.push(message(locale, 'ui.elsewhere', { reason }))
      return otherwise
    })
  const [rows, { seats, waiters }] = await Promise.all([
    attempt(withOwnWork(farm.rows(AbortSignal.timeout(answerMs)), work, device), []),
    attempt(licences.seats(), { seats: [], waiters: [] })
  ])
  if (farm.blindSinceMs !== undefined) {
    problems.push(message(locale, 'farm.blind', { since: time(farm.blindSinceMs) }))
  }
  for (const warning of farm.warnings) {
    const { message, hint } = describeError(locale, warning)
    problems.push(joinedSentences([message, hint]))
  }
  const use = await seatUse(health, now(), seats)
  return { rows, ownDevice: device, seats, waiters, use, storePlace: licences.place, problems }
}

/** How much of their time the seats of each licence were used in the last day, as this agent saw it. */
async function seatUse (
  { history }: AgentHealth,
  nowMs: number,
  seats: ReadonlyArray<{ licence: string }>
): Promise<Map<string, number>> {
  const use = new Map<string, number>()
  for (const licence of new Set(seats.map(seat => seat.licence))) {
    const spans = await history?.series(`seats.${licence}`, nowMs - dayMs, nowMs) ?? []
    const count = spans.reduce((all, span) => all + span.count, 0)
    if (count > 0) use.set(licence, spans.reduce((all, { sum }) => all + sum, 0) / count)
  }
  return use
}

/** What this agent does as it is, not as it was last reported. */
async function withOwnWork (rows: Promise<FarmRow[]>, work: WorkView, device: string): Promise<FarmRow[]> {
  const own = { work: await work.work(), runs: work.runs(shownRuns) }
  return (await rows).map(row => row.device === device ? { ...row, ...own } : row)
}

/** Of another machine only what it reports; its own page has the rest. */
async function machineView (
  { farm, health, work, device: ownDevice }: FarmPagesOptions,
  { nowMs }: View,
  device: string
): Promise<MachineView> {
  const rows = await farm.rows(AbortSignal.timeout(answerMs)).catch(() => [])
  const row = rows.find(each => each.device === device)
  const fromMs = nowMs - dayMs
  const known = { device, fromMs, ...row === undefined ? {} : { row } }
  if (device === ownDevice) {
    const { document, history } = health
    const series = new Map<string, readonly Span[]>()
    for (const id of ['grade', ...document.checks.map(check => check.id)]) {
      series.set(id, await history?.series(id, fromMs, nowMs) ?? [])
    }
    const changes = await history?.gradeChanges(nowMs - shownDays * dayMs, nowMs) ?? []
    const jobs = work.endedSince(nowMs - weekMs, shownJobsOfMachine)
    const day = row?.day ?? dayOfGrades(series.get('grade') ?? [], nowMs)
    return { ...known, series, changes, day, health: document, jobs }
  }
  if (row === undefined) {
    throw new PacklineError('FARM_MACHINE_UNKNOWN', {
      device,
      known: rows.map(each => each.device).join(', ')
    })
  }
  return { ...known, series: new Map(), changes: [], day: row.day ?? undefined, jobs: row.runs }
}
