import { createHash } from 'node:crypto'

/** A place in a trace, as W3C Trace Context has it. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  traceId: string
  /** 16 hexadecimal digits. */
  spanId: string
  /** Whoever began the trace may have decided that nobody keeps it. */
  isSampled: boolean
}

const traceparent = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/** What a `traceparent` says; undefined when it is none. A version after ours may say more behind it. */
export function readTraceparent (text: string | undefined): TraceContext | undefined {
  const [, version, traceId = '', spanId = '', flags = '', rest] = traceparent.exec(text ?? '') ?? []
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return undefined
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined
  return { traceId, spanId, isSampled: (parseInt(flags, 16) & 1) === 1 }
}

export function writeTraceparent ({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`
}

/**
 * The place of something below `parent`, or of the first of a trace. The same `name` has the same place,
 * whoever asks: processes that know it need not tell each other.
 */
export function placeBelow (parent: TraceContext | undefined, name: string): TraceContext {
  const digest = createHash('sha256').update(`packline ${name}`).digest('hex')
  return {
    traceId: parent?.traceId ?? digest.slice(0, 32),
    spanId: digest.slice(32, 48),
    isSampled: parent?.isSampled ?? true
  }
}
