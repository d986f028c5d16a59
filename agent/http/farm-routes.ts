import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { drainMachine, removeMachine, resumeMachine, takeOrder } from '../farm/audited-changes.js'
import type { DrainRequest } from '../farm/audited-changes.js'
import type { Farm } from '../farm/farm.js'
import type { DrainOrder } from '../farm/farm-machine.js'
import type { FarmRegistry } from '../farm/farm-registry.js'
import type { StorePlace } from '../licence/store-place.js'
import { errorDocument } from '../messages/error-document.js'
import { changedBy } from './changed-by.js'
import { documentsFail } from './route-errors.js'
import { farmEvents, type FarmEventsOptions } from './farm-events.js'
import { changeSchema, deviceParams, drainBody, farmSchema, orderBody, removeBody } from './farm-schemas.js'

interface FarmRoutesOptions {
  farm: Farm
  registry: FarmRegistry
  /** Jobs of this agent go on: its page shows how far they are. */
  isBusy: () => boolean
  pagePatches: FarmEventsOptions['pagePatches']
  home: string
  /** Of the seats of licences, where there are any. */
  storePlace: StorePlace | undefined
  now: () => number
}

const tags = ['farm']
const answerMs = 10_000
const changeFails = [
  'FARM_MACHINE_UNKNOWN',
  'FARM_AGENT_REFUSED',
  'AGENT_UNREACHABLE',
  ...documentsFail
] as const

/** The farm as JSON, its changes as events, and what administrators do to it. */
export function farmRoutes (options: FarmRoutesOptions): FastifyPluginAsync {
  return async app => {
    addViews(app, options)
    addOwnOrder(app, options)
    addChanges(app, options)
    await app.register(farmEvents(options))
  }
}

function addViews (app: FastifyInstance, { farm, registry, storePlace }: FarmRoutesOptions): void {
  app.get('/v1/farm', {
    config: { role: 'read', errors: documentsFail },
    schema: { tags, summary: 'Every machine with its grade and reasons', response: { 200: farmSchema } }
  }, async () => ({
    machines: await farm.rows(AbortSignal.timeout(answerMs)),
    licenceStore: storePlace ?? null,
    blindSince: farm.blindSinceMs === undefined ? null : new Date(farm.blindSinceMs).toISOString(),
    warnings: farm.warnings.map(warning => errorDocument(warning))
  }))

  app.get('/v1/farm/self', {
    config: { role: 'read', errors: documentsFail },
    schema: {
      tags,
      summary: 'What this agent tells a farm without ZooKeeper',
      response: { 200: { type: 'object', additionalProperties: true } }
    }
  }, async () => {
    const { record } = farm
    const report = await farm.report()
    const machines = await registry.machines(AbortSignal.timeout(answerMs))
    const own = machines.find(machine => machine.record.device === record.device)
    return { record, report, order: own?.order ?? null }
  })
}

function addOwnOrder (app: FastifyInstance, options: FarmRoutesOptions): void {
  const { device } = options.farm.record

  app.put<{ Body: DrainOrder }>('/v1/farm/self/order', {
    config: { role: 'admin', isAudited: true, errors: changeFails },
    schema: {
      tags,
      summary: 'Drain this machine, decided elsewhere',
      body: orderBody,
      response: { 200: changeSchema }
    }
  }, async request => {
    await takeOrder(options, request.body, changedBy(request, device).from)
    return { device, draining: true }
  })

  app.delete('/v1/farm/self/order', {
    config: { role: 'admin', isAudited: true, errors: changeFails },
    schema: {
      tags,
      summary: 'Let this machine work again, decided elsewhere',
      response: { 200: changeSchema }
    }
  }, async request => {
    await takeOrder(options, undefined, changedBy(request, device).from)
    return { device, draining: false }
  })
}

function addChanges (app: FastifyInstance, options: FarmRoutesOptions): void {
  const { device: own } = options.farm.record

  app.post<{ Params: { device: string }, Body: DrainRequest }>('/v1/farm/machines/:device/drain', {
    config: { role: 'admin', isAudited: true, errors: ['FARM_CAPACITY_LOST', ...changeFails] },
    schema: {
      tags,
      summary: 'Let a machine take nothing new, and wait for what it has',
      params: deviceParams,
      body: drainBody,
      response: { 200: changeSchema }
    }
  }, async request => {
    const { params: { device }, body } = request
    await drainMachine(options, device, changedBy(request, own), body)
    return { device, draining: true }
  })

  app.post<{ Params: { device: string } }>('/v1/farm/machines/:device/resume', {
    config: { role: 'admin', isAudited: true, errors: changeFails },
    schema: {
      tags,
      summary: 'Let a machine work again',
      params: deviceParams,
      response: { 200: changeSchema }
    }
  }, async request => {
    const { device } = request.params
    await resumeMachine(options, device, changedBy(request, own))
    return { device, draining: false }
  })

  app.delete<{ Params: { device: string }, Body: { why: string } }>('/v1/farm/machines/:device', {
    config: {
      role: 'admin',
      isAudited: true,
      errors: ['FARM_MACHINE_ALIVE', 'FARM_STILL_LISTED', 'FARM_NEEDS_ZOOKEEPER', ...changeFails]
    },
    schema: {
      tags,
      summary: 'Forget a machine that is gone for good',
      params: deviceParams,
      body: removeBody,
      response: { 200: changeSchema }
    }
  }, async request => {
    const { params: { device }, body } = request
    await removeMachine(options, device, changedBy(request, own), body.why)
    return { device, draining: false }
  })
}
