import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { toPacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import { orderPath } from '../ui/order-form-page.js'
import type { View } from '../ui/page.js'
import { linkTo } from '../ui/release-words.js'
import type { SendSource } from '../ui/send-fields.js'
import { changedBy } from './changed-by.js'
import type { Form } from './forms.js'
import type { OrderKind, Orders } from './orders.js'
import { sendPage, viewOf } from './page-reply.js'
import type { Releases } from './releases.js'

/** Every order says why; of a plan it is asked when it is started. */
export const whyOfPlan = 'plan'

export interface SendForms {
  releases: Releases
  orders: Orders
}

interface Ordered {
  kind: OrderKind
  parameters: Record<string, unknown>
}

type Request = FastifyRequest<{ Params: { project: string, release: string }, Body: Form | undefined }>

interface Sending {
  /** The page of the form. */
  back: string
  asked: (form: Form) => Promise<Ordered>
  again: (view: View, form: Form, problem: { message: string, hint?: string | undefined }) => Promise<string>
}

/** Orders what a form asks for and leads to its page, or shows the form again with why not. */
export async function orderSending (
  request: Request,
  reply: FastifyReply,
  { releases, orders }: SendForms,
  { back, asked, again }: Sending
): Promise<FastifyReply> {
  const { params: { project }, body: form = {} } = request
  const view = { ...viewOf(request, releases.now()), path: back }
  try {
    const { key = '', workspace } = form
    const { kind, parameters } = await asked(form)
    const { job } = await orders.submit({
      kind,
      project,
      ...workspace !== undefined && workspace !== '' && { workspace },
      parameters,
      ...key !== '' && { key: `form ${key.slice(0, 150)}` },
      by: changedBy(request, releases.device).by
    })
    return await reply.redirect(linkTo(view, orderPath(project, job.id)), 303)
  } catch (thrown) {
    const error = toPacklineError(thrown)
    if (error.code === 'INTERNAL') throw thrown
    return await sendPage(
      reply.code(error.httpStatus),
      await again(view, form, describeError(view.locale, error))
    )
  }
}

/** From which checkout of this machine, and whether the project keeps its packages elsewhere too. */
export async function sourceIn (
  orders: Orders,
  project: string,
  { workspace, files }: Form
): Promise<SendSource & { file: Awaited<ReturnType<Orders['projectIn']>>['file'] }> {
  const [first] = await orders.checkouts(project)
  const { folder, folders, file } = await orders.projectIn(project, workspace ?? first)
  return {
    key: randomUUID(),
    checkouts: folders,
    checkout: folder,
    isKept: file.packages.artifacts !== undefined,
    files,
    file
  }
}
