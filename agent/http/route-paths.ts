import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { PacklineError } from '../errors.js'
import type { Role } from './roles.js'

interface Known {
  pattern: RegExp
  methods: Set<string>
  isOpen: boolean
}

/** The paths of all routes: what no route answers has one that takes other methods, or is not there. */
export class RoutePaths {
  readonly #paths = new Map<string, Known>()

  add ({ url, method, config }: RouteOptions): void {
    const known = this.#paths.get(url) ?? { pattern: patternOf(url), methods: new Set(), isOpen: true }
    this.#paths.set(url, known)
    for (const each of [method].flat()) known.methods.add(each)
    known.isOpen &&= config?.role === 'none'
  }

  /** Who may be told that a path is not there, or takes another method. */
  roleOf (url: string): Role {
    return this.#find(pathOf(url))?.isOpen === true ? 'none' : 'read'
  }

  /** Throws HTTP_NOT_FOUND or HTTP_METHOD_NOT_ALLOWED, before a body is read that nobody wants. */
  check (request: FastifyRequest, reply: FastifyReply): void {
    const { method, url, is404 } = request
    const path = pathOf(url)
    // Beside /v1/jobs/kinds stands /v1/jobs/:id, with methods of its own.
    if (!is404 && this.#paths.get(path)?.methods.has(method) !== false) return
    const known = this.#find(path)
    const shown = path.slice(0, 200)
    if (known === undefined) throw new PacklineError('HTTP_NOT_FOUND', { what: `${method} ${shown}` })
    const allowed = [...known.methods].sort().join(', ')
    reply.header('allow', allowed)
    throw new PacklineError('HTTP_METHOD_NOT_ALLOWED', { method, path: shown, allowed })
  }

  #find (path: string): Known | undefined {
    return this.#paths.get(path) ?? [...this.#paths.values()].find(({ pattern }) => pattern.test(path))
  }
}

function pathOf (url: string): string {
  return url.replace(/[?#].*/s, '')
}

/** Patterns of routes hold names of parameters, and letters, dots and dashes. */
function patternOf (url: string): RegExp {
  return new RegExp(`^${url.replaceAll('.', '\\.').replace(/:[A-Za-z]+/g, '[^/]+')}$`)
}
