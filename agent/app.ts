import { LogController, fastify } from 'fastify'
import type { FastifyHttpOptions, FastifyInstance, FastifyServerOptions } from 'fastify'
import type { Server } from 'node:http'
import type { Part } from './part.js'
import type { HttpConfig } from './config/http-schema.js'
import type { Redactor } from './config/redaction.js'
import { access } from './http/access.js'
import { auditOf, auditedWrites } from './http/audited-writes.js'
import type { AuditOptions } from './http/audited-writes.js'
import { apiPage } from './http/api-page.js'
import { answerBadUrl, errorResponses } from './http/error-responses.js'
import { auditRoutes } from './http/audit-routes.js'
import { loginPages } from './http/login-pages.js'
import type { TokenFile } from './http/tokens.js'
import { visits } from './http/visits.js'
import type { Accounts } from './users/accounts.js'
import { requestLogging } from './http/request-logging.js'
import { requestValidators, responseSerializers } from './http/schema-compilers.js'
import { wordsBeside } from './messages/words-beside.js'

export interface AppOptions {
  http: HttpConfig
  tokens: TokenFile
  /** Names that callers may use for this machine, besides localhost and addresses. */
  hostNames: readonly string[]
  /** The secret of the agent's own user; left out, nobody is. */
  ownToken?: string
  /** People who sign in; left out, nobody does. */
  accounts?: Accounts
  /** Where changes are written down. */
  audit?: AuditOptions
  parts: ReadonlyArray<Pick<Part, 'name' | 'routes'>>
  /** Left out, nothing is logged. */
  log?: FastifyServerOptions['loggerInstance']
  /** Takes the secrets out of answers. */
  redactor?: Redactor
  /** Certificate and key; left out, plain HTTP. */
  tls?: { cert: string, key: string, ca?: string } | undefined
}

/**
 * The agent's HTTP application: the routes of all its parts behind the checks of who calls. It never listens.
 */
export async function buildApp (options: AppOptions): Promise<FastifyInstance> {
  const { http, tokens, hostNames, ownToken, parts, redactor, accounts, audit } = options
  const app = server(options)
  app.setValidatorCompiler(requestValidators())
  await app.register(requestLogging)
  await app.register(errorResponses, { now: audit?.now ?? Date.now })
  app.addHook('preSerialization', async (_request, _reply, payload) => wordsBeside(payload))
  if (redactor !== undefined) {
    app.addHook('onSend', async (_request, reply, payload) =>
      typeof payload === 'string'
        ? redacted(
          redactor,
          String(reply.getHeader('content-type')),
          payload
        )
        : payload)
  }
  await app.register(visits, { accounts })
  if (audit !== undefined) await app.register(auditedWrites, audit)
  await app.register(access, { http, tokens, hostNames, ownToken })
  await app.register(apiPage)
  if (audit !== undefined) {
    await app.register(auditRoutes(audit))
    if (accounts !== undefined) await app.register(loginPages(accounts, auditOf(audit)))
  }
  for (const { routes } of parts) if (routes !== undefined) await app.register(routes)
  await app.ready()
  return app
}

function server ({ http, log, tls }: AppOptions): FastifyInstance {
  const settings: FastifyHttpOptions<Server> = {
    ...log === undefined ? { logger: false } : { loggerInstance: log },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: http.bodyLimitBytes,
    requestTimeout: 60_000,
    schemaController: { compilersFactory: { buildSerializer: responseSerializers() } },
    routerOptions: { maxParamLength: 256 },
    ...http.trustProxy.length > 0 && { trustProxy: [...http.trustProxy] },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    frameworkErrors: answerBadUrl
  }
  if (tls === undefined) return fastify(settings)
  const https = {
    ...tls,
    requestCert: tls.ca !== undefined,
    rejectUnauthorized: tls.ca !== undefined,
    minVersion: 'TLSv1.2'
  }
  // A server with TLS has a type of its own there, though nothing here sees a difference.
  return fastify({ ...settings, https } as typeof settings)
}

function redacted (redactor: Redactor, type: string, payload: string): string {
  return /^application\/json/.test(type) ? redactor.json(payload) : redactor.text(payload)
}
