import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { AgentContext } from '../part.js'
import { PacklineError, toPacklineError } from '../errors.js'
import type { Job } from '../jobs/job.js'
import { describeError } from '../messages/message.js'
import { Registry } from '../release/registry.js'
import { orderFormPage, orderPath } from '../ui/order-form-page.js'
import type { OrderFields, OrderFormView } from '../ui/order-form-page.js'
import { orderPage, type OrderView } from '../ui/order-page.js'
import { sayIn, type View } from '../ui/page.js'
import { linkTo } from '../ui/release-words.js'
import { changedBy } from './changed-by.js'
import { addJobChanges } from './job-changes.js'
import { idSchema } from './job-schemas.js'
import { dimensionsOf, fieldsOf, orderOf, parametersOf, proposals } from './order-form.js'
import { listedOrder, orderView } from './order-view.js'
import { isOrderKind, orderRole } from './orders.js'
import type { Orders } from './orders.js'
import { mayIn } from './page-projects.js'
import { answerMs, hidden, sendPage, viewOf } from './page-reply.js'
import { checkProjectRole } from './project-access.js'
import { orderParams, pathSchema } from './project-schemas.js'
import type { Releases } from './releases.js'
import { forms } from './forms.js'

type OrderPagesOptions = Pick<AgentContext, 'now' | 'device'> & {
  orders: Orders
  releases: Releases
}

interface InProject {
  Params: { project: string }
  Querystring: { workspace?: string, from?: string, version?: string }
  Body: OrderFields | undefined
}
interface OneOrder {
  Params: { project: string, id: string }
  Body: OrderFields | undefined
}
type Asked = Pick<FastifyRequest<InProject>, 'url' | 'headers' | 'caller' | 'visit' | 'params'>

const listedOrders = 10
const formQuery = {
  type: 'object',
  properties: {
    workspace: { type: 'string', maxLength: 4096 },
    from: idSchema.properties.id,
    version: { type: 'string', maxLength: 40 }
  }
} as const

/** Pages on which people order packages, see the plan first, and follow the work. */
export function orderPages (options: OrderPagesOptions): FastifyPluginAsync {
  return async app => {
    await app.register(forms)
    addJobChanges(app, options.orders)
    addForm(app, options)
    addOrderPage(app, options)
    addOrderChanges(app, options)
  }
}

function addForm (app: FastifyInstance, options: OrderPagesOptions): void {
  const { orders, device } = options
  app.get<InProject>('/projects/:project/orders', {
    config: { role: 'read' },
    schema: { ...hidden, params: pathSchema(), querystring: formQuery }
  }, async (request, reply) => {
    const { params: { project }, query: { workspace, from, version } } = request
    const before = from === undefined ? undefined : await orders.order(project, from)
    const [first] = await orders.checkouts(project)
    const { folder, file } = await orders.projectIn(project, before?.workspace ?? workspace ?? first)
    const given = version === undefined ? {} : { version }
    const fields = before === undefined ? given : fieldsOf(file, folder, before.parameters)
    return await sendForm(options, request, reply, project, folder, fields)
  })

  app.post<InProject>('/projects/:project/orders', {
    config: { role: 'build', projectRole: 'test' },
    schema: { ...hidden, params: pathSchema() }
  }, async (request, reply) => {
    const { params: { project }, body = {} } = request
    const view = viewOf(request, options.now())
    const { folder, file } = await orders.projectIn(project, body.workspace)
    const say = sayIn(view.locale)
    const parameters = orderOf(file, body)
    if (parameters === undefined) {
      return await sendForm(options, request, reply.code(400), project, folder, body, {
        message: say('order.noRows')
      })
    }
    try {
      const { version, build } = parameters
      await new Registry(await options.releases.store(project)).checkName({ version, build })
      const { job } = await orders.submit({
        kind: 'package',
        project,
        workspace: folder,
        parameters: { ...parameters, dryRun: true },
        by: changedBy(request, device).by
      })
      return await reply.redirect(linkTo(view, orderPath(project, job.id)), 303)
    } catch (thrown) {
      const error = toPacklineError(thrown)
      if (error.code === 'INTERNAL') throw error
      const problem = describeError(view.locale, error)
      return await sendForm(options, request, reply.code(error.httpStatus), project, folder, body, problem)
    }
  })
}

async function sendForm (
  { orders, releases, now }: OrderPagesOptions,
  request: Asked,
  reply: FastifyReply,
  project: string,
  workspace: string,
  fields: OrderFields,
  problem?: OrderFormView['problem']
): Promise<FastifyReply> {
  const { folder, folders, file } = await orders.projectIn(project, workspace)
  return await sendPage(
    reply,
    orderFormPage(viewOf(request, now()), {
      project,
      checkouts: folders,
      checkout: folder,
      ...await proposals(await releases.store(project), file),
      dimensions: dimensionsOf(file),
      parameters: parametersOf(file),
      jenkins: file.packages.jenkins?.job,
      orders: (await orders.last(project, listedOrders)).map(listedOrder),
      fields,
      mayOrder: mayIn(request, 'test'),
      ...problem !== undefined && { problem }
    })
  )
}

function addOrderPage (app: FastifyInstance, { orders, now }: OrderPagesOptions): void {
  app.get<OneOrder>('/projects/:project/orders/:id', {
    config: { role: 'read' },
    schema: { ...hidden, params: orderParams }
  }, async (request, reply) => {
    const job = await orders.order(request.params.project, request.params.id)
    return await sendOrder(orders, request, reply, viewOf(request, now()), job)
  })
}

async function sendOrder (
  { jobs }: Orders,
  request: FastifyRequest<OneOrder>,
  reply: FastifyReply,
  view: View,
  job: Job,
  problem?: OrderView['startProblem']
): Promise<FastifyReply> {
  const { params: { project }, body: { why } = {} } = request
  const mayOrder = mayIn(request, orderRole(job.kind))
  const order = await orderView(jobs, job, project, view.locale, mayOrder, AbortSignal.timeout(answerMs))
  const refused = problem !== undefined && { startProblem: problem, why }
  return await sendPage(reply, orderPage(view, { ...order, ...refused }))
}

function addOrderChanges (app: FastifyInstance, options: OrderPagesOptions): void {
  const { orders, now, device } = options
  app.post<OneOrder>('/projects/:project/orders/:id/start', {
    config: { role: 'build', projectRole: 'test' },
    schema: { ...hidden, params: orderParams }
  }, async (request, reply) => {
    const { params: { project, id }, body: { why = '' } = {} } = request
    const plan = await orders.order(project, id)
    const { kind, workspace, parameters: { dryRun, ...parameters } } = plan
    checkProjectRole(request.caller, orderRole(kind), project)
    // What is no plan was started already.
    if (!isOrderKind(kind) || dryRun !== true) throw new PacklineError('JOB_UNKNOWN', { id })
    const view = { ...viewOf(request, now()), path: orderPath(project, id) }
    try {
      if (why.trim() === '') throw new PacklineError('FARM_NEEDS_REASON', {})
      // A plan is started once, however often somebody clicks.
      const { job } = await orders.submit({
        kind,
        project,
        workspace,
        parameters: { ...parameters, [kind === 'package' ? 'record' : 'why']: why },
        key: `plan ${id}`,
        by: changedBy(request, device).by
      })
      return await reply.redirect(linkTo(view, orderPath(project, job.id)), 303)
    } catch (thrown) {
      const error = toPacklineError(thrown)
      if (error.code === 'INTERNAL') throw thrown
      const problem = describeError(view.locale, error)
      return await sendOrder(orders, request, reply.code(error.httpStatus), view, plan, problem)
    }
  })

  app.post<OneOrder>('/projects/:project/orders/:id/cancel', {
    config: { role: 'build', projectRole: 'test' },
    schema: { ...hidden, params: orderParams }
  }, async (request, reply) => {
    const { project, id } = request.params
    const { kind } = await orders.order(project, id)
    checkProjectRole(request.caller, orderRole(kind), project)
    await orders.jobs.cancel(id)
    return await reply.redirect(linkTo(viewOf(request, now()), orderPath(project, id)), 303)
  })
}
