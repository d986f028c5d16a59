import { request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { RequestOptions } from 'node:https'
import { ReasonError, errorText, isUntrusted } from '../../error-text.js'
import { PacklineError, isErrorCode } from '../../errors.js'
import type { ErrorCode, ErrorDetails } from '../../errors.js'
import type { Endpoint } from '../../jobs/endpoint.js'
import { phrase } from '../../messages/phrase.js'
import { fromJson } from '../../messages/words-beside.js'

const answerWithinMs = 30_000
const maxAnswerBytes = 64_000_000

interface Answer {
  status: number
  response: IncomingMessage
}

type Send = (options: RequestOptions, onResponse: (response: IncomingMessage) => void) => ClientRequest

/** Speaks with an agent. An error that the agent answers is thrown as it is. */
export class AgentClient {
  readonly address: string
  readonly #options: RequestOptions
  readonly #certificate: string | undefined

  constructor (
    { address, certificate, token: ownToken }: Endpoint,
    given: string | undefined,
    /** What each request tells of its sender. */
    headers: Readonly<Record<string, string>>
  ) {
    const token = given ?? ownToken
    this.address = address
    this.#certificate = certificate
    this.#options = {
      ...address.startsWith('unix:') ? { socketPath: address.slice('unix:'.length) } : placeOf(address),
      agent: false,
      headers: {
        ...headers,
        ...token !== undefined && { authorization: `Bearer ${token}` }
      }
    }
  }

  async call<T> (method: string, path: string, body?: unknown): Promise<T> {
    const { status, response } = await this.#send(method, path, body, AbortSignal.timeout(answerWithinMs))
    const text = await this.#text(response)
    if (status >= 400) throw this.#refusal(status, text)
    return this.#parse<T>(text)
  }

  /** As `call`, for a path whose status 503 comes with the document too: that of a machine that is poor. */
  async look<T> (path: string): Promise<T> {
    const { status, response } = await this.#send('GET', path, undefined, AbortSignal.timeout(answerWithinMs))
    const text = await this.#text(response)
    const answer = status < 400 || status === 503
      ? this.#parse<T & { error?: unknown } | null>(text)
      : null
    if (answer === null || answer.error !== undefined) throw this.#refusal(status, text)
    return answer
  }

  /** A stream of bytes, open as long as the agent has more to tell. */
  async stream (path: string, signal: AbortSignal): Promise<IncomingMessage> {
    const { status, response } = await this.#send('GET', path, undefined, signal)
    if (status >= 400) throw this.#refusal(status, await this.#text(response))
    return response
  }

  async #send (method: string, path: string, body: unknown, signal: AbortSignal): Promise<Answer> {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const headers = {
      ...this.#options.headers,
      ...payload !== undefined &&
        { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }
    }
    const { send, options } = await this.#transport()
    return await new Promise((resolve, reject) => {
      send({ ...options, method, path, headers, signal }, response => {
        resolve({ status: response.statusCode ?? 0, response })
      })
        .on('error', error => {
          const code = isUntrusted(error) ? 'AGENT_NOT_TRUSTED' : 'AGENT_UNREACHABLE'
          reject(
            new PacklineError(code, { address: this.address, reason: errorText(error) }, { cause: error })
          )
        })
        .end(payload)
    })
  }

  async #transport (): Promise<{ send: Send, options: RequestOptions }> {
    if (!this.address.startsWith('https:')) return { send: httpRequest, options: this.#options }
    const { request } = await import('node:https')
    if (this.#certificate === undefined) return { send: request, options: this.#options }
    const { pinnedTo } = await import('./pinned-certificate.js')
    return { send: request, options: { ...this.#options, ...pinnedTo(this.#certificate) } }
  }

  async #text (response: IncomingMessage): Promise<string> {
    let text = ''
    try {
      for await (const chunk of response.setEncoding('utf8')) {
        text += String(chunk)
        if (text.length > maxAnswerBytes) throw new ReasonError(phrase('answer.long'))
      }
    } catch (error) {
      throw new PacklineError('AGENT_UNREACHABLE', {
        address: this.address,
        reason: errorText(error)
      }, { cause: error })
    }
    return text
  }

  #refusal (status: number, text: string): PacklineError {
    const error =
      this.#parse<{ error?: { code: ErrorCode, details: ErrorDetails } | null } | null>(text)?.error ??
        undefined
    if (error === undefined || !isErrorCode(error.code)) {
      return new PacklineError('AGENT_ANSWER_INVALID', {
        address: this.address,
        reason: phrase('program.status', { status })
      })
    }
    return new PacklineError(error.code, error.details)
  }

  #parse<T> (text: string): T {
    try {
      return fromJson(text) as T
    } catch (error) {
      throw new PacklineError('AGENT_ANSWER_INVALID', {
        address: this.address,
        reason: errorText(error)
      }, { cause: error })
    }
  }
}

function placeOf (address: string): RequestOptions {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: 'PACKLINE_AGENT',
      value: JSON.stringify(address),
      expected: phrase('expected.agent')
    })
  }
  const { hostname, port } = new URL(address)
  return { host: hostname.replace(/^\[|\]$/g, ''), ...port !== '' && { port } }
}
