import type { Method, Response } from 'got'
import { PacklineError } from '../errors.js'
import { statusError, transportError, wasNeverSent } from './jenkins-failure.js'
import type { Call } from './jenkins-failure.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface JenkinsAccess {
  /** Address of the controller, with or without a path below the host. */
  url: string
  user?: string
  /** The user's API token; a password works too, and then needs a crumb with every change. */
  secret?: string
  /** Longest time for one attempt. */
  timeoutMs?: number
  /** How often a call is tried again where that cannot do harm. */
  retries?: number
  /** The first pause before a retry; the next ones double. */
  retryMs?: number
}

interface JenkinsRequest {
  /** What the call is for, in an error's words: "the node mac-01". */
  what: Wording
  query?: Record<string, string>
  form?: Record<string, string>
  /** Posted in place of a form. */
  xml?: string
  signal?: AbortSignal | undefined
}

interface JenkinsAnswer {
  status: number
  location: string | undefined
  text: string
}

const maxAnswerBytes = 16 * 1024 * 1024
/**
 * A request that never reached Jenkins, or that Jenkins turned away unread, may be sent again whatever it
 * would have done.
 */
const repeatableStatus = [408, 425, 429, 500, 502, 503, 504]
const turnedAway = [429, 503]

/**
 * Requests to one controller. Redirects are never followed: the credentials are for this address only. A
 * password's crumb and session are fetched when Jenkins asks for them.
 */
export class JenkinsHttp {
  readonly url: string
  readonly #access: JenkinsAccess
  #crumb: Record<string, string> = {}
  #cookie: string | undefined

  constructor (access: JenkinsAccess) {
    this.#access = access
    this.url = access.url.replace(/\/+$/, '')
  }

  /** What is at `path`, as it is; undefined where there is nothing (404). */
  async readText (path: string, request: JenkinsRequest): Promise<string | undefined> {
    const answer = await this.#send('GET', path, request, true)
    if (answer.status === 404) return undefined
    if (answer.status !== 200) throw statusError(this.#call('GET', path, request), answer)
    return answer.text
  }

  /** The JSON at `path`; undefined where there is nothing (404). */
  async read (path: string, request: JenkinsRequest): Promise<unknown> {
    const answer = await this.#send('GET', path, request, true)
    if (answer.status === 404) return undefined
    const call = this.#call('GET', path, request)
    if (answer.status !== 200) throw statusError(call, answer)
    try {
      return JSON.parse(answer.text)
    } catch {
      throw new PacklineError('JENKINS_ANSWER_INVALID', { ...call, found: looksLike(answer.text) })
    }
  }

  /**
   * Posts `request.form` and returns an answer whose status is in `expected`. With `isRepeatable` the call is
   * tried again after every failure; without it only when Jenkins surely did nothing, and
   * JENKINS_OUTCOME_UNKNOWN tells that it may have.
   */
  async change (
    path: string,
    request: JenkinsRequest,
    { expected, isRepeatable }: { expected: readonly number[], isRepeatable: boolean }
  ): Promise<JenkinsAnswer> {
    let answer = await this.#send('POST', path, request, isRepeatable)
    if (asksForCrumb(answer) && await this.#fetchCrumb(request)) {
      answer = await this.#send('POST', path, request, isRepeatable)
    }
    if (expected.includes(answer.status)) return answer
    throw statusError(this.#call('POST', path, request), answer, isRepeatable)
  }

  async #send (
    method: Method,
    path: string,
    request: JenkinsRequest,
    isRepeatable: boolean
  ): Promise<JenkinsAnswer> {
    const { timeoutMs = 15_000, retries = 4, retryMs = 1000 } = this.#access
    const { form, xml, query, signal } = request
    signal?.throwIfAborted()
    // An agent whose Jenkins is never called does without it.
    const { default: got, RequestError, TimeoutError } = await import('got')
    const tooLarge = new AbortController()
    const promise = got(`${this.url}${path}`, {
      method,
      ...form !== undefined && { form },
      ...query !== undefined && { searchParams: query },
      ...xml !== undefined && { body: xml },
      headers: this.#headers(method, xml),
      followRedirect: false,
      throwHttpErrors: false,
      timeout: { request: timeoutMs },
      signal: signal === undefined ? tooLarge.signal : AbortSignal.any([signal, tooLarge.signal]),
      retry: {
        limit: retries,
        methods: [method],
        statusCodes: isRepeatable ? repeatableStatus : turnedAway,
        maxRetryAfter: 60_000,
        // computedValue is 0 for what must not be tried again, and else counts seconds, or says what the
        // header Retry-After asks for.
        calculateDelay: ({ computedValue, error }) =>
          isRepeatable || wasNeverSent(error) || error.response !== undefined
            ? computedValue / 1000 * retryMs
            : 0
      }
    })
    promise
      .on('downloadProgress', ({ transferred }) => {
        if (transferred > maxAnswerBytes) tooLarge.abort()
      })
      .catch(() => {})
    try {
      return this.#answer(await promise)
    } catch (error) {
      signal?.throwIfAborted()
      const call = this.#call(method, path, request)
      if (tooLarge.signal.aborted) {
        throw new PacklineError('JENKINS_ANSWER_INVALID', {
          ...call,
          found: phrase('answer.tooLong', { most: maxAnswerBytes })
        })
      }
      if (error instanceof RequestError) {
        throw transportError(call, error, {
          isRepeatable,
          isTimeout: error instanceof TimeoutError,
          timeoutMs
        })
      }
      throw error
    }
  }

  #answer (response: Response<string>): JenkinsAnswer {
    const cookies = response.headers['set-cookie']
    if (cookies !== undefined) this.#cookie = cookies.map(each => each.replace(/;.*$/s, '')).join('; ')
    return { status: response.statusCode, location: response.headers.location, text: response.body }
  }

  #headers (method: Method, xml: string | undefined): Record<string, string> {
    const { user, secret } = this.#access
    return {
      accept: 'application/json',
      // Without a charset Jenkins reads a posted config.xml as ISO-8859-1, whatever its prolog says.
      ...xml !== undefined && { 'content-type': 'application/xml; charset=utf-8' },
      ...method === 'POST' && this.#crumb,
      ...user !== undefined && secret !== undefined &&
        { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` },
      ...this.#cookie !== undefined && { cookie: this.#cookie }
    }
  }

  /** A crumb belongs to its session: the cookie of this answer goes with it from now on. */
  async #fetchCrumb ({ signal }: JenkinsRequest): Promise<boolean> {
    const issued = await this.read('/crumbIssuer/api/json', { what: phrase('what.crumb'), signal })
    if (
      typeof issued !== 'object' || issued === null || !('crumb' in issued) ||
      !('crumbRequestField' in issued)
    ) return false
    this.#crumb = { [String(issued.crumbRequestField).toLowerCase()]: String(issued.crumb) }
    return true
  }

  #call (method: string, path: string, { what }: JenkinsRequest): Call {
    return { what, method, address: `${this.url}${path}` }
  }
}

function asksForCrumb ({ status, text }: JenkinsAnswer): boolean {
  return status === 403 && /crumb/i.test(text)
}

function looksLike (text: string): Wording {
  const title = /<title>\s*([^<]{1,80})/i.exec(text)?.[1]?.trim()
  if (title !== undefined) return phrase('answer.pageTitled', { title })
  return /^\s*</.test(text) ? phrase('answer.page') : `"${text.slice(0, 40)}"`
}
