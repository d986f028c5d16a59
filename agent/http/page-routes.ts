import { createReadStream } from 'node:fs'
import { join, resolve } from 'node:path'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Farm } from '../farm/farm.js'
import type { AgentHealth } from '../health/agent-health.js'
import type { Span } from '../health/history.js'
import type { JobQueue } from '../jobs/job-queue.js'
import { PacklineError, toPacklineError } from '../errors.js'
import { describeError, message, type Locale } from '../messages/message.js'
import { farmPage } from '../ui/farm-page.js'
import { confirmPage, machinePage } from '../ui/machine-page.js'
import { runPage } from '../ui/run-page.js'
import { contentSecurityPolicy, type View } from '../ui/page.js'
import { liveScript, style } from '../ui/style.js'
import { icon } from '../ui/icon.js'
import { deviceParams, drainMachine, resumeMachine } from './farm-routes.js'
import { idSchema } from './job-schemas.js'
import { jobRows, outputFile, runReport, runRows, runView } from './run-view.js'
import type { LicenceView } from './licence-view.js'
import { includesRole } from './roles.js'
import { TokenFile } from './tokens.js'

export interface PageRoutesOptions {
  farm: Farm
  health: AgentHealth
  jobs: JobQueue
  licences: LicenceView
  home: string
  device: string
  now: () => number
  cwd: string
  tokensFile: string | undefined
}

const dayMs = 86_400_000
const outputParams = { type: 'object', required: ['id', 'index'], properties: { id: idSchema.properties.id, index: { type: 'integer', minimum: 0, maximum: 1_000_000 } } } as const
const answerMs = 10_000
const maxForm = 4096
const hidden = { hide: true } as const

/** The pages for people: whole without JavaScript, in two languages. */
export function pageRoutes (options: PageRoutesOptions): FastifyPluginAsync {
  const { farm, health, jobs, licences, home, device: ownDevice, now } = options
  const tokens = new TokenFile(resolve(options.cwd, options.tokensFile ?? join(home, 'tokens.json')), now)
  return async app => {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: maxForm }, (_request, body, done) => { done(null, Object.fromEntries(new URLSearchParams(String(body)))) })

    for (const [path, type, body] of [['/ui/style.css', 'text/css', style], ['/ui/live.js', 'text/javascript', liveScript], ['/ui/icon.svg', 'image/svg+xml', icon]] as const) {
      app.get(path, { config: { role: 'none' }, schema: hidden }, async (_request, reply) => await reply.type(`${type}; charset=utf-8`).header('cache-control', 'max-age=300').header('x-content-type-options', 'nosniff').send(body))
    }

    app.get('/', { config: { role: 'read' }, schema: hidden }, async (request, reply) => {
      const view = viewOf(request, now())
      const problems: string[] = []
      const attempt = async <T>(work: Promise<T>, otherwise: T): Promise<T> => await work.catch((error: unknown) => {
        problems.push(message(view.locale, 'ui.elsewhere', { reason: describeError(view.locale, toPacklineError(error)).message }))
        return otherwise
      })
      const [rows, { seats, waiters }, spans] = await Promise.all([
        attempt(farm.rows(AbortSignal.timeout(answerMs)), []),
        attempt(licences.seats(), { seats: [], waiters: [] }),
        health.history?.series('grade', view.nowMs - dayMs, view.nowMs) ?? []
      ])
      problems.push(...farm.warnings.map(warning => describeError(view.locale, warning)).map(({ message, hint }) => `${message} ${hint ?? ''}`))
      return await send(reply, farmPage(view, { rows, seats, waiters, problems, grades: new Map([[ownDevice, spans]]), jobs: jobRows(jobs), runs: runRows(jobs) }))
    })

    app.get<{ Params: { device: string } }>('/machines/:device', { config: { role: 'read' }, schema: { ...hidden, params: deviceParams } }, async (request, reply) => {
      const view = viewOf(request, now())
      const { device } = request.params
      const isOwn = device === ownDevice
      const rows = await farm.rows(AbortSignal.timeout(answerMs)).catch(() => [])
      const row = rows.find(each => each.device === device)
      if (row === undefined && !isOwn) throw new PacklineError('FARM_MACHINE_UNKNOWN', { device, known: rows.map(each => each.device).join(', ') })
      const fromMs = view.nowMs - dayMs
      const series = new Map<string, readonly Span[]>()
      if (isOwn) for (const id of ['grade', ...health.document.checks.map(check => check.id)]) series.set(id, await health.history?.series(id, fromMs, view.nowMs) ?? [])
      const changes = isOwn ? await health.history?.gradeChanges(view.nowMs - 30 * dayMs, view.nowMs) ?? [] : []
      return await send(reply, machinePage(view, { device, series, changes, fromMs, isAdmin: includesRole(request.caller.role, 'admin'), ...row === undefined ? {} : { row }, ...isOwn ? { health: health.document } : {} }))
    })

    app.get<{ Params: { id: string } }>('/runs/:id', { config: { role: 'read' }, schema: { ...hidden, params: idSchema } }, async (request, reply) => await send(reply, runPage(viewOf(request, now()), await runView(jobs, request.params.id, AbortSignal.timeout(answerMs)))))

    app.get<{ Params: { id: string, index: number } }>('/runs/:id/outputs/:index', { config: { role: 'read' }, schema: { ...hidden, params: outputParams } }, async ({ params: { id, index } }, reply) => {
      const job = jobs.get(id)
      const path = runReport(jobs, job)?.outputs[index]?.path
      const type = path?.endsWith('.png') === true ? 'image/png' : path?.endsWith('.webp') === true ? 'image/webp' : undefined
      const file = path === undefined || type === undefined ? undefined : await outputFile(job.workspace, path).catch(() => undefined)
      if (file === undefined || type === undefined) throw new PacklineError('HTTP_NOT_FOUND', { what: `output ${index} of ${id}` })
      return await reply.type(type).headers({ 'content-security-policy': "default-src 'none'", 'x-content-type-options': 'nosniff' }).send(createReadStream(file))
    })

    for (const action of ['drain', 'resume'] as const) {
      app.post<{ Params: { device: string }, Body: Record<string, string> | undefined }>(`/machines/:device/${action}`, { config: { role: 'read' }, schema: { ...hidden, params: deviceParams } }, async (request, reply) => {
        const { device } = request.params
        const { confirm, force, token, ...fields } = request.body ?? {}
        const by = adminName(request, token)
        if (confirm !== 'yes') return await send(reply, confirmPage(viewOf(request, now()), device, action, kept(fields), undefined))
        try {
          if (action === 'resume') await resumeMachine({ farm, home, now }, device, by)
          else await drainMachine({ farm, home, now }, device, by, { why: (fields.why ?? '').slice(0, 200), deadlineMs: minutes(fields.minutes) * 60_000, force: force === 'yes' })
        } catch (error) {
          if (!(error instanceof PacklineError && error.code === 'FARM_CAPACITY_LOST')) throw error
          const view = viewOf(request, now())
          return await send(reply.code(409), confirmPage(view, device, action, kept(fields), describeError(view.locale, error).message))
        }
        return await reply.redirect(`/machines/${encodeURIComponent(device)}`, 303)
      })
    }
  }

  /** Who may change something: a caller with the role admin, or the bearer of such a token in the form. */
  function adminName ({ caller }: FastifyRequest, secret: string | undefined): string {
    if (includesRole(caller.role, 'admin')) return caller.name
    const token = secret === undefined ? undefined : tokens.find(secret)
    if (token?.role === 'admin') return token.name
    throw new PacklineError('HTTP_FORBIDDEN', { caller: caller.name, has: caller.role, role: 'admin' })
  }
}

function kept (fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(['why', 'minutes'].flatMap(name => typeof fields[name] === 'string' ? [[name, fields[name].slice(0, 200)]] : []))
}

function minutes (text: string | undefined): number {
  const value = Number(text)
  return Number.isFinite(value) && value >= 0 ? Math.min(10_080, value) : 60
}

async function send (reply: FastifyReply, body: string): Promise<FastifyReply> {
  return await reply.type('text/html; charset=utf-8').headers({ 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' }).send(body)
}

function viewOf (request: FastifyRequest, nowMs: number): View {
  const asked = (request.query as Record<string, unknown> | undefined)?.lang
  return { locale: localeOf(asked, request.headers['accept-language']), nowMs, path: request.url.split('?', 1)[0]! }
}

/** The language asked for, else the first that the browser names and we have. */
export function localeOf (asked: unknown, accept: string | undefined): Locale {
  if (asked === 'zh') return 'zh-CN'
  if (asked === 'en') return 'en'
  const first = (accept ?? '').slice(0, 500).split(',').map(each => each.trim().slice(0, 2).toLowerCase()).find(each => each === 'zh' || each === 'en')
  return first === 'zh' ? 'zh-CN' : 'en'
}
