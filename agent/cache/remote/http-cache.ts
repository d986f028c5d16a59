import { Agent } from 'undici'
import type { Dispatcher } from 'undici'
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
/** Of a user that may read only, or a server that takes nothing. */
const refusals = [401, 403, 405]
/** An ActionResult names files and holds a small record; what is larger is no answer. */
const maxActionBytes = 4 * 1024 * 1024

/**
 * Bazel's HTTP layout: ActionResults below /ac/, blobs below /cas/. Nothing is tried twice, and no redirect
 * is followed: it would carry the token to somebody else.
 */
export function httpCache ({ url, authorization, ca }: HttpCacheSettings): CacheServer {
  const base = new URL(url)
  const prefix = base.pathname.replace(/\/+$/, '')
  const agent = new Agent({ connections, ...ca !== undefined && { connect: { ca } } })
  const send = async (
    method: Dispatcher.HttpMethod,
    name: string,
    signal: AbortSignal,
    body: Uint8Array | null = null
  ): Promise<Dispatcher.ResponseData> =>
    await agent.request({
      origin: base.origin,
      path: `${prefix}/${name}`,
      method,
      headers: authorization === undefined ? {} : { authorization },
      body,
      signal
    })
  const get = async (name: string, most: number, signal: AbortSignal): Promise<Uint8Array | undefined> => {
    const answer = await send('GET', name, signal)
    if (answer.statusCode === 200) return await bytesOf(answer, most)
    await answer.body.dump()
    if (answer.statusCode === 404) return undefined
    throw new Error(`GET /${name.slice(0, 3)}: ${answer.statusCode}`)
  }
  const put = async (name: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> => {
    const { statusCode, body } = await send('PUT', name, signal, bytes)
    await body.dump()
    if (statusCode >= 200 && statusCode < 300) return
    const problem = `PUT /${name.slice(0, 3)}: ${statusCode}`
    throw refusals.includes(statusCode) ? new Refused(problem) : new Error(problem)
  }
  return {
    place: serverPlace(url),
    readAction: async ({ sha256 }, signal) => await get(`ac/${sha256}`, maxActionBytes, signal),
    read: async ({ sha256, size }, signal) => await get(`cas/${sha256}`, size, signal),
    missing: async (blobs, signal) => {
      const looks = blobs.map(async ({ sha256, size }) => {
        const { statusCode, headers, body } = await send('HEAD', `cas/${sha256}`, signal)
        await body.dump()
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
      await agent.destroy()
    }
  }
}

async function bytesOf ({ body }: Dispatcher.ResponseData, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    // More than was asked for is wrong whatever follows; leaving the loop ends the connection.
    if (size > most) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
