import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import { configInvalid, toMistakes } from '../config/validate.js'
import { errorText } from '../error-text.js'
import { PacklineError, toPacklineError } from '../errors.js'
import { errorDocument } from '../messages/error-document.js'
import { phrase } from '../messages/phrase.js'
import { isForPeople, sendErrorPage } from './page-errors.js'

const errorSchema = {
  $id: 'error',
  type: 'object',
  description: 'Why a request failed',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'retryable', 'details'],
      properties: {
        code: { type: 'string', description: 'Stable name of the error' },
        message: { type: 'string' },
        hint: { type: 'string', description: 'What to do next' },
        retryable: { type: 'boolean', description: 'Whether it may go well later or on another machine' },
        details: { type: 'object', additionalProperties: true }
      }
    }
  }
} as const

/**
 * Every error as `{ error: { code, message, hint, retryable, details } }`, with the status that the error
 * table gives it; as a page for people.
 */
export const errorResponses = fastifyPlugin<{ now: () => number }>(async (app: FastifyInstance, { now }) => {
  app.addSchema(errorSchema)
  app.addHook('onRoute', route => {
    route.schema = {
      ...route.schema,
      response: { ...route.schema?.response as object, '4xx': { $ref: 'error#' }, '5xx': { $ref: 'error#' } }
    }
  })
  app.setErrorHandler(async (thrown: FastifyError, request, reply) => {
    const error = fromFastify(thrown, request) ?? toPacklineError(thrown)
    if (error.httpStatus >= 500) request.log.error({ err: error, code: error.code }, 'request failed')
    // What went wrong inside is for the log: it may name files and addresses.
    const shown = error.code === 'INTERNAL'
      ? new PacklineError('INTERNAL', { reason: phrase('agent.log', { id: request.id }) })
      : error
    if (isForPeople(request)) return await sendErrorPage(request, reply, shown, now())
    return await reply.code(error.httpStatus).send({ error: errorDocument(shown) })
  })
}, { name: 'error-responses', fastify: '5.x' })

/** A path that cannot be decoded never reaches a route. */
export function answerBadUrl (thrown: FastifyError, _request: unknown, reply: FastifyReply): void {
  const error = new PacklineError('HTTP_BAD_PATH', { path: reply.request.raw.url?.slice(0, 200) ?? '' }, {
    cause: thrown
  })
  reply.code(error.httpStatus).send({ error: errorDocument(error) })
}

function fromFastify (thrown: FastifyError, request: FastifyRequest): PacklineError | undefined {
  const options = { cause: thrown }
  if (thrown.validation !== undefined) {
    const { count, mistakes, list } = configInvalid(
      thrown.validationContext ?? 'request',
      toMistakes(thrown.validation)
    )
      .details
    return new PacklineError('HTTP_INVALID_REQUEST', {
      part: thrown.validationContext,
      count,
      mistakes,
      list
    }, options)
  }
  switch (thrown.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new PacklineError('HTTP_TOO_LARGE', { limitBytes: request.routeOptions.bodyLimit ?? 0 }, options)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new PacklineError('HTTP_MEDIA_TYPE', {
        type: request.headers['content-type'] ?? 'none',
        expected: 'application/json'
      }, options)
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new PacklineError('HTTP_INVALID_JSON', { reason: errorText(thrown) }, options)
  }
  return thrown.statusCode === 400
    ? new PacklineError('HTTP_INVALID_JSON', { reason: errorText(thrown) }, options)
    : undefined
}
