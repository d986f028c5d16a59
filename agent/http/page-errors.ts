import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import { errorPage } from '../ui/error-page.js'
import { prefersHtml, sendPage, viewOf } from './page-reply.js'

/** Whether a person reads the answer in a browser: of a page, or of an address that is none. */
export function isForPeople ({ headers, routeOptions, is404, url }: FastifyRequest): boolean {
  const { hide } = (routeOptions.schema ?? {}) as { hide?: boolean }
  return prefersHtml(headers.accept) && (is404 ? !/^\/v1(?:[/?]|$)/.test(url) : hide === true)
}

/** What a program reads as JSON, a person reads as a page; who may not see one is asked to sign in. */
export async function sendErrorPage (
  request: FastifyRequest,
  reply: FastifyReply,
  error: PacklineError,
  nowMs: number
): Promise<FastifyReply> {
  if (error.code === 'HTTP_UNAUTHORIZED' && request.method === 'GET' && canSignIn(request)) {
    return await reply.redirect(`/login?${new URLSearchParams({ return: request.url }).toString()}`, 303)
  }
  const view = viewOf(request, nowMs)
  const { message, hint } = describeError(view.locale, error)
  return await sendPage(reply.code(error.httpStatus), errorPage(view, message, hint))
}

function canSignIn ({ server }: FastifyRequest): boolean {
  return server.accounts?.isUsed === true
}
