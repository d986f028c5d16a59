import { createReadStream } from 'node:fs'
import { join, resolve } from 'node:path'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { minReasonLength, recordAudit } from '../farm/audit.js'
import { dayMs, dayOfGrades } from '../farm/day-of-grades.js'
import type { FarmRow } from '../farm/farm-row.js'
import type { Farm } from '../farm/farm.js'
import type { AgentHealth } from '../health/agent-health.js'
import type { Span } from '../health/history.js'
import type { JobQueue } from '../jobs/job-queue.js'
import { PacklineError, toPacklineError } from '../errors.js'
import { describeError, message, type Locale } from '../messages/message.js'
import { farmPage } from '../ui/farm-page.js'
import { confirmPage, type Confirmation } from '../ui/confirm-page.js'
import { errorPage } from '../ui/error-page.js'
import { machinePage } from '../ui/machine-page.js'
import { runPage } from '../ui/run-page.js'
import { contentSecurityPolicy, sayIn, type Say, type View } from '../ui/page.js'
import { liveScript } from '../ui/live-script.js'
import { style } from '../ui/style.js'
import { icon } from '../ui/icon.js'
import { deviceParams, drainMachine, resumeMachine } from './farm-routes.js'
import { prefersHtml } from './health-routes.js'
import { idSchema } from './job-schemas.js'
import { outputFile, runReport, runView } from './run-view.js'
import type { WorkView } from './work-view.js'
import type { LicenceView } from './licence-view.js'
import { includesRole } from './roles.js'
import { TokenFile } from './tokens.js'

export interface PageRoutesOptions {
  farm: Farm
  health: AgentHealth
  jobs: JobQueue
  work: WorkView
  licences: LicenceView
  home: string
  device: string
  now: () => number
  cwd: string
  tokensFile: string | undefined
}

const outputParams = {
  type: 'object',
  required: ['id', 'index'],
  properties: { id: idSchema.properties.id, index: { type: 'integer', minimum: 0, maximum: 1_000_000 } }
} as const
const seatParams = {
  type: 'object',
  required: ['licence', 'seat'],
  properties: {
    licence: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' },
    seat: { type: 'integer', minimum: 0, maximum: 1000 }
  }
} as const
const answerMs = 10_000
const shownRuns = 10
const maxForm = 4096
const hidden = { hide: true } as const

type Form = Partial<Record<string, string>>

/** The pages for people: whole without JavaScript, in two languages. */
export function pageRoutes (options: PageRoutesOptions): FastifyPluginAsync {
  const { farm, health, jobs, work, licences, home, device: ownDevice, now } = options
  const tokens = new TokenFile(resolve(options.cwd, options.tokensFile ?? join(home, 'tokens.json')), now)
  return async app => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: maxForm },
      (_request, body, done) => {
        done(null, Object.fromEntries(new URLSearchParams(String(body))))
      }
    )

    // What a program reads as JSON, a person reads as a page; anything else is for the handler of all routes.
    app.setErrorHandler(async (thrown, request, reply) => {
      if (
        !(thrown instanceof PacklineError) || thrown.code === 'INTERNAL' ||
        !prefersHtml(request.headers.accept)
      ) throw thrown
      const view = viewOf(request, now())
      const { message, hint } = describeError(view.locale, thrown)
      return await send(reply.code(thrown.httpStatus), errorPage(view, message, hint))
    })

    for (
      const [path, type, body] of [['/ui/style.css', 'text/css', style], [
        '/ui/live.js',
        'text/javascript',
        liveScript
      ], ['/ui/icon.svg', 'image/svg+xml', icon]] as const
    ) {
      app.get(
        path,
        { config: { role: 'none' }, schema: hidden },
        async (_request, reply) =>
          await reply
            .type(`${type}; charset=utf-8`)
            .header('cache-control', 'max-age=300')
            .header('x-content-type-options', 'nosniff')
            .send(body)
      )
    }

    app.get('/', { config: { role: 'read' }, schema: hidden }, async (request, reply) => {
      const view = viewOf(request, now())
      const problems: string[] = []
      const attempt = async <T>(work: Promise<T>, otherwise: T): Promise<T> =>
        await work.catch((error: unknown) => {
          problems.push(
            message(view.locale, 'ui.elsewhere', {
              reason: describeError(view.locale, toPacklineError(error))
                .message
            })
          )
          return otherwise
        })
      const [rows, { seats, waiters }] = await Promise.all([
        attempt(withOwnWork(farm.rows(AbortSignal.timeout(answerMs))), []),
        attempt(licences.seats(), { seats: [], waiters: [] })
      ])
      problems.push(
        ...farm.warnings.map(warning => describeError(view.locale, warning)).map(({ message, hint }) =>
          `${message} ${hint ?? ''}`
        )
      )
      return await send(reply, farmPage(view, { rows, ownDevice, seats, waiters, problems }))
    })

    app.get<{ Params: { device: string } }>('/machines/:device', {
      config: { role: 'read' },
      schema: { ...hidden, params: deviceParams }
    }, async (request, reply) => {
      const view = viewOf(request, now())
      const { device } = request.params
      const isOwn = device === ownDevice
      const rows = await farm.rows(AbortSignal.timeout(answerMs)).catch(() => [])
      const row = rows.find(each => each.device === device)
      if (row === undefined && !isOwn) {
        throw new PacklineError('FARM_MACHINE_UNKNOWN', {
          device,
          known: rows.map(each => each.device).join(', ')
        })
      }
      const fromMs = view.nowMs - dayMs
      const series = new Map<string, readonly Span[]>()
      if (isOwn) {
        for (const id of ['grade', ...health.document.checks.map(check => check.id)]) {
          series.set(
            id,
            await health.history?.series(id, fromMs, view.nowMs) ?? []
          )
        }
      }
      const changes = isOwn
        ? await health.history?.gradeChanges(view.nowMs - 30 * dayMs, view.nowMs) ?? []
        : []
      return await send(
        reply,
        machinePage(view, {
          device,
          series,
          changes,
          fromMs,
          day: isOwn
            ? dayOfGrades(series.get('grade') ?? [], view.nowMs)
            : row?.day ?? undefined,
          ...row === undefined ? {} : { row },
          ...isOwn
            ? { health: health.document }
            : {}
        })
      )
    })

    app.get<{ Params: { id: string } }>(
      '/runs/:id',
      { config: { role: 'read' }, schema: { ...hidden, params: idSchema } },
      async (request, reply) =>
        await send(
          reply,
          runPage(
            viewOf(request, now()),
            await runView(
              jobs,
              request.params.id,
              AbortSignal.timeout(answerMs)
            )
          )
        )
    )

    app.get<{ Params: { id: string, index: number } }>('/runs/:id/outputs/:index', {
      config: { role: 'read' },
      schema: { ...hidden, params: outputParams }
    }, async ({ params: { id, index } }, reply) => {
      const job = jobs.get(id)
      const path = runReport(jobs, job)?.outputs[index]?.path
      const type = path?.endsWith('.png') === true
        ? 'image/png'
        : path?.endsWith('.webp') === true
        ? 'image/webp'
        : undefined
      const file = path === undefined || type === undefined
        ? undefined
        : await outputFile(job.workspace, path).catch(() => undefined)
      if (file === undefined || type === undefined) {
        throw new PacklineError('HTTP_NOT_FOUND', { what: `output ${index} of ${id}` })
      }
      return await reply
        .type(type)
        .headers({ 'content-security-policy': "default-src 'none'", 'x-content-type-options': 'nosniff' })
        .send(createReadStream(file))
    })

    for (const action of ['drain', 'resume'] as const) {
      app.post<{ Params: { device: string }, Body: Form | undefined }>(`/machines/:device/${action}`, {
        config: { role: 'read' },
        schema: { ...hidden, params: deviceParams }
      }, async (request, reply) => {
        const { device } = request.params
        const { why = '', minutes } = request.body ?? {}
        const back = `/machines/${encodeURIComponent(device)}`
        const fields = action === 'drain'
          ? { why: why.slice(0, 200), minutes: String(minutesOf(minutes)) }
          : {}
        return await confirmed(request, reply, {
          question: say => say(action === 'drain' ? 'ui.confirmDrain' : 'ui.confirmResume', { device }),
          target: `${back}/${action}`,
          back,
          fields,
          ...action === 'drain' ? { note: () => why.slice(0, 200) } : {},
          isDanger: action === 'drain'
        }, async (by, force) => {
          if (action === 'drain') checkWhy(why)
          if (action === 'resume') await resumeMachine({ farm, home, now }, device, by)
          else {await drainMachine({ farm, home, now }, device, by, {
              why: why.slice(0, 200),
              deadlineMs: minutesOf(minutes) * 60_000,
              force
            })}
        })
      })
    }

    app.post<{ Params: { licence: string, seat: number }, Body: Form | undefined }>(
      '/licences/:licence/seats/:seat/release',
      { config: { role: 'read' }, schema: { ...hidden, params: seatParams } },
      async (request, reply) => {
        const { licence, seat } = request
          .params
        const { device = '', why = '' } = request.body ?? {}
        return await confirmed(request, reply, {
          question: say => say('ui.confirmRelease', { licence, seat, device: device.slice(0, 128) }),
          target: `/licences/${encodeURIComponent(licence)}/seats/${seat}/release`,
          back: '/',
          fields: { device: device.slice(0, 128) },
          note: say => say('ui.releaseNote'),
          asksWhy: true,
          isDanger: true
        }, async by => {
          checkWhy(why)
          await licences.release(licence, seat, {
            device,
            by,
            why: why.slice(0, 200)
          }, AbortSignal.timeout(answerMs))
          await recordAudit(home, {
            at: new Date(now()).toISOString(),
            action: 'release-seat',
            by,
            from: request.caller.name,
            device,
            details: { licence, seat, why: why.slice(0, 200) }
          })
        })
      }
    )
  }

  /** Does what was confirmed by somebody who may; asks first, and again when it was refused. */
  async function confirmed (
    request: FastifyRequest<{ Body: Form | undefined }>,
    reply: FastifyReply,
    { question, note, ...rest }: Pick<Confirmation, 'target' | 'back' | 'fields' | 'asksWhy' | 'isDanger'> & {
      question: (say: Say) => string
      note?: (say: Say) => string
    },
    change: (by: string, force: boolean) => Promise<void>
  ): Promise<FastifyReply> {
    const { confirm, force, token } = request.body ?? {}
    const view = viewOf(request, now())
    const say = sayIn(view.locale)
    const asked: Confirmation = {
      ...rest,
      question: question(say),
      asksToken: !includesRole(request.caller.role, 'admin'),
      ...note === undefined ? {} : { note: note(say) }
    }
    if (confirm !== 'yes') return await send(reply, confirmPage(view, asked))
    try {
      await change(adminName(request, token), force === 'yes')
    } catch (thrown) {
      const error = toPacklineError(thrown)
      if (error.code === 'INTERNAL') throw error
      return await send(
        reply.code(error.httpStatus),
        confirmPage(view, {
          ...asked,
          problem: describeError(view.locale, error)
            .message,
          canForce: error.code === 'FARM_CAPACITY_LOST'
        })
      )
    }
    return await reply.redirect(asked.back, 303)
  }

  /** What this agent does as it is, not as it was last reported. */
  async function withOwnWork (rows: Promise<FarmRow[]>): Promise<FarmRow[]> {
    const own = { work: await work.work(), runs: work.runs(shownRuns) }
    return (await rows).map(row => row.device === ownDevice ? { ...row, ...own } : row)
  }

  /** Who may change something: a caller with the role admin, or the bearer of such a token in the form. */
  function adminName ({ caller }: FastifyRequest, secret: string | undefined): string {
    if (includesRole(caller.role, 'admin')) return caller.name
    const token = secret === undefined ? undefined : tokens.find(secret)
    if (token?.role === 'admin') return token.name
    throw new PacklineError('HTTP_FORBIDDEN', { caller: caller.name, has: caller.role, role: 'admin' })
  }
}

function checkWhy (why: string): void {
  if (why.trim().length < minReasonLength) throw new PacklineError('FARM_NEEDS_REASON', {})
}

function minutesOf (text: string | undefined): number {
  const value = Number(text ?? '60')
  return Number.isFinite(value) && value >= 0 ? Math.min(10_080, Math.round(value)) : 60
}

/**
 * With `no-referrer` a browser names no origin for forms, and they would be refused as those of another page
 * are.
 */
async function send (reply: FastifyReply, body: string): Promise<FastifyReply> {
  return await reply
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store'
    })
    .send(body)
}

function viewOf (request: FastifyRequest, nowMs: number): View {
  const asked = (request.query as Record<string, unknown> | undefined)?.lang
  return {
    locale: localeOf(asked, request.headers['accept-language']),
    nowMs,
    path: request.url.split('?', 1)[0]!
  }
}

/** The language asked for, else the first that the browser names and we have. */
export function localeOf (asked: unknown, accept: string | undefined): Locale {
  if (asked === 'zh') return 'zh-CN'
  if (asked === 'en') return 'en'
  const first = (accept ?? '')
    .slice(0, 500)
    .split(',')
    .map(each => each.trim().slice(0, 2).toLowerCase())
    .find(each => each === 'zh' || each === 'en')
  return first === 'zh' ? 'zh-CN' : 'en'
}
