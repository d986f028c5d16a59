import { once } from 'node:events'
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http'
import { request as overHttp } from 'node:http'
import { request as overTls } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Redactor } from '../../config/redaction.js'
import { ReasonError, errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { phrase, type Wording } from '../../messages/phrase.js'
import type { AppStoreContext } from './app-store.js'

export interface StoreRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  query?: Record<string, string>
  headers?: Record<string, string>
  json?: unknown
  form?: Record<string, string>
  /** Sent as it is, made anew for each try. */
  body?: () => Readable | Buffer
  signal: AbortSignal
  /** May be sent again when no answer came. Those that only read are. */
  isRepeatable?: boolean
  /** What it hands in for good: whether the store took it is not known when no answer comes. */
  submits?: string
}

export interface StoreAnswer {
  status: number
  headers: IncomingHttpHeaders
  /** An empty one where it is no JSON. */
  json: Record<string, unknown>
  /** The beginning of what it says, for people. */
  text: string
}

const tries = 4
const firstPauseMs = 1000
const longestPauseMs = 60_000
const quietMs = 120_000
/** As curl waits. */
const expectMs = 1000
const maxAnswerBytes = 4 * 1024 * 1024
const shownLength = 600

/**
 * Requests to a store: passing failures and limits of their number are tried again, redirects are not
 * followed, since one would carry the credentials to somebody else, and secrets never come back in a reason.
 */
export class StoreRequests {
  readonly #context: AppStoreContext
  readonly #redactor: Redactor

  constructor (context: AppStoreContext, redactor: Redactor) {
    this.#context = context
    this.#redactor = redactor
  }

  /** Any answer but those that ask for another try. Throws APP_STORE_UNREACHED and APP_STORE_UNCERTAIN. */
  async send (request: StoreRequest): Promise<StoreAnswer> {
    const isRepeatable = request.isRepeatable ?? request.method === 'GET'
    const { signal } = request
    for (let left = tries - 1, pauseMs = firstPauseMs;; left--, pauseMs *= 2) {
      signal.throwIfAborted()
      let reason: Wording
      let waitMs = pauseMs
      try {
        const answer = await exchange(withQuery(request), request)
        if (answer.status >= 300 && answer.status < 400 && answer.status !== 308) {
          throw this.#failed(request, phrase('store.redirect', { status: answer.status }))
        }
        // A limit was reached before anything was done.
        const isLimited = answer.status === 429
        if (!isLimited && (answer.status < 500 || !isRepeatable && request.submits === undefined)) {
          return answer
        }
        reason = answered(answer.status, this.words(answer.text))
        waitMs = Math.min(longestPauseMs, retryAfterMs(answer.headers, this.#context.now()) ?? pauseMs)
        if (left <= 0 || !isLimited && !isRepeatable) throw this.#failed(request, reason, isLimited)
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof PacklineError) throw error
        reason = this.words(errorText(error))
        if (left <= 0 || !isRepeatable) throw this.#failed(request, reason)
      }
      await this.#context.wait(waitMs, signal)
    }
  }

  /** Without secrets. */
  words (said: Wording): Wording {
    const text = this.#redactor.text(String(said)).slice(0, shownLength)
    return text === String(said) ? said : text
  }

  #failed ({ submits }: StoreRequest, reason: Wording, isUntouched = false): PacklineError {
    const store = this.#context.name
    // The client's own error is not kept as the cause: it may know the headers.
    return submits === undefined || isUntouched
      ? new PacklineError('APP_STORE_UNREACHED', { store, reason })
      : new PacklineError('APP_STORE_UNCERTAIN', { store, what: submits, reason })
  }
}

/**
 * Where a store says that bytes go: over TLS, or to the machine that the store's address is itself. Throws
 * APP_STORE_UNREACHED.
 */
export function uploadAddress (context: AppStoreContext, url: unknown): string {
  const { name: store, settings: { endpoint } } = context
  if (typeof url === 'string' && URL.canParse(url)) {
    const { protocol, hostname } = new URL(url)
    const isOwn = endpoint !== undefined && new URL(endpoint).hostname === hostname
    if (protocol === 'https:' || protocol === 'http:' && isOwn) return url
  }
  throw new PacklineError('APP_STORE_UNREACHED', { store, reason: phrase('appStore.noAddress') })
}

function withQuery ({ url, query = {} }: StoreRequest): URL {
  const address = new URL(url)
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
  return address
}

async function exchange (url: URL, request: StoreRequest): Promise<StoreAnswer> {
  const { method, signal, headers: given } = request
  const { body, headers } = bodyOf(request)
  const options: RequestOptions = { method, headers: { ...headers, ...given }, signal, timeout: quietMs }
  const sent = (url.protocol === 'https:' ? overTls : overHttp)(url, options)
  sent.on('timeout', () => {
    sent.destroy(Object.assign(new Error('quiet'), { code: 'ETIMEDOUT' }))
  })
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>
  if (body instanceof Readable) {
    if (given?.expect !== undefined) await leaveToSend(sent, answered)
    pipeline(body, sent).catch(() => {})
  } else {
    sent.end(body)
  }
  const [response] = await answered
  try {
    return await answerOf(response)
  } finally {
    // A store that refuses answers before it has read everything.
    if (!sent.writableFinished) sent.destroy()
  }
}

/** Until a service that was asked says that it wants the body, has refused, or does not know the question. */
async function leaveToSend (sent: ClientRequest, answered: Promise<unknown>): Promise<void> {
  const silence = new AbortController()
  const waits = [
    once(sent, 'continue', { signal: silence.signal }),
    answered,
    delay(expectMs, undefined, { signal: silence.signal })
  ]
  for (const each of waits) each.catch(() => {})
  await Promise.race(waits)
  silence.abort()
}

function bodyOf (
  { method, json, form, body }: StoreRequest
): { body: Readable | Buffer | string | undefined, headers: Record<string, string> } {
  if (body !== undefined) return { body: body(), headers: {} }
  const [text, type] = json !== undefined
    ? [JSON.stringify(json), 'application/json']
    : form !== undefined
    ? [new URLSearchParams(form).toString(), 'application/x-www-form-urlencoded']
    : [undefined, undefined]
  if (text === undefined) {
    return {
      body: undefined,
      headers: method === 'GET' || method === 'DELETE' ? {} : { 'content-length': '0' }
    }
  }
  return { body: text, headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) } }
}

async function answerOf (response: IncomingMessage): Promise<StoreAnswer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxAnswerBytes) throw new ReasonError(phrase('answer.tooLong', { most: maxAnswerBytes }))
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    // Gateways answer with pages.
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    json: isJsonObject(json) ? json : {},
    text
  }
}

function retryAfterMs ({ 'retry-after': after }: IncomingHttpHeaders, now: number): number | undefined {
  if (after === undefined) return undefined
  const seconds = Number(after)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(after) - now
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}

/** What a store answered in place of what it was asked for. */
export function answered (status: number, said: Wording): Wording {
  return String(said).trim() === ''
    ? phrase('store.answered', { status })
    : phrase('store.answeredWith', { status, said })
}
