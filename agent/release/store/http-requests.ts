import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Readable } from 'node:stream'
import { Agent } from 'undici'
import type { Dispatcher } from 'undici'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { phrase, type Wording } from '../../messages/phrase.js'

interface HttpRequest {
  method: Dispatcher.HttpMethod | 'COPY'
  name: string
  headers?: Record<string, string>
  /** Made anew for each try. */
  body?: () => Promise<Buffer | Readable>
  signal: AbortSignal
  /** Statuses that are an answer; every other one is a failure. */
  expected: readonly number[]
}

export type HttpAnswer = Dispatcher.ResponseData

const tries = 4
const firstDelayMs = 100
const connections = 16
const maxDocumentBytes = 64 * 1024 * 1024

/**
 * Requests to one server: a few connections, passing failures tried again, redirects not followed, since one
 * would carry the token to somebody else.
 */
export class HttpRequests {
  readonly base: string
  readonly #agent: Agent
  readonly #headers: Record<string, string>

  constructor (url: string, token: string | undefined, timeoutMs: number) {
    this.base = url.replace(/\/+$/, '')
    this.#headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    this.#agent = new Agent({
      connections,
      connect: { timeout: 10_000 },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs
    })
  }

  addressOf (name: string): string {
    return `${this.base}/${name.split('/').map(encodeURIComponent).join('/')}`
  }

  /** The body of the answer has to be read, or dumped. */
  async send (request: HttpRequest): Promise<HttpAnswer> {
    // Each of many requests at once listens to it.
    setMaxListeners(0, request.signal)
    for (let left = tries - 1, pauseMs = firstDelayMs;; left--, pauseMs *= 2) {
      request.signal.throwIfAborted()
      const outcome = await this.#try(request)
      if (!(outcome instanceof Failure)) return outcome
      request.signal.throwIfAborted()
      if (left <= 0 || !outcome.isPassing) throw this.failed(request.name, outcome.message)
      await delay(pauseMs, undefined, { signal: request.signal })
    }
  }

  /** A document; undefined where there is none. */
  async read (name: string, signal: AbortSignal): Promise<Buffer | undefined> {
    const answer = await this.send({ method: 'GET', name, signal, expected: [200, 404] })
    if (answer.statusCode !== 404) return await this.bytesOf(name, answer)
    await answer.body.dump()
    return undefined
  }

  async bytesOf (name: string, { body }: HttpAnswer): Promise<Buffer> {
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxDocumentBytes) throw this.failed(name, phrase('store.large', { most: maxDocumentBytes }))
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  }

  failed (name: string, reason: Wording): PacklineError {
    // The client's own error is not kept as the cause: it knows the headers, and with them the token.
    return new PacklineError('RELEASE_PUBLISHER_FAILED', { place: this.addressOf(name), reason })
  }

  async close (): Promise<void> {
    await this.#agent.close()
  }

  async #try ({ method, name, headers, body, signal, expected }: HttpRequest): Promise<HttpAnswer | Failure> {
    const content = await body?.()
    try {
      const answer = await this.#agent.request({
        origin: new URL(this.base).origin,
        path: new URL(this.addressOf(name)).pathname,
        // Node's types know no methods of WebDAV; its parser does.
        method: method as Dispatcher.HttpMethod,
        headers: { ...this.#headers, ...headers },
        body: content ?? null,
        signal
      })
      if (expected.includes(answer.statusCode)) return answer
      await answer.body.dump()
      return new Failure(reasonOf(answer.statusCode), isPassingStatus(answer.statusCode))
    } catch (error) {
      if (error instanceof PacklineError) throw error
      return new Failure(errorText(error), true)
    }
  }
}

class Failure {
  readonly message: Wording
  readonly isPassing: boolean

  constructor (message: Wording, isPassing: boolean) {
    this.message = message
    this.isPassing = isPassing
  }
}

function reasonOf (status: number): Wording {
  return status >= 300 && status < 400
    ? phrase('store.redirect', { status })
    : phrase('store.answered', { status })
}

function isPassingStatus (status: number): boolean {
  return status >= 500 && status !== 501 && status !== 507 || status === 408 || status === 429
}
