import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { updateWith } from '../../files/streamed-digest.js'
import { HttpListing } from './http-listing.js'
import { HttpRequests } from './http-requests.js'
import type { HttpAnswer } from './http-requests.js'
import type { BytePiece, ObjectContent, ObjectStore } from './object-store.js'
import { bodyOf, checkSame, sha256Of, sizeOf } from './stored-bytes.js'
import { phrase } from '../../messages/phrase.js'

interface HttpStoreOptions {
  url: string
  /** Sent as a bearer token. */
  token?: string
  timeoutMs?: number
}

/** From this size on the server is first asked for a digest; below, reading back costs no more. */
const largeBytes = 4 * 1024 * 1024

/**
 * A web server or object store that takes PUT. Few of them tell a digest, and nginx writes over whatever is
 * there, If-None-Match or not (ngx_http_dav_module.c never looks at it): so what was sent is read back, and
 * what must not change is looked for first.
 */
export function httpStore ({ url, token, timeoutMs = 600_000 }: HttpStoreOptions): ObjectStore {
  const requests = new HttpRequests(url, token, timeoutMs)
  const listing = new HttpListing(requests)
  return {
    place: requests.base,
    read: async (name, signal) => await requests.read(name, signal),
    fetch: async (name, to, signal) => {
      const answer = await requests.send({ method: 'GET', name, signal, expected: [200, 404] })
      if (answer.statusCode === 404) await answer.body.dump()
      else await pipeline(answer.body, createWriteStream(to, { flags: 'wx' }), { signal })
      return answer.statusCode !== 404
    },
    open: async (name, piece, signal) => await openPiece(requests, name, piece, signal),
    find: async (name, signal) => {
      const answer = await look(requests, name, signal)
      return answer === undefined ? undefined : { sizeBytes: Number(answer.headers['content-length'] ?? 0) }
    },
    put: async (name, content, signal) => {
      await put(requests, name, content, lasting(content), signal)
      await readBack(requests, name, content, signal)
    },
    putIfAbsent: async (name, content, signal) => {
      const isThere = await look(requests, name, signal) !== undefined
      const headers = { ...lasting(content), 'if-none-match': '*' }
      if (isThere || !await put(requests, name, content, headers, signal)) {
        checkSame(name, requests.addressOf(name), content, await digestOf(requests, name, 0, signal))
        return 'kept'
      }
      await readBack(requests, name, content, signal)
      return 'written'
    },
    replace: async (name, bytes, signal) => {
      const content = { bytes: Buffer.from(bytes) }
      await put(requests, name, content, asked(content), signal)
      await readBack(requests, name, content, signal)
    },
    note: async (name, bytes, signal) => {
      const content = { bytes: Buffer.from(bytes) }
      await put(requests, name, content, asked(content), signal)
    },
    remove: async (name, signal) => {
      await removeObject(requests, name, signal)
    },
    list: (folder, signal) => listing.below(folder, signal),
    copy: async (from, to, signal) => await copy(requests, from, to, signal),
    copyFolder: async (from, to, signal) => await copy(requests, `${from}/`, `${to}/`, signal),
    removeFolder: async (folder, signal) => await removeFolder(requests, folder, signal),
    close: async () => {
      await requests.close()
    }
  }
}

/** Servers may leave a wish for a piece out (RFC 9110): then what comes before it is thrown away here. */
async function openPiece (
  requests: HttpRequests,
  name: string,
  piece: BytePiece | undefined,
  signal: AbortSignal
): Promise<Readable | undefined> {
  const headers = piece === undefined ? {} : { range: `bytes=${piece.start}-${piece.end}` }
  const answer = await requests.send({ method: 'GET', name, headers, signal, expected: [200, 206, 404] })
  if (answer.statusCode === 404) {
    await answer.body.dump()
    return undefined
  }
  return piece === undefined || answer.statusCode === 206
    ? answer.body
    : Readable.from(cut(answer.body, piece))
}

async function* cut (body: AsyncIterable<Buffer>, { start, end }: BytePiece): AsyncGenerator<Buffer> {
  let at = 0
  for await (const chunk of body) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end + 1 - at))
    at += chunk.length
    if (part.length > 0) yield part
    if (at > end) return
  }
}

/** False when the server says that the name is taken, to those that asked with If-None-Match. */
async function put (
  requests: HttpRequests,
  name: string,
  content: ObjectContent,
  headers: Record<string, string>,
  signal: AbortSignal
): Promise<boolean> {
  const answer = await requests.send({
    method: 'PUT',
    name,
    headers: { ...headers, 'content-length': String(sizeOf(content)) },
    body: async () => await bodyOf(content),
    signal,
    expected: 'if-none-match' in headers ? [200, 201, 204, 412] : [200, 201, 204]
  })
  await answer.body.dump()
  return answer.statusCode !== 412
}

async function removeObject (requests: HttpRequests, name: string, signal: AbortSignal): Promise<void> {
  const expected = [200, 202, 204, 404]
  await (await requests.send({ method: 'DELETE', name, signal, expected })).body.dump()
}

async function look (
  requests: HttpRequests,
  name: string,
  signal: AbortSignal
): Promise<HttpAnswer | undefined> {
  const answer = await requests.send({ method: 'HEAD', name, signal, expected: [200, 404] })
  await answer.body.dump()
  return answer.statusCode === 404 ? undefined : answer
}

/** What arrived is what was sent; else it must not stay under a name that may never change. */
async function readBack (
  requests: HttpRequests,
  name: string,
  content: ObjectContent,
  signal: AbortSignal
): Promise<void> {
  const found = await digestOf(requests, name, sizeOf(content), signal)
  if (found !== sha256Of(content)) {
    await removeObject(requests, name, signal).catch(() => {})
    throw requests.failed(name, phrase('store.otherBytes', { found }))
  }
}

async function digestOf (
  requests: HttpRequests,
  name: string,
  sizeBytes: number,
  signal: AbortSignal
): Promise<string> {
  if (sizeBytes >= largeBytes) {
    const answer = await look(requests, name, signal)
    const told = answer === undefined ? undefined : toldDigest(answer)
    if (told !== undefined) return told
  }
  const answer = await requests.send({ method: 'GET', name, signal, expected: [200] })
  return (await updateWith(createHash('sha256'), answer.body)).digest('hex')
}

/** RFC 9530's digest of the bytes, or what Artifactory calls it. */
function toldDigest ({ headers }: HttpAnswer): string | undefined {
  const [repr, checksum] = [headers['repr-digest'], headers['x-checksum-sha256']]
  const [, base64] = /sha-256=:([A-Za-z0-9+/=]+):/.exec(String(repr ?? '')) ?? []
  if (base64 !== undefined) return Buffer.from(base64, 'base64').toString('hex')
  return typeof checksum === 'string' && /^[0-9a-f]{64}$/.test(checksum) ? checksum : undefined
}

/**
 * Never over something: nginx removes a whole folder before it copies another to its place. The statuses are
 * those of RFC 4918 for a name that is taken, a source that is gone, and servers without WebDAV; nginx says
 * 500 where the folder for the copy is not there yet.
 */
async function copy (
  requests: HttpRequests,
  from: string,
  to: string,
  signal: AbortSignal
): Promise<boolean> {
  const answer = await requests.send({
    method: 'COPY',
    name: from,
    headers: { destination: requests.addressOf(to), overwrite: 'F', depth: 'infinity' },
    signal,
    expected: [201, 204, 400, 403, 404, 405, 409, 412, 415, 500, 501]
  })
  await answer.body.dump()
  return answer.statusCode < 300
}

/** As RFC 4918 has it, whose 207 says that a part is left. */
async function removeFolder (requests: HttpRequests, folder: string, signal: AbortSignal): Promise<boolean> {
  const answer = await requests.send({
    method: 'DELETE',
    name: `${folder}/`,
    headers: { depth: 'infinity' },
    signal,
    expected: [200, 202, 204, 207, 400, 403, 404, 405, 409, 415, 500, 501]
  })
  await answer.body.dump()
  return answer.statusCode < 207
}

function asked (content: ObjectContent): Record<string, string> {
  return { 'content-type': 'application/json', 'cache-control': 'no-cache', ...digestHeaders(content) }
}

function lasting (content: ObjectContent): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'cache-control': 'public, max-age=31536000, immutable',
    ...digestHeaders(content)
  }
}

function digestHeaders (content: ObjectContent): Record<string, string> {
  const sha256 = sha256Of(content)
  return {
    'content-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    'x-checksum-sha256': sha256
  }
}
