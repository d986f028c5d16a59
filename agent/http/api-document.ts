import swagger from '@fastify/swagger'
import { fastify } from 'fastify'
import type { RouteOptions } from 'fastify'
import { packlineVersion } from '../version.js'
import type { ApiDocument } from './api-page-html.js'

/** Routes as OpenAPI, made from their schemas by an application that never answers anything. */
export async function apiDocument (
  routes: readonly RouteOptions[],
  schemas: Readonly<Record<string, unknown>>
): Promise<ApiDocument> {
  const app = fastify({ exposeHeadRoutes: false })
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => data => JSON.stringify(data))
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'packline agent', version: packlineVersion },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }]
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: { ...schema, description: `Role: ${route.config?.role ?? ''}` }
    }),
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `schema${index}`
    }
  })
  for (const schema of Object.values(schemas)) app.addSchema(schema)
  for (const { method, url, schema, config } of routes) {
    app.route({
      method,
      url,
      ...schema !== undefined && { schema },
      ...config !== undefined && { config },
      handler: async () => {}
    })
  }
  await app.ready()
  const document = app.swagger() as unknown as ApiDocument
  await app.close()
  return document
}
