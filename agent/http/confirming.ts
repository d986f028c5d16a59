import { join, resolve } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PacklineError, toPacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import { confirmPage, type Confirmation } from '../ui/confirm-page.js'
import { sayIn, type Say } from '../ui/page.js'
import { changedBy, type ChangedBy } from './changed-by.js'
import type { Form } from './forms.js'
import { sendPage, viewOf } from './page-reply.js'
import { includesRole } from './roles.js'
import { TokenFile } from './tokens.js'

export interface ConfirmingOptions {
  home: string
  now: () => number
  cwd: string
  /** This agent's. */
  device: string
  tokensFile: string | undefined
}

type FormRequest = Pick<
  FastifyRequest<{ Body: Form | undefined }>,
  'body' | 'caller' | 'headers' | 'url' | 'visit'
>

interface Question extends Pick<Confirmation, 'target' | 'back' | 'fields' | 'asksWhy' | 'isDanger'> {
  question: (say: Say) => string
  note?: (say: Say) => string
}

type Confirmed = (
  request: FormRequest,
  reply: FastifyReply,
  question: Question,
  change: (changer: ChangedBy, force: boolean) => Promise<void>
) => Promise<FastifyReply>

/** Does what was confirmed by somebody who may; asks first, and again when it was refused. */
export function confirming (
  { now, cwd, device, home, tokensFile = join(home, 'tokens.json') }: ConfirmingOptions
): Confirmed {
  const tokens = new TokenFile(resolve(cwd, tokensFile), now)
  return async (request, reply, { question, note, ...rest }, change) => {
    const { confirm, force, token } = request.body ?? {}
    const view = viewOf(request, now())
    const say = sayIn(view.locale)
    const asked: Confirmation = {
      ...rest,
      question: question(say),
      asksToken: !includesRole(request.caller.role, 'admin'),
      ...note === undefined ? {} : { note: note(say) }
    }
    if (confirm !== 'yes') return await sendPage(reply, confirmPage(view, asked))
    try {
      const admin = adminName(request, tokens, token)
      await change(changedBy(request, device, admin), force === 'yes')
    } catch (thrown) {
      const error = toPacklineError(thrown)
      if (error.code === 'INTERNAL') throw error
      const problem = describeError(view.locale, error).message
      const canForce = error.code === 'FARM_CAPACITY_LOST'
      return await sendPage(
        reply.code(error.httpStatus),
        confirmPage(view, { ...asked, problem, canForce })
      )
    }
    return await reply.redirect(asked.back, 303)
  }
}

/** Who may change something: a caller with the role admin, or the bearer of such a token in the form. */
function adminName ({ caller }: FormRequest, tokens: TokenFile, secret: string | undefined): string {
  if (includesRole(caller.role, 'admin')) return caller.name
  const token = secret === undefined ? undefined : tokens.find(secret)
  if (token?.role === 'admin') return token.name
  throw new PacklineError('HTTP_FORBIDDEN', { caller: caller.name, has: caller.role, role: 'admin' })
}
