import rateLimit from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIPv6 } from 'node:net'
import type { Socket } from 'node:net'
import { TLSSocket, type PeerCertificate } from 'node:tls'
import type { HttpConfig } from '../config/http-schema.js'
import { PacklineError } from '../errors.js'
import { RoutePaths } from './route-paths.js'
import { checkHost, checkOrigin, checkPath } from './request-checks.js'
import type { ProjectRole } from '../users/project-role.js'
import { checkProjectRole } from './project-access.js'
import { farmRoleOf, includesRole, neededInProject, tokenRoleFor } from './roles.js'
import type { Caller, Role } from './roles.js'
import type { TokenFile } from './tokens.js'
import { isFormToken } from './visits.js'

interface AccessOptions {
  http: HttpConfig
  tokens: TokenFile
  hostNames: readonly string[]
  /** What only who may read the agent's home knows: its own user's commands. */
  ownToken: string | undefined
}

const nobody: Caller = { name: 'nobody', role: 'none', isLocal: false, isOwner: false }
/** Each proxy sends one of these, unless it is told not to. */
const proxyHeaders = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'forwarded',
  'via'
]

/**
 * Finds out who calls, and refuses what that caller may not do. The route that was matched says what it
 * needs, not the path, so that no way to write a path leads around it; what matches no route is told to
 * readers only, unless everybody may call what is there.
 */
export const access = fastifyPlugin<AccessOptions>(async (app, options) => {
  const { http, hostNames } = options
  const names = new Set(['localhost', ...hostNames, ...http.hosts].map(name => name.toLowerCase()))
  await app.register(rateLimit, { global: false })
  const proxies = addressList(http.trustProxy)
  const limit = app.createRateLimit({ max: http.rateLimitPerMinute, timeWindow: 60_000 })

  const paths = new RoutePaths()
  app.addHook('onRoute', route => {
    if (route.config?.role === undefined) {
      throw new Error(`the route ${String(route.method)} ${route.url} names no role`)
    }
    paths.add(route)
  })
  app.decorateRequest('caller')
  app.addHook('onRequest', async (request, reply) => {
    checkPath(request.raw.url ?? '')
    const isSocket = request.socket.remoteAddress === undefined
    if (!isSocket) checkHost(request.headers.host, names)
    checkOrigin(request.method, request.headers.origin, request.headers.host)
    const isLocal = isSocket || isLoopback(request, proxies)
    if (!isLocal) await checkRate(request, reply)
    request.caller = isSocket ? socketCaller(request, options) : callerOf(request, isLocal, options)
    const { role = paths.roleOf(request.url), projectRole, ownerMay = false } = request.routeOptions.config
    const { project } = request.params as { project?: string }
    if (request.is404 && role !== 'none') {
      // Whoever may see anything here may be told that this is not there.
      requireProjectRole(request.caller, 'read', undefined, reply)
    } else if (projectRole !== undefined || (project !== undefined && role !== 'none')) {
      requireProjectRole(request.caller, projectRole ?? neededInProject(role), project, reply)
    } else if (!(ownerMay && request.caller.isOwner)) requireRole(request.caller, role, reply)
    paths.check(request, reply)
  })
  app.addHook('preValidation', async ({ method, caller, visit, headers }) => {
    if (caller.person === undefined || method === 'GET' || method === 'HEAD') return
    // A form brings its token as a field.
    if (/^application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? '')) return
    if (visit === undefined || !isFormToken(visit, headers['packline-form-token'])) {
      throw new PacklineError('HTTP_FORM_STALE', {})
    }
  })

  async function checkRate (request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const rate = await limit(request)
    if (rate.isAllowed || !rate.isExceeded) return
    reply.header('retry-after', rate.ttlInSeconds)
    throw new PacklineError('HTTP_RATE_LIMITED', { limit: rate.max, seconds: rate.ttlInSeconds })
  }
}, { name: 'access', fastify: '5.x' })

/**
 * A proxy on this machine is as near as a caller here, but speaks for somebody else. nginx adds no header
 * unless it is told to, and speaks HTTP/1.0, which nothing else does.
 */
function isLoopback ({ socket, headers, raw }: FastifyRequest, proxies: BlockList): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  return /^127\.|^::1$/.test(address) && !proxies.check(address, family(address)) &&
    raw.httpVersion !== '1.0' && proxyHeaders.every(name => headers[name] === undefined)
}

function addressList (places: readonly string[]): BlockList {
  const list = new BlockList()
  for (const place of places) {
    const [address = '', bits] = place.split('/')
    if (bits === undefined) list.addAddress(address, family(address))
    else list.addSubnet(address, Number(bits), family(address))
  }
  return list
}

function family (address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}

/** The agent's user may start work and end the agent, as a signal does; the farm needs a token. */
function ownerOf ({ localRole }: HttpConfig): Caller {
  const role = includesRole(localRole, 'build') ? localRole : 'build'
  return { name: 'local', role, isLocal: true, isOwner: true }
}

/** The socket lets nobody in but the agent's user. */
function socketCaller (request: FastifyRequest, options: AccessOptions): Caller {
  return request.headers.authorization === undefined
    ? ownerOf(options.http)
    : callerOf(request, true, options)
}

function callerOf (
  request: FastifyRequest,
  isLocal: boolean,
  { http, tokens, ownToken }: Omit<AccessOptions, 'hostNames'>
): Caller {
  const { headers: { authorization }, visit } = request
  if (authorization !== undefined) {
    const secret = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1]
    if (isLocal && secret !== undefined && ownToken !== undefined && isSameSecret(secret, ownToken)) {
      return ownerOf(http)
    }
    const token = secret === undefined ? undefined : tokens.find(secret)
    // A wrong token is never as good as none, or a typing error would look like success.
    return token === undefined
      ? { ...nobody, isLocal }
      : { ...nobody, name: token.name, role: token.role, isLocal }
  }
  const certificate = http.tls?.clientCa === undefined
    ? undefined
    : peerCertificate(request.socket)
  const roles: Caller[] = [{ ...nobody, isLocal }]
  if (isLocal) roles.push({ ...nobody, name: 'local', role: http.localRole, isLocal })
  if (certificate?.subject !== undefined) {
    roles.push({
      ...nobody,
      name: `certificate ${String(certificate.subject.CN)}`,
      role: http.tls?.clientRole ?? 'read',
      isLocal
    })
  }
  const best = roles.reduce((best, each) => includesRole(best.role, each.role) ? best : each)
  if (visit?.person === undefined) return best
  const { person } = visit
  const role = farmRoleOf(person)
  return { ...best, name: person.name, person, role: includesRole(role, best.role) ? role : best.role }
}

function isSameSecret (given: string, own: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(own))
}

/** Of a caller over TLS. */
function peerCertificate (socket: Socket): PeerCertificate | undefined {
  return socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined
}

function requireRole (caller: Caller, needed: Role, reply: FastifyReply): void {
  if (includesRole(caller.role, needed)) return
  if (caller.role === 'none' && caller.person === undefined) throw unauthorized(needed, reply)
  throw new PacklineError('HTTP_FORBIDDEN', { caller: caller.name, has: caller.role, role: needed })
}

/** Whoever is nobody is asked who that is first. */
function requireProjectRole (
  caller: Caller,
  needed: ProjectRole,
  project: string | undefined,
  reply: FastifyReply
): void {
  if (caller.role === 'none' && caller.person === undefined) throw unauthorized(tokenRoleFor(needed), reply)
  checkProjectRole(caller, needed, project)
}

function unauthorized (role: Role, reply: FastifyReply): PacklineError {
  reply.header('www-authenticate', 'Bearer realm="packline"')
  return new PacklineError('HTTP_UNAUTHORIZED', { role })
}
