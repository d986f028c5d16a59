import { ReasonError, causeText } from '../error-text.js'
import { phrase, type Wording } from '../messages/phrase.js'

const answerMs = 15_000
const maxRetryAfterMs = 3_600_000
const maxAnswer = 10_000

export interface HttpOptions {
  url: string
  fetchUrl?: typeof fetch
  headers?: Record<string, string>
}

/** Whether it is worth trying the same again, and when at the earliest. */
export class DeliveryError extends ReasonError {
  readonly isPermanent: boolean
  readonly retryAfterMs: number | undefined

  constructor (
    reason: Wording,
    { isPermanent = false, retryAfterMs, cause }: {
      isPermanent?: boolean
      retryAfterMs?: number | undefined
      cause?: unknown
    } = {}
  ) {
    super(reason, { cause })
    this.isPermanent = isPermanent
    this.retryAfterMs = retryAfterMs
  }
}

/** Posts JSON and returns what was answered. Redirects are not followed: they would lead anywhere. */
export async function post (
  url: string,
  body: unknown,
  { headers = {}, fetchUrl = fetch }: Omit<HttpOptions, 'url'>,
  signal: AbortSignal
): Promise<string> {
  let response: Response
  try {
    response = await fetchUrl(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)])
    })
  } catch (error) {
    signal.throwIfAborted()
    throw new DeliveryError(causeText(error), { cause: error })
  }
  const answer = (await response.text().catch(() => '')).slice(0, maxAnswer)
  if (response.ok) return answer
  const { status } = response
  const text = answer.slice(0, 300)
  const isPassing = status === 408 || status === 429 || status >= 500
  throw new DeliveryError(phrase('http.refused', { status, said: text === '' ? '-' : text }), {
    isPermanent: !isPassing,
    retryAfterMs: retryAfter(response.headers.get('retry-after'))
  })
}

/** Seconds or a date. */
function retryAfter (header: string | null): number | undefined {
  if (header === null) return undefined
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isFinite(ms) ? Math.min(maxRetryAfterMs, Math.max(0, ms)) : undefined
}
