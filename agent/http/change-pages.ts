import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { recordAudit } from '../farm/audit.js'
import { drainMachine, resumeMachine } from '../farm/audited-changes.js'
import type { Farm } from '../farm/farm.js'
import { PacklineError } from '../errors.js'
import { confirming, type ConfirmingOptions } from './confirming.js'
import { deviceParams } from './farm-schemas.js'
import { forms, type Form } from './forms.js'
import type { LicenceView } from './licence-view.js'
import { answerMs, hidden } from './page-reply.js'

export interface ChangePagesOptions extends ConfirmingOptions {
  farm: Farm
  licences: LicenceView
}

interface Route<Params> {
  Params: Params
  Body: Form | undefined
}

const seatParams = {
  type: 'object',
  required: ['licence', 'seat'],
  properties: {
    licence: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' },
    seat: { type: 'integer', minimum: 0, maximum: 1000 }
  }
} as const
const maxWhy = 200
const maxDevice = 128

/** What administrators change on a page, each after a question of its own. */
export function changePages (options: ChangePagesOptions): FastifyPluginAsync {
  return async app => {
    await app.register(forms)
    const confirmed = confirming(options)
    addDrain(app, options, confirmed)
    addResume(app, options, confirmed)
    addRelease(app, options, confirmed)
  }
}

type Confirmed = ReturnType<typeof confirming>

function addDrain (app: FastifyInstance, options: ChangePagesOptions, confirmed: Confirmed): void {
  app.post<Route<{ device: string }>>('/machines/:device/drain', {
    config: { role: 'read', isAudited: true },
    schema: { ...hidden, params: deviceParams }
  }, async (request, reply) => {
    const { params: { device }, body = {} } = request
    const why = (body.why ?? '').slice(0, maxWhy)
    const minutes = minutesOf(body.minutes)
    return await confirmed(request, reply, {
      question: say => say('ui.confirmDrain', { device }),
      ...placeOf(device, 'drain'),
      fields: { why, minutes: String(minutes) },
      note: () => why,
      isDanger: true
    }, async (changer, force) => {
      checkWhy(why)
      await drainMachine(options, device, changer, { why, deadlineMs: minutes * 60_000, force })
    })
  })
}

function addResume (app: FastifyInstance, options: ChangePagesOptions, confirmed: Confirmed): void {
  app.post<Route<{ device: string }>>('/machines/:device/resume', {
    config: { role: 'read', isAudited: true },
    schema: { ...hidden, params: deviceParams }
  }, async (request, reply) => {
    const { device } = request.params
    return await confirmed(request, reply, {
      question: say => say('ui.confirmResume', { device }),
      ...placeOf(device, 'resume'),
      fields: {},
      isDanger: false
    }, async changer => {
      await resumeMachine(options, device, changer)
    })
  })
}

function addRelease (
  app: FastifyInstance,
  { licences, home, now }: ChangePagesOptions,
  confirmed: Confirmed
): void {
  app.post<Route<{ licence: string, seat: number }>>('/licences/:licence/seats/:seat/release', {
    config: { role: 'read', isAudited: true },
    schema: { ...hidden, params: seatParams }
  }, async (request, reply) => {
    const { params: { licence, seat }, body: { device = '', why = '' } = {} } = request
    return await confirmed(request, reply, {
      question: say => say('ui.confirmRelease', { licence, seat, device: device.slice(0, maxDevice) }),
      target: `/licences/${encodeURIComponent(licence)}/seats/${seat}/release`,
      back: '/',
      fields: { device: device.slice(0, maxDevice) },
      note: say => say('ui.releaseNote'),
      asksWhy: true,
      isDanger: true
    }, async ({ by, from }) => {
      checkWhy(why)
      const order = { device, by, why: why.slice(0, maxWhy) }
      await licences.release(licence, seat, order, AbortSignal.timeout(answerMs))
      await recordAudit(home, {
        at: new Date(now()).toISOString(),
        action: 'release-seat',
        by,
        from,
        device,
        details: { licence, seat, why: order.why }
      })
    })
  })
}

function placeOf (device: string, action: string): { target: string, back: string } {
  const back = `/machines/${encodeURIComponent(device)}`
  return { target: `${back}/${action}`, back }
}

function checkWhy (why: string): void {
  if (why.trim() === '') throw new PacklineError('FARM_NEEDS_REASON', {})
}

function minutesOf (text = '60'): number {
  const value = Number(text)
  return Number.isFinite(value) && value >= 0 ? Math.min(10_080, Math.round(value)) : 60
}
