import swagger from '@fastify/swagger'
import { fastify } from 'fastify'
import type { FastifySchema, RouteOptions } from 'fastify'
import { packlineVersion } from '../version.js'
import type { ApiDocument } from './api-page-html.js'
import { errorsOf } from './route-errors.js'

const errorAnswer = { 'application/json': { schema: { $ref: 'error#' } } } as const

const tokenDescription =
  'Made by "packline token add", with the role read, build or admin; each includes those before it. ' +
  'Callers on the machine of the agent have the role http.localRole without one, and callers with a client ' +
  'certificate http.tls.clientRole'

/** What comes with a status besides the error itself. */
const headers: Partial<Record<number, Record<string, object>>> = {
  401: { 'www-authenticate': { type: 'string', description: 'How to say who calls' } },
  429: { 'retry-after': { type: 'integer', description: 'Seconds' } }
}

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
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: tokenDescription
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'packline',
            description: 'Of whoever signed in at /login; changes need the header packline-form-token too'
          }
        }
      }
    },
    transform: ({ schema, url, route }) => ({ url, schema: documented(schema, route) }),
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

interface Described {
  description?: string
}

/** With every status that the route answers, and who may call it. */
function documented (schema: FastifySchema, { method, url, config }: RouteOptions): FastifySchema {
  const { '4xx': _caller, '5xx': _ours, ...response } = schema.response as Record<
    string,
    { description?: string }
  >
  for (const [status, codes] of errorsOf({ method, url, schema, ...config !== undefined && { config } })) {
    const known = response[status]
    const description = codes.join(', ')
    response[status] = known === undefined
      ? {
        description,
        content: errorAnswer,
        ...headers[status] !== undefined && { headers: headers[status] }
      } as Described
      : { ...known, description: `${known.description ?? ''}; or an error: ${description}` }
  }
  const role = config?.projectRole ?? config?.role ?? 'read'
  return {
    ...schema,
    response,
    description: `Role: ${role}`,
    security: role === 'none' ? [] : [{ token: [role] }, { session: [role] }]
  } as FastifySchema
}
