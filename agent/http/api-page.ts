import { createHash } from 'node:crypto'
import swagger from '@fastify/swagger'
import { fastifyPlugin } from 'fastify-plugin'
import { packlineVersion } from '../version.js'
import { renderApiPage, style } from './api-page-html.js'
import type { ApiDocument } from './api-page-html.js'

/** The description of every route, from its schemas: as OpenAPI for programs, as a page for people. */
export const apiPage = fastifyPlugin(async app => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'packline agent', version: packlineVersion },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }]
    },
    transform: ({ schema, url, route }) => ({ url, schema: { ...schema, description: `Role: ${route.config?.role ?? ''}` } }),
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => typeof json.$id === 'string' ? json.$id : `schema${index}` }
  })
  app.get('/v1/openapi.json', { config: { role: 'read' }, schema: { tags: ['agent'], summary: 'This interface as OpenAPI' } }, async () => app.swagger())
  app.get('/v1', { config: { role: 'read' }, schema: { tags: ['agent'], summary: 'This interface as a page' } }, async (_request, reply) => await reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'`)
    .header('x-content-type-options', 'nosniff')
    .send(renderApiPage(app.swagger() as unknown as ApiDocument)))
}, { name: 'api-page', fastify: '5.x', dependencies: ['access', 'error-responses'] })
