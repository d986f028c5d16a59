import type { FastifyInstance, FastifyRequest } from 'fastify'
import { PacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import { errorPage } from '../ui/error-page.js'
import { prefersHtml, sendPage, viewOf } from './page-reply.js'

/** What a program reads as JSON, a person reads as a page; anything else is for the handler of all routes. */
export function showErrorsAsPages (app: FastifyInstance, now: () => number): void {
  app.setErrorHandler(async (thrown, request, reply) => {
    if (
      !(thrown instanceof PacklineError) || thrown.code === 'INTERNAL' ||
      !prefersHtml(request.headers.accept)
    ) throw thrown
    if (thrown.code === 'HTTP_UNAUTHORIZED' && request.method === 'GET' && canSignIn(request)) {
      return await reply.redirect(`/login?${new URLSearchParams({ return: request.url }).toString()}`, 303)
    }
    const view = viewOf(request, now())
    const { message, hint } = describeError(view.locale, thrown)
    return await sendPage(reply.code(thrown.httpStatus), errorPage(view, message, hint))
  })
}

function canSignIn ({ server }: FastifyRequest): boolean {
  return server.accounts?.isUsed === true
}
