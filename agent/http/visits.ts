import cookie from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Accounts, Person } from '../users/accounts.js'
import { newSessionId } from '../users/sessions.js'
import { prefersHtml } from './page-reply.js'

/** What a browser is to the agent, whether somebody is signed in there or not. */
export interface Visit {
  id: string
  /** Stands in every form of this visit, and in none of another page. */
  formToken: string
  person: Person | undefined
  /** Whether there is anybody who could sign in. */
  canSignIn: boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    accounts: Accounts | undefined
  }
  interface FastifyRequest {
    visit: Visit | undefined
  }
}

/** Keeps browsers apart by a signed cookie, and finds who is signed in. */
export const visits = fastifyPlugin<{ accounts: Accounts | undefined }>(async (app, { accounts }) => {
  app.decorate('accounts', accounts)
  app.decorateRequest('visit')
  if (accounts === undefined) return
  await app.register(cookie, { secret: accounts.key, hook: 'onRequest' })
  app.addHook('onRequest', async (request, reply) => {
    const id = visitId(request)
    if (id !== undefined) request.visit = visitOf(accounts, id)
    else if (request.method === 'GET' && prefersHtml(request.headers.accept)) {
      // A form that is shown before anybody signed in needs its token too.
      beginVisit(accounts, request, reply, newSessionId())
    }
  })
}, { name: 'visits', fastify: '5.x' })

/** From now on this browser has the visit `id`. */
export function beginVisit (
  accounts: Accounts,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string
): void {
  request.visit = visitOf(accounts, id)
  keepCookie(request, reply, cookieName(request), id, accounts.config.sessionHours * 3600)
}

/** Signed, out of reach of scripts, and left out by the browser where another page posts here. */
export function keepCookie (
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  value: string,
  maxAge: number
): void {
  const secure = request.protocol === 'https'
  reply.setCookie(name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure, signed: true, maxAge })
}

/** The value of a cookie that this agent signed. */
export function keptCookie (request: FastifyRequest, name: string): string | undefined {
  const { valid, value } = request.unsignCookie(request.cookies[name] ?? '')
  return valid ? value : undefined
}

/** A browser takes a `__Host-` cookie from nobody but this host, over TLS. */
export function cookieName ({ protocol }: FastifyRequest, name = 'packline'): string {
  return protocol === 'https' ? `__Host-${name}` : name
}

export function isFormToken ({ formToken }: Visit, given: unknown): boolean {
  if (typeof given !== 'string') return false
  const [one, other] = [Buffer.from(given), Buffer.from(formToken)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function visitId (request: FastifyRequest): string | undefined {
  const id = keptCookie(request, cookieName(request))
  return id !== undefined && /^[A-Za-z0-9_-]{43}$/.test(id) ? id : undefined
}

function visitOf (accounts: Accounts, id: string): Visit {
  const formToken = createHmac('sha256', accounts.key).update(`form ${id}`).digest('base64url')
  return { id, formToken, person: accounts.who(id), canSignIn: accounts.isUsed }
}
