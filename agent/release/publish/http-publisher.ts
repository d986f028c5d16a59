import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { got, HTTPError } from 'got'
import type { Got, Response } from 'got'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { updateWith } from '../../files/streamed-digest.js'
import type { Delivery, Publisher, PublishFile, PublishResult } from './publisher.js'

interface HttpPublisherOptions {
  url: string
  /** Sent as a bearer token. */
  token?: string
  timeoutMs?: number
}

/**
 * A web server or object store that takes PUT. Every file carries its sha256 (Content-Digest,
 * X-Checksum-Sha256) and is never written over; the list of the release, and then the pointer to it, come
 * last: a reader that begins at the pointer finds whole releases only.
 */
export function httpPublisher ({ url, token, timeoutMs = 600_000 }: HttpPublisherOptions): Publisher {
  const base = url.replace(/\/+$/, '')
  const client = got.extend({
    ...token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
    // A redirect would carry the token to somebody else.
    followRedirect: false,
    retry: { limit: 0 },
    timeout: { request: timeoutMs, connect: 10_000 }
  })
  return {
    place: base,
    publish: async (delivery, signal) => {
      const { release, target, files, hotUpdate } = delivery
      const root = `releases/${release}/${target}`
      const result: PublishResult = { written: 0, kept: 0, bytes: 0, place: `${base}/${root}` }
      for (const file of hotUpdate) {
        await upload(client, base, `hot-update/${file.name}`, file, result, signal)
      }
      for (const file of files) await upload(client, base, `${root}/${file.name}`, file, result, signal)
      if (files.length === 0) return result
      await uploadList(client, base, `${root}/release.json`, delivery, signal)
      await uploadList(client, base, `current/${target}.json`, delivery, signal)
      return result
    }
  }
}

const tries = 3

async function upload (
  client: Got,
  base: string,
  name: string,
  file: PublishFile,
  result: PublishResult,
  signal: AbortSignal
): Promise<void> {
  const url = `${base}/${encode(name)}`
  const headers = { ...headersOf(file), ...file.isReplaced ? {} : { 'if-none-match': '*' } }
  const send = async (): Promise<Response> =>
    await client.put(url, { body: createReadStream(file.path), headers, signal })
  if (await isPut(url, signal, send, true)) {
    result.written++
    result.bytes += file.sizeBytes
  } else {
    await checkSame(client, url, file, signal)
    result.kept++
  }
}

async function uploadList (
  client: Got,
  base: string,
  name: string,
  { project, release, target, files }: Delivery,
  signal: AbortSignal
): Promise<void> {
  const url = `${base}/${encode(name)}`
  const list = files.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 }))
  const body = JSON.stringify({ project, release, target, files: list })
  const headers = {
    'content-type': 'application/json',
    ...digestHeaders(createHash('sha256').update(body).digest('hex'))
  }
  await isPut(url, signal, async () => await client.put(url, { body, headers, signal }), false)
}

/** Tries a few times. False when the address is taken, and with `mayBeThere` that is no failure. */
async function isPut (
  url: string,
  signal: AbortSignal,
  send: () => Promise<Response>,
  mayBeThere: boolean
): Promise<boolean> {
  for (let left = tries;; left--) {
    try {
      checkTaken(url, await send())
      return true
    } catch (error) {
      signal.throwIfAborted()
      if (mayBeThere && error instanceof HTTPError && error.response.statusCode === 412) return false
      if (left <= 1 || !isPassing(error)) throw failed(url, error)
    }
  }
}

/** A file of that name was there: it must have the same bytes. Read back, since few servers tell a digest. */
async function checkSame (
  client: Got,
  url: string,
  { name, sha256 }: PublishFile,
  signal: AbortSignal
): Promise<void> {
  const hash = await updateWith(createHash('sha256'), client.stream(url, { signal })).catch(
    (error: unknown) => {
      signal.throwIfAborted()
      throw failed(url, error)
    }
  )
  const found = hash.digest('hex')
  if (found !== sha256) {
    throw new PacklineError('RELEASE_PUBLISHED_DIFFERS', { file: name, place: url, expected: sha256, found })
  }
}

function headersOf ({ sha256, sizeBytes }: PublishFile): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'content-length': String(sizeBytes),
    ...digestHeaders(sha256)
  }
}

function digestHeaders (sha256: string): Record<string, string> {
  return {
    'content-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    'x-checksum-sha256': sha256
  }
}

function encode (name: string): string {
  return name.split('/').map(encodeURIComponent).join('/')
}

/** got takes a redirect that it does not follow for a success. */
function checkTaken (url: string, { statusCode }: Response): void {
  if (statusCode >= 300) {
    throw new PacklineError('RELEASE_PUBLISHER_FAILED', { place: url, reason: `${statusCode}, a redirect` })
  }
}

function isPassing (error: unknown): boolean {
  if (error instanceof PacklineError) return false
  if (!(error instanceof HTTPError)) return true
  const { statusCode } = error.response
  return statusCode >= 500 || statusCode === 408 || statusCode === 429
}

function failed (url: string, error: unknown): PacklineError {
  if (error instanceof PacklineError) return error
  const reason = error instanceof HTTPError
    ? `${error.response.statusCode} ${String(error.response.statusMessage ?? '')}`.trim()
    : errorText(error)
  // got's own error is not kept as the cause: it knows the headers, and with them the token.
  return new PacklineError('RELEASE_PUBLISHER_FAILED', { place: url, reason })
}
