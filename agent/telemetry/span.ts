import type { TraceContext } from './trace-context.js'

/** Something that took its time. */
export interface Span {
  place: TraceContext
  parent: TraceContext | undefined
  name: string
  /** Since 1970. */
  startMs: number
  endMs: number
  attributes: Record<string, string | number>
  /** Code of the error that it ended with. Not its message, which may quote anything. */
  error?: string
}

/** Who tells of spans: the same for all of one process. */
export interface SpanSource {
  version: string
  device: string
}

interface KeyValue {
  key: string
  value: { stringValue: string } | { intValue: string }
}

const internal = 1
const failed = 2
const schemaUrl = 'https://opentelemetry.io/schemas/1.27.0'

/**
 * Spans as OTLP has them in JSON: identifiers in hexadecimal, integers of 64 bits as text, enumerations as
 * numbers (opentelemetry-proto, docs/specification.md, "JSON Protobuf Encoding").
 */
export function otlpDocument (spans: readonly Span[], { version, device }: SpanSource): object {
  const resource = {
    attributes: keyValues({ 'service.name': 'packline', 'service.version': version, 'host.name': device })
  }
  const scope = { name: 'packline', version }
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: spans.map(otlpSpan) }], schemaUrl }] }
}

function otlpSpan ({ place, parent, name, startMs, endMs, attributes, error }: Span): object {
  return {
    traceId: place.traceId,
    spanId: place.spanId,
    ...parent !== undefined && { parentSpanId: parent.spanId },
    name,
    kind: internal,
    startTimeUnixNano: nanoseconds(startMs),
    // A clock that was put back meanwhile makes no span end before it began.
    endTimeUnixNano: nanoseconds(Math.max(startMs, endMs)),
    attributes: keyValues({ ...attributes, ...error !== undefined && { 'error.type': error } }),
    ...error !== undefined && { status: { code: failed, message: error } }
  }
}

function nanoseconds (ms: number): string {
  return `${Math.round(ms * 1000)}000`
}

function keyValues (attributes: Record<string, string | number>): KeyValue[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(Math.round(value)) } : { stringValue: value }
  }))
}
