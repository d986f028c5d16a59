import type { FastifyInstance } from 'fastify'
import { chmod, mkdir, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname, resolve } from 'node:path'
import type { TlsConfig } from '../config/http-schema.js'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { unlogged } from './log.js'

/** What macOS takes; Linux takes four bytes more, and cuts off what is beyond. */
const longestSocketPath = 103

/** Fastify has a line for each address; the agent's own one says more. */
const listenTextResolver = (): string => unlogged

/** HOST:PORT, [IPV6]:PORT, or the path of a socket. */
export function parseListen (listen: string): { path: string } | { host: string, port: number } {
  if (listen.startsWith('/')) return { path: listen }
  const [, bracketed, name, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(listen) ?? []
  return { host: bracketed ?? name ?? '', port: Number(port) }
}

export function isReachableByOthers (listen: string): boolean {
  const place = parseListen(listen)
  return 'host' in place && !/^(?:localhost|127\.[\d.]+|::1)$/i.test(place.host)
}

/** Listens, and returns where: a URL, or `unix:PATH`. Throws AGENT_LISTEN_FAILED. */
export async function listen (app: FastifyInstance, address: string): Promise<string> {
  const place = parseListen(address)
  try {
    if ('host' in place) {
      // Fastify prefers names for every address; the one that was asked for is meant.
      await app.listen({ host: place.host, port: place.port, listenTextResolver })
      const bound = app.server.address()
      const port = typeof bound === 'object' && bound !== null ? bound.port : place.port
      const host = /^(?:0\.0\.0\.0|::)$/.test(place.host)
        ? '127.0.0.1'
        : place.host.includes(':')
        ? `[${place.host}]`
        : place.host
      return `${'getTicketKeys' in app.server ? 'https' : 'http'}://${host}:${port}`
    }
    if (Buffer.byteLength(place.path) > longestSocketPath) {
      throw new Error(`the path is longer than ${longestSocketPath} bytes`)
    }
    await mkdir(dirname(place.path), { recursive: true, mode: 0o700 })
    if (!await answers(place.path)) await rm(place.path, { force: true })
    await app.listen({ path: place.path, listenTextResolver })
    await chmod(place.path, 0o600)
    return `unix:${place.path}`
  } catch (error) {
    throw new PacklineError('AGENT_LISTEN_FAILED', { address, reason: errorText(error) }, {
      cause: error
    })
  }
}

/** The socket of an agent that was killed stays behind, and nobody answers there. */
async function answers (path: string): Promise<boolean> {
  return await new Promise(resolve => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => {
      resolve(false)
    })
  })
}

export async function readTls (
  tls: TlsConfig | undefined,
  cwd: string
): Promise<{ cert: string, key: string, ca?: string } | undefined> {
  if (tls === undefined) return undefined
  const read = async (file: string): Promise<string> => {
    const path = resolve(cwd, file)
    return await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new PacklineError('CONFIG_SECRET_MISSING', { where: path, reason: errorText(cause) }, {
        cause
      })
    })
  }
  return {
    cert: await read(tls.cert),
    key: await read(tls.key),
    ...tls.clientCa !== undefined && { ca: await read(tls.clientCa) }
  }
}
