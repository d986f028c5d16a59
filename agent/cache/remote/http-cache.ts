import type { Agent, IncomingMessage, request } from 'node:http'
import { hasCode } from '../../errors.js'
import { tuning } from '../../processes/v8-tuning.js'
import { Refused } from './cache-server.js'
import type { CacheServer } from './cache-server.js'
import { serverPlace } from './server-place.js'

export interface HttpCacheSettings {
  url: string
  /** The value of the header. */
  authorization?: string
  ca?: string
}

const connections = 16
/** Sending so little takes no longer than asking whether it is there. */
const leastAsked = 16 * 1024
/** Of a user that may read only, or a server that takes nothing. */
const refusals = [401, 403, 405]
/** An ActionResult names files and holds a small record; what is larger is no answer. */
const maxActionBytes = 4 * 1024 * 1024

/** What an answer without a use may bring before its connection is given up. */
const mostDropped = 64 * 1024

/**
 * Bazel's HTTP layout: ActionResults below /ac/, blobs below /cas/. What a server failed to do is not tried
 * twice, and no redirect is followed: it would carry the token to somebody else. Node's own client starts in
 * a tenth of undici's time, which every run would pay.
 */
export function httpCache (settings: HttpCacheSettings): CacheServer {
  const { url } = settings
  const client = openClient(settings)
  const get = async (
    name: string,
    most: number,
    signal: AbortSignal,
    onBytes?: (count: number) => void
  ): Promise<Buffer[] | undefined> => {
    const answer = await client.send('GET', name, signal)
    if (answer.statusCode === 200) return await bytesOf(answer, most, onBytes)
    await bytesOf(answer, mostDropped)
    if (answer.statusCode === 404) return undefined
    throw new Error(`GET /${name.slice(0, 3)}: ${answer.statusCode}`)
  }
  const put = async (name: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> => {
    const answer = await client.send('PUT', name, signal, bytes)
    await bytesOf(answer, mostDropped)
    const { statusCode = 0 } = answer
    if (statusCode >= 200 && statusCode < 300) return
    const problem = `PUT /${name.slice(0, 3)}: ${statusCode}`
    throw refusals.includes(statusCode) ? new Refused(problem) : new Error(problem)
  }
  return {
    place: serverPlace(url),
    readAction: async ({ sha256 }, signal) => {
      const parts = await get(`ac/${sha256}`, maxActionBytes, signal)
      return parts && Buffer.concat(parts)
    },
    read: async ({ sha256, size }, signal, onBytes) => await get(`cas/${sha256}`, size, signal, onBytes),
    missing: async (blobs, signal) => {
      const looks = blobs.map(async ({ sha256, size }) => {
        if (size <= leastAsked) return false
        const answer = await client.send('HEAD', `cas/${sha256}`, signal)
        await bytesOf(answer, mostDropped)
        const { statusCode, headers } = answer
        if (statusCode !== 200 && statusCode !== 404) throw new Error(`HEAD /cas: ${statusCode}`)
        return statusCode === 200 && Number(headers['content-length'] ?? size) === size
      })
      const known = await Promise.all(looks)
      return blobs.filter((_, index) => known[index] !== true)
    },
    write: async ({ sha256 }, bytes, signal) => {
      await put(`cas/${sha256}`, bytes, signal)
    },
    writeAction: async ({ sha256 }, bytes, signal) => {
      await put(`ac/${sha256}`, bytes, signal)
    },
    close: async () => {
      client.agent.destroy()
    }
  }
}

interface HttpClient {
  agent: Agent
  send: (method: string, name: string, signal: AbortSignal, body?: Uint8Array) => Promise<IncomingMessage>
}

function openClient ({ url, authorization, ca }: HttpCacheSettings): HttpClient {
  const { protocol, hostname, port, pathname } = new URL(url)
  const http = tuning().loadBuiltin(
    protocol === 'https:' ? 'node:https' : 'node:http'
  ) as typeof import('node:http')
  const agent = new http.Agent({
    keepAlive: true,
    maxSockets: connections,
    ...ca !== undefined && { ca }
  })
  const begin: typeof request = http.request
  const prefix = pathname.replace(/\/+$/, '')
  const where = {
    agent,
    // Of an IPv6 address, without its brackets.
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    // Whatever stands in between may else compress as it likes (RFC 9110, 12.5.3).
    headers: { 'accept-encoding': 'identity', ...authorization !== undefined && { authorization } }
  }
  return {
    agent,
    send: async (method, name, signal, body) =>
      await new Promise((resolve, reject) => {
        const ask = (): void => {
          const asked = begin({ ...where, method, path: `${prefix}/${name}`, signal }, resolve)
          asked.on('error', error => {
            if (asked.reusedSocket && isClosed(error)) ask()
            else reject(error)
          })
          asked.end(body)
        }
        ask()
      })
  }
}

/**
 * A server ends connections that wait for long, and may do so just when one is used again: that tells nothing
 * of it, and it has not seen the request. Each time there is one waiting connection less.
 */
function isClosed (error: Error): boolean {
  return hasCode(error, 'ECONNRESET') || hasCode(error, 'EPIPE')
}

async function bytesOf (
  body: IncomingMessage,
  most: number,
  onBytes?: (count: number) => void
): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  let size = 0
  return await new Promise((resolve, reject) => {
    body.on('data', (chunk: Buffer) => {
      size += chunk.length
      // More than was asked for is wrong whatever follows.
      if (size > most) body.destroy()
      else {
        chunks.push(chunk)
        onBytes?.(chunk.length)
      }
    })
    body.once('error', error => {
      if (size <= most) reject(error)
    })
    body.once('close', () => {
      if (body.complete || size > most) resolve(chunks)
      else reject(new Error('an answer that ends early'))
    })
    body.once('end', () => {
      resolve(chunks)
    })
  })
}
