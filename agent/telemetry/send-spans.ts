import { otlpDocument } from './span.js'
import type { Span, SpanSource } from './span.js'

/** An OTLP receiver that did not take spans for certain. */
export class SpansNotTaken extends Error {
  /** Whether the same may be taken later: the four statuses that OTLP names, and no answer at all. */
  readonly isPassing: boolean

  constructor (message: string, isPassing: boolean, options?: ErrorOptions) {
    super(message, options)
    this.isPassing = isPassing
  }
}

export interface SpanReceiver extends SpanSource {
  /** Without /v1/traces. */
  endpoint: string
  token?: string | undefined
}

/** One request. Throws SpansNotTaken. */
export async function sendSpans (
  spans: readonly Span[],
  receiver: SpanReceiver,
  signal: AbortSignal
): Promise<void> {
  const { endpoint, token } = receiver
  let response: Response
  try {
    response = await fetch(`${endpoint.replace(/\/+$/, '')}/v1/traces`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...token !== undefined && { authorization: `Bearer ${token}` }
      },
      body: JSON.stringify(otlpDocument(spans, receiver)),
      redirect: 'manual',
      signal
    })
    // Read, so that the connection is free again; what a receiver refused in part is its to tell.
    await response.arrayBuffer()
  } catch (error) {
    throw new SpansNotTaken('the receiver did not answer', true, { cause: error })
  }
  if (response.ok) return
  throw new SpansNotTaken(`status ${response.status}`, [429, 502, 503, 504].includes(response.status))
}
