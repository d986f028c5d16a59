import rateLimit from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import type { Socket } from 'node:net'
import { TLSSocket, type PeerCertificate } from 'node:tls'
import type { HttpConfig } from '../config/http-schema.js'
import { PacklineError } from '../errors.js'
import { checkHost, checkOrigin, checkPath } from './request-checks.js'
import { includesRole } from './roles.js'
import type { Caller, Role } from './roles.js'
import type { TokenFile } from './tokens.js'

interface AccessOptions {
  http: HttpConfig
  tokens: TokenFile
  hostNames: readonly string[]
}

const nobody: Caller = { name: 'nobody', role: 'none', isLocal: false }

/**
 * Finds out who calls, and refuses what that caller may not do. The route that was matched says what it
 * needs, not the path, so that no way to write a path leads around it; what matches no route is told to
 * readers only.
 */
export const access = fastifyPlugin<AccessOptions>(async (app, { http, tokens, hostNames }) => {
  const names = new Set(['localhost', ...hostNames, ...http.hosts].map(name => name.toLowerCase()))
  await app.register(rateLimit, { global: false })
  const limit = app.createRateLimit({ max: http.rateLimitPerMinute, timeWindow: 60_000 })

  app.addHook('onRoute', route => {
    if (route.config?.role === undefined) {
      throw new Error(`the route ${String(route.method)} ${route.url} names no role`)
    }
  })
  app.decorateRequest('caller')
  app.addHook('onRequest', async (request, reply) => {
    checkPath(request.raw.url ?? '')
    const isSocket = request.socket.remoteAddress === undefined
    if (!isSocket) checkHost(request.headers.host, names)
    checkOrigin(request.method, request.headers.origin, request.headers.host)
    const isLocal = isSocket || isLoopback(request)
    if (!isLocal) await checkRate(request, reply)
    request.caller = callerOf(request, isLocal, http, tokens)
    requireRole(request.caller, request.routeOptions.config.role ?? 'read', reply)
  })

  async function checkRate (request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const rate = await limit(request)
    if (rate.isAllowed || !rate.isExceeded) return
    reply.header('retry-after', rate.ttlInSeconds)
    throw new PacklineError('HTTP_RATE_LIMITED', { limit: rate.max, seconds: rate.ttlInSeconds })
  }
}, { name: 'access', fastify: '5.x' })

/** A proxy on this machine is as near as a caller here, but speaks for somebody else. */
function isLoopback ({ socket, headers }: FastifyRequest): boolean {
  const isNear = /^(?:::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '')
  return isNear && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined &&
    headers['x-real-ip'] === undefined
}

function callerOf (request: FastifyRequest, isLocal: boolean, http: HttpConfig, tokens: TokenFile): Caller {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const secret = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1]
    const token = secret === undefined ? undefined : tokens.find(secret)
    // A wrong token is never as good as none, or a typing error would look like success.
    return token === undefined ? { ...nobody, isLocal } : { name: token.name, role: token.role, isLocal }
  }
  const certificate = http.tls?.clientCa === undefined
    ? undefined
    : peerCertificate(request.socket)
  const roles: Caller[] = [{ ...nobody, isLocal }]
  if (isLocal) roles.push({ name: 'local', role: http.localRole, isLocal })
  if (certificate?.subject !== undefined) {
    roles.push({
      name: `certificate ${String(certificate.subject.CN)}`,
      role: http.tls?.clientRole ?? 'read',
      isLocal
    })
  }
  return roles.reduce((best, each) => includesRole(best.role, each.role) ? best : each)
}

/** Of a caller over TLS. */
function peerCertificate (socket: Socket): PeerCertificate | undefined {
  return socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined
}

function requireRole (caller: Caller, needed: Role, reply: FastifyReply): void {
  if (includesRole(caller.role, needed)) return
  if (caller.role !== 'none') {
    throw new PacklineError('HTTP_FORBIDDEN', {
      caller: caller.name,
      has: caller.role,
      role: needed
    })
  }
  reply.header('www-authenticate', 'Bearer realm="packline"')
  throw new PacklineError('HTTP_UNAUTHORIZED', { role: needed })
}
