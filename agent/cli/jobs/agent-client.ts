import { request as httpRequest } from 'node:http'
import type { IncomingMessage, RequestOptions } from 'node:http'
import { PacklineError, isErrorCode } from '../../errors.js'
import type { ErrorCode, ErrorDetails } from '../../errors.js'
import type { Endpoint } from '../../jobs/endpoint.js'

const answerWithinMs = 30_000
const maxAnswerBytes = 64_000_000

/** Speaks with an agent. An error that the agent answers is thrown as it is. */
export class AgentClient {
  readonly address: string
  readonly #options: RequestOptions
  readonly #certificate: string | undefined

  constructor ({ address, certificate }: Endpoint, token: string | undefined) {
    this.address = address
    this.#certificate = certificate
    this.#options = {
      ...address.startsWith('unix:') ? { socketPath: address.slice('unix:'.length) } : placeOf(address),
      agent: false,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` }
    }
  }

  async call<T> (method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.#send(method, path, body, AbortSignal.timeout(answerWithinMs))
    const text = await this.#text(response)
    if (response.statusCode! >= 400) throw this.#refusal(response.statusCode!, text)
    return this.#parse<T>(text)
  }

  /** As `call`, for a path whose status 503 comes with the document too: that of a machine that is poor. */
  async look<T> (path: string): Promise<T> {
    const response = await this.#send('GET', path, undefined, AbortSignal.timeout(answerWithinMs))
    const text = await this.#text(response)
    const answer = response.statusCode! < 400 || response.statusCode === 503
      ? this.#parse<T & { error?: unknown } | null>(text)
      : null
    if (answer === null || answer.error !== undefined) throw this.#refusal(response.statusCode!, text)
    return answer
  }

  /** A stream of bytes, open as long as the agent has more to tell. */
  async stream (path: string, signal: AbortSignal): Promise<IncomingMessage> {
    const response = await this.#send('GET', path, undefined, signal)
    if (response.statusCode! >= 400) throw this.#refusal(response.statusCode!, await this.#text(response))
    return response
  }

  async #send (method: string, path: string, body: unknown, signal: AbortSignal): Promise<IncomingMessage> {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const headers = {
      ...this.#options.headers,
      ...payload !== undefined &&
        { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }
    }
    const { send, options } = await this.#transport()
    return await new Promise((resolve, reject) => {
      send({ ...options, method, path, headers, signal }, resolve)
        .on('error', error => {
          reject(
            new PacklineError('AGENT_UNREACHABLE', { address: this.address, reason: error.message }, {
              cause: error
            })
          )
        })
        .end(payload)
    })
  }

  async #transport (): Promise<{ send: typeof httpRequest, options: RequestOptions }> {
    if (!this.address.startsWith('https:')) return { send: httpRequest, options: this.#options }
    const { request } = await import('node:https')
    if (this.#certificate === undefined) {
      return {
        send: request as typeof httpRequest,
        options: this.#options
      }
    }
    const { pinnedTo } = await import('./pinned-certificate.js')
    return {
      send: request as typeof httpRequest,
      options: { ...this.#options, ...pinnedTo(this.#certificate) } as RequestOptions
    }
  }

  async #text (response: IncomingMessage): Promise<string> {
    let text = ''
    try {
      for await (const chunk of response.setEncoding('utf8')) {
        text += String(chunk)
        if (text.length > maxAnswerBytes) throw new Error('its answer is too long')
      }
    } catch (error) {
      throw new PacklineError('AGENT_UNREACHABLE', {
        address: this.address,
        reason: (error as Error).message
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
        reason: `status ${status}`
      })
    }
    return new PacklineError(error.code, error.details)
  }

  #parse<T> (text: string): T {
    try {
      return JSON.parse(text) as T
    } catch (error) {
      throw new PacklineError('AGENT_ANSWER_INVALID', {
        address: this.address,
        reason: (error as Error).message
      }, { cause: error })
    }
  }
}

function placeOf (address: string): RequestOptions {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: 'PACKLINE_AGENT',
      value: JSON.stringify(address),
      expected: 'http://HOST:PORT, https://HOST:PORT, unix:PATH or none'
    })
  }
  const { hostname, port } = new URL(address)
  return { host: hostname.replace(/^\[|\]$/g, ''), ...port !== '' && { port } }
}
