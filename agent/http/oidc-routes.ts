import type { FastifyInstance } from 'fastify'
import { PacklineError } from '../errors.js'
import type { Accounts } from '../users/accounts.js'
import { callbackPath } from '../users/oidc-login.js'
import type { OidcLogin, OidcVisit } from '../users/oidc-login.js'
import type { Audit } from './audited-writes.js'
import { hidden } from './page-reply.js'
import { returnAddress } from './return-address.js'
import { beginVisit, cookieName, keepCookie, keptCookie } from './visits.js'

const config = { role: 'none' } as const
const minutes = 15
const query = { type: 'object', properties: { return: { type: 'string', maxLength: 4000 } } } as const

/** To the identity provider, and back from it. */
export function oidcRoutes (app: FastifyInstance, accounts: Accounts, oidc: OidcLogin, audit: Audit): void {
  app.get<{ Querystring: { return?: string } }>(
    '/login/oidc',
    { config, schema: { ...hidden, querystring: query } },
    async (request, reply) => {
      const { url, visit } = await oidc.begin(returnAddress(request.query.return), accounts.now())
      keepCookie(
        request,
        reply,
        cookieName(request, 'packline-oidc'),
        Buffer.from(JSON.stringify(visit)).toString('base64url'),
        minutes * 60
      )
      return await reply.redirect(url, 303)
    }
  )

  app.get(callbackPath, { config, schema: hidden }, async (request, reply) => {
    const name = cookieName(request, 'packline-oidc')
    const visit = oidcVisit(keptCookie(request, name), accounts.now())
    // A code is good for one try.
    reply.clearCookie(name, { path: '/' })
    const search = request.url.slice(callbackPath.length)
    const person = await oidc.finish(`${callbackPath}${search}`, visit)
    beginVisit(accounts, request, reply, await accounts.admit(person))
    await audit(request, { action: 'login', by: person.name, details: { with: 'oidc' } })
    return await reply.redirect(visit.back, 303)
  })
}

/** Throws LOGIN_STALE where this browser did not begin. */
function oidcVisit (kept: string | undefined, nowMs: number): OidcVisit {
  if (kept !== undefined) {
    const visit = JSON.parse(Buffer.from(kept, 'base64url').toString('utf8')) as OidcVisit
    if (nowMs - visit.startedAtMs < minutes * 60_000) return visit
  }
  throw new PacklineError('LOGIN_STALE', { minutes })
}
