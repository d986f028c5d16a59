import { createHash } from 'node:crypto'
import type { RouteOptions } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import { renderApiPage, style } from './api-page-html.js'
import type { ApiDocument } from './api-page-html.js'

/** The description of every route, from its schemas: as OpenAPI for programs, as a page for people. */
export const apiPage = fastifyPlugin(async app => {
  const routes: RouteOptions[] = []
  let document: Promise<ApiDocument> | undefined
  // Made when somebody asks for it: what makes it takes 5 MB, and most agents are never asked.
  const describe = async (): Promise<ApiDocument> =>
    await (document ??= import('./api-document.js').then(async ({ apiDocument }) =>
      await apiDocument(routes, app.getSchemas())
    ))
  app.addHook('onRoute', route => {
    if (route.method !== 'HEAD' && route.schema?.hide !== true) routes.push(route)
  })

  app.get('/v1/openapi.json', {
    config: { role: 'read' },
    schema: {
      tags: ['agent'],
      summary: 'This interface as OpenAPI',
      response: { 200: { type: 'object', additionalProperties: true, description: 'OpenAPI 3.1' } }
    }
  }, async () => await describe())
  app.get('/v1', {
    config: { role: 'read' },
    schema: {
      tags: ['agent'],
      summary: 'This interface as a page',
      response: {
        200: { description: 'A page', content: { 'text/html': { schema: { type: 'string' } } } }
      }
    }
  }, async (_request, reply) =>
    await reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        `default-src 'none'; style-src 'sha256-${
          createHash('sha256')
            .update(style)
            .digest('base64')
        }'; frame-ancestors 'none'; base-uri 'none'`
      )
      .header('x-content-type-options', 'nosniff')
      .send(renderApiPage(await describe())))
}, { name: 'api-page', fastify: '5.x', dependencies: ['access', 'error-responses'] })
