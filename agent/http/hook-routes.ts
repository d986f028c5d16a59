import type {} from '@fastify/swagger'
import type { FastifyPluginAsync } from 'fastify'
import { maxHookBytes } from '../trigger/hooks/hook-receiver.js'
import type { HookReceiver } from '../trigger/hooks/hook-receiver.js'
import type { HookHeaders } from '../trigger/hooks/signature.js'

const answerSchema = {
  type: 'object',
  required: ['status', 'repositories'],
  properties: {
    status: {
      enum: ['accepted', 'duplicate', 'ignored'],
      description: 'ignored: this event starts nothing; duplicate: it came before'
    },
    repositories: {
      type: 'array',
      items: { type: 'string' },
      description: 'The configured repositories that it is about'
    }
  }
} as const

const paramsSchema = {
  type: 'object',
  required: ['forge'],
  properties: {
    forge: { type: 'string', maxLength: 40, description: 'gitlab, github, gitea (Forgejo too), git or svn' }
  }
} as const

/** Each forge has its own, and the signature is over its bytes. */
const anyBody = {
  content: {
    'application/json': { schema: { description: 'The event as the forge sends it' } }
  }
} as const

/** POST /v1/hooks/:forge. The forge signs the body as it sends it, so it arrives here unread. */
export function hookRoutes (receiver: HookReceiver): FastifyPluginAsync {
  return async app => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxHookBytes }, (_request, body, done) => {
      done(null, body)
    })
    app.post<{ Params: { forge: string } }>('/v1/hooks/:forge', {
      bodyLimit: maxHookBytes,
      // The signature says who calls.
      config: {
        role: 'none',
        errors: [
          'HOOK_UNKNOWN_FORGE',
          'HOOK_REFUSED',
          'HOOK_TOO_OLD',
          'HOOK_INVALID',
          'HOOK_UNKNOWN_REPOSITORY'
        ]
      },
      schema: {
        summary: 'A forge tells that something was pushed',
        tags: ['trigger'],
        params: paramsSchema,
        body: anyBody,
        response: { 200: answerSchema, 202: answerSchema }
      }
    }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const answer = receiver.receive({
        forge: request.params.forge,
        headers: request.headers as HookHeaders,
        body
      })
      return await reply.code(answer.status === 'accepted' ? 202 : 200).send(answer)
    })
  }
}
